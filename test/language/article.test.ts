import { expect, it } from 'vitest';
import { withArticle } from '../../src/language/article.ts';

it.each([
  ['loan', 'a loan'],
  ['account', 'an account'],
  ['workshop job', 'a workshop job'],
  ['hourly rate', 'an hourly rate'],
  ['unit', 'a unit'],
  ['user', 'a user'],
  ['incident', 'an incident'],
])('%s gets its article: %s', (noun, expected) => {
  expect(withArticle(noun)).toBe(expected);
});
