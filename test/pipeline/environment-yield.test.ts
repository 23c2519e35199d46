import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mostTopics, shortfallText } from '../../src/pipeline/environment-yield.ts';
import { envscaler } from '../support/command-line.ts';

const whole = { asked: 3, accepted: 3, further: 0, rejected: [], topics: 3, open: 0, isEmbedded: true };

describe('environments that were asked for', () => {
  it('are made up for when rejected, within bounds', () => {
    expect([1, 2, 10].map(mostTopics)).toEqual([3, 5, 17]);
  });

  it.each([
    ['all there', whole, undefined],
    [
      'too few topics, embedded',
      { ...whole, accepted: 1, topics: 1 },
      /^1 of the 3 .*is accepted; the embedded author knows ten domains.*--model/,
    ],
    [
      'too few topics, a model',
      { ...whole, accepted: 2, topics: 2, isEmbedded: false },
      /no further topic came of the requests.*--tasks/,
    ],
    [
      'rejected',
      { ...whole, accepted: 2, topics: 6, further: 3, rejected: ['a', 'b', 'c', 'd'] },
      /4 rejected \(a, b, c, d\), also among 3 further/,
    ],
    ['put off', { ...whole, accepted: 2, open: 1 }, /1 not made yet. Run the same command again/],
  ])('and are fewer are told with the reason: %s', (_what, counts, text) => {
    if (text === undefined) expect(shortfallText(counts)).toBeUndefined();
    else expect(shortfallText(counts)).toMatch(text);
  });
});

describe('skel', () => {
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'envscaler-short-'));
    writeFileSync(join(path, 'one.txt'), 'Please renew the loan of "The Salt Road" for reader Ana Silva at the library desk.\n');
    writeFileSync(join(path, 'none.txt'), 'What is the capital of France?\n');
    return path;
  };

  it('says so when there are fewer environments than were asked for', async () => {
    const { code, stderr } = await envscaler(['skel', '--tasks', 'one.txt', '--count', '2', '--rounds', '1'], { cwd: folder() });
    expect(stderr).toMatch(/1 of the 2 environments asked for is accepted; the embedded author knows ten domains/);
    expect(code).toBe(0);
  });

  it('ends with 1 when there is none', async () => {
    const { code, stderr } = await envscaler(['skel', '--tasks', 'none.txt', '--count', '2'], { cwd: folder() });
    expect(stderr).toMatch(/0 of the 2 environments asked for are accepted/);
    expect(code).toBe(1);
  });
});
