import { describe, expect, it } from 'vitest';
import { matchingText } from '../../src/domain/patterns/matching-text.ts';
import { patternOf } from '../../src/domain/patterns/pattern.ts';
import { patternProblem } from '../../src/domain/patterns/pattern-problem.ts';

const good: readonly string[] = [
  '\\S',
  '^TR-\\d+$',
  '^[A-Z]{2}-\\d{4}$',
  '^([A-Za-z]+ ?)+$',
  '^(a+)+$',
  '^(a|aa)+$',
  '^(\\w+\\s?)*$',
  '^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$',
  '^(?:red|green|[^a-z]{3})\\/\\d?$',
  '^(?<year>\\d{4})-(0[1-9]|1[0-2])$',
  '^\\p{Lu}\\p{L}*$',
  '^\\u00e9\\u{1F600}[\\u0400-\\u04ff]$',
  '\\bcab\\b',
  '^[^ -~]$',
  '^.{12}$',
  'a|b|',
];

const bad: readonly (readonly [string, string])[] = [
  ['(', 'is not a regular expression'],
  ['^(?=.*\\d).{8}$', 'looks ahead or behind'],
  ['(?<!a)b', 'looks ahead or behind'],
  ['^(a)\\1$', 'refers back'],
  ['^(?<x>a)\\k<x>$', 'refers back'],
  ['^\\w{1,2000}$', 'repeats too much'],
  ['^((a{0,90}){0,90}){0,90}$', 'repeats too much'],
  ['^((((a*)*)*)*)*$', 'repeats what repeats'],
  ['^[^\\s\\S]$', 'no usual text has'],
  ['^a\\bb$', 'No text that fits'],
  [`^(${'x'.repeat(400)})$`, 'characters; at most'],
  ['^.{50}$', 'needs at least 50 characters'],
];

describe('a pattern of a design', () => {
  it.each(good)('%s says of texts what JavaScript says, and texts are made for it', (source) => {
    expect(patternProblem(source, 40)).toBeUndefined();
    const native = new RegExp(source, 'u');
    const made = Array.from({ length: 40 }, (_, seed) => matchingText(source, seed, 20));
    for (const text of made) {
      expect(text).toMatch(native);
      expect([...text].length).toBeLessThanOrEqual(20);
    }
    for (const text of ['', 'a', 'aab', 'TR-1', 'red/1', '2026-03', 'Äb', 'a@b.cd', 'caba cab', 'x\ny', ' ', '🙂', ...made])
      expect([text, patternOf(source).test(text)]).toEqual([text, native.test(text)]);
  });

  it('makes many texts, and the same for the same seed', () => {
    const texts = Array.from({ length: 50 }, (_, seed) => matchingText('^[A-Z]{2}-\\d{4}$', seed));
    expect(new Set(texts).size).toBeGreaterThan(45);
    expect(matchingText('^[A-Z]{2}-\\d{4}$', 7)).toBe(texts[7]);
  });

  it.each(bad)('%s is refused, with advice', (source, words) => {
    expect(patternProblem(source, 40)).toContain(words);
  });

  it.each(['^([A-Za-z]+ ?)+$', '^(a+)+$', '^(a|aa)+$', '^(\\w+\\s?)*$', '^(.*a)*$', '(x+x+)+y'])(
    '%s takes no longer than a long text needs',
    (source) => {
      const text = `${'Anna Maria '.repeat(5000)}${'a'.repeat(5000)}${'x'.repeat(5000)}\u0000`;
      const began = performance.now();
      patternOf(source).test(text);
      expect(performance.now() - began).toBeLessThan(3000);
    },
  );
});
