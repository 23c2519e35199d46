import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { linesOf, readTextFile } from '../../src/base/text-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'envscaler-lines-'));
let made = 0;

function file(content: string | Buffer): string {
  const path = join(folder, `${++made}.txt`);
  writeFileSync(path, content);
  return path;
}

async function all(content: string | Buffer): Promise<readonly [number, string][]> {
  const found: [number, string][] = [];
  for await (const { line, text } of linesOf(file(content))) found.push([line, text]);
  return found;
}

describe('the lines of a file', () => {
  it.each([
    [
      'end at a line feed',
      'a\nb\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'may end with a carriage return',
      'a\r\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'do not end at U+2028, U+2029 or U+0085',
      '"a\u2028b\u2029c\u0085d"\ne',
      [
        [1, '"a\u2028b\u2029c\u0085d"'],
        [2, 'e'],
      ],
    ],
    [
      'do not end at a lone carriage return',
      '{"a":\r1}\nb',
      [
        [1, '{"a":\r1}'],
        [2, 'b'],
      ],
    ],
    [
      'begin behind a byte order mark',
      '\uFEFFa\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'are counted with the blank ones',
      'a\n\n \nb',
      [
        [1, 'a'],
        [4, 'b'],
      ],
    ],
    ['are none in an empty file', '', []],
  ])('%s', async (_what, content, expected) => {
    expect(await all(content)).toEqual(expected);
  });

  it('may be longer than any chunk, with characters of several bytes on its border', async () => {
    const long = 'ä€😀'.repeat(100_000);
    expect(await all(`x${long}\nb`)).toEqual([
      [1, `x${long}`],
      [2, 'b'],
    ]);
  });

  it.each([
    ['little', Buffer.from('\uFEFFab\n', 'utf16le')],
    ['big', Buffer.from('\uFEFFab\n', 'utf16le').swap16()],
    ['little, without a mark', Buffer.from('ab\n', 'utf16le')],
  ])('in UTF-16 (%s endian) are refused by name', async (_what, content) => {
    await expect(all(content)).rejects.toThrow(UserError);
    await expect(all(content)).rejects.toThrow(/UTF-16.*iconv/);
    expect(() => readTextFile(file(content))).toThrow(/UTF-16/);
  });
});
