import { describe, expect, test } from 'vitest';
import { argumentsValidators } from '../../src/sandbox/host/arguments.ts';
import { toolOf } from './support/library.ts';

const tool = toolOf('book', 'write', {
  'day?': { type: 'string', format: 'date' },
  'at?': { type: 'string', format: 'date-time' },
  'code?': { type: 'string', pattern: '^(a+)+$' },
  'slug?': { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' },
  'level?': { type: 'string', enum: ['low', 'high'] },
  'note?': { type: ['string', 'null'], minLength: 2, maxLength: 5 },
  'items?': {
    type: 'array',
    minItems: 1,
    items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'], additionalProperties: false },
  },
});
const validate = argumentsValidators([tool]).get('book');

describe('arguments', () => {
  test.each([
    [{ day: '2026-02-28' }],
    [{ day: '2028-02-29', at: '2026-03-09T14:30:00Z' }],
    [{ slug: 'a-bc-d', note: null, level: 'low' }],
    [{ items: [{ sku: 'x' }] }],
    [{ code: 'aaaa' }],
  ])('%j are taken as they are', (args) => {
    expect(validate?.(args)).toEqual({ text: JSON.stringify(args) });
  });

  test.each([
    [{ day: '2026-02-29' }, '"day" must be a date that exists, like 2026-03-09, but got "2026-02-29"'],
    [{ day: '9 March' }, '"day" must be a date that exists, like 2026-03-09, but got "9 March"'],
    [{ at: '2026-03-09T24:00:00Z' }, '"at" must be a UTC date-time like 2026-03-09T14:30:00Z, but got "2026-03-09T24:00:00Z"'],
    [
      { at: '2026-03-09T14:30:00+02:00' },
      '"at" must be a UTC date-time like 2026-03-09T14:30:00Z, but got "2026-03-09T14:30:00+02:00"',
    ],
    [{ level: 'mid' }, '"level" must be one of "low", "high", but got "mid"'],
    [{ note: 'x' }, '"note" must have at least 2 characters, but got "x"'],
    [{ note: 7 }, '"note" must be a string or null, but got 7'],
    [{ items: [] }, '"items" must have at least 1 items, but got []'],
    [
      { items: [{ sku: 'x' }, { sku: 1, n: 2 }] },
      '"items[1].n" is not an argument of this tool; "items[1].sku" must be a string, but got 1',
    ],
    [{ items: [{}] }, '"items[0].sku" is required but was not given'],
    [{ levle: 'low' }, '"levle" is not an argument of this tool. Did you mean "level"?'],
  ])('%j are refused with what was expected and what came', (args, problem) => {
    expect(validate?.(args)).toEqual({ problem: `Invalid arguments for book: ${problem}.` });
  });

  test('cannot hold up the host by a pattern that backtracks without end', () => {
    const began = performance.now();
    expect(validate?.({ code: `${'a'.repeat(60)}b` })).toMatchObject({
      problem: expect.stringContaining('must match the pattern'),
    });
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
