import { expect, it } from 'vitest';
import { nounStem, singular, withArticle } from '../../src/language/nouns.ts';

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

it.each([
  ['batteries', 'battery'],
  ['classes', 'class'],
  ['boxes', 'box'],
  ['days', 'day'],
  ['address', 'address'],
])('one of %s is a %s', (plural, expected) => {
  expect(singular(plural)).toBe(expected);
});

it.each([
  ['knife', 'knives'],
  ['battery', 'batteries'],
  ['tube', 'tubes'],
  ['class', 'classes'],
])('%s and %s are the same noun', (one, several) => {
  expect(nounStem(several)).toBe(nounStem(one));
});
