import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { diffLines, excerpts } from '../../src/render/text/line-diff.ts';

const side = (lines: ReturnType<typeof diffLines>, sign: '-' | '+') =>
  lines.filter((line) => line.sign === ' ' || line.sign === sign).map((line) => line.text);

describe('a difference of lines', () => {
  it('contains both texts in full and in order, whatever they are', () => {
    const random = seededRandom('diff');
    for (let round = 0; round < 300; round++) {
      const text = () => Array.from({ length: random.integer(0, 12) }, () => random.pick(['a', 'b', 'c']));
      const before = text();
      const after = text();
      const lines = diffLines(before, after);
      expect(side(lines, '-')).toEqual(before);
      expect(side(lines, '+')).toEqual(after);
    }
  });

  it('is as short as it can be', () => {
    const signs = diffLines(['a', 'b', 'c', 'a', 'b', 'b', 'a'], ['c', 'b', 'a', 'b', 'a', 'c']).map((line) => line.sign);
    expect(signs.filter((sign) => sign !== ' ')).toHaveLength(5);
  });

  it('of long texts with nothing in common replaces the one by the other', () => {
    const before = Array.from({ length: 1500 }, (_, i) => `old ${i}`);
    const after = Array.from({ length: 1500 }, (_, i) => `new ${i}`);
    const lines = diffLines(['same', ...before], ['same', ...after]);
    expect(side(lines, '-')).toEqual(['same', ...before]);
    expect(side(lines, '+')).toEqual(['same', ...after]);
  });

  it('is shown with a few equal lines around each change', () => {
    const before = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    const after = before.with(10, 'changed');
    expect(excerpts(diffLines(before, after), 1)).toEqual(['…', '  line 9', '- line 10', '+ changed', '  line 11', '…']);
  });
});
