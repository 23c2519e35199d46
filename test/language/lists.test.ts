import { expect, it } from 'vitest';
import { listOf } from '../../src/language/lists.ts';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j is said "%s"', (items, expected) => {
  expect(listOf(items)).toBe(expected);
});
