import { describe, expect, it, test } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { daysIn } from '../../src/language/mentions/days.ts';
import { numbersIn } from '../../src/language/mentions/numbers.ts';
import { timesIn } from '../../src/language/mentions/times.ts';
import { dateForms } from '../../src/language/surface-forms/dates.ts';
import { moneyForms } from '../../src/language/surface-forms/money.ts';
import { numberForms } from '../../src/language/surface-forms/numbers.ts';
import { surfaceFormIn } from '../../src/language/surface-forms/surface-form-in.ts';
import { timeForms } from '../../src/language/surface-forms/times.ts';

/** A Monday. */
const today = '2026-03-09';

describe('a text says a value in the forms that people use', () => {
  test.each<[string, Json, string, string | undefined]>([
    ['quantity', 12, 'Twelve of them', 'twelve'],
    ['quantity', 12, 'A dozen, please', 'a dozen'],
    ['quantity', 12, 'The 12th one', '12th'],
    ['quantity', 12, 'Number 112 or 12.5 or 1,12', undefined],
    ['quantity', 42, 'forty-two pieces', 'forty-two'],
    ['distance_km', 12340, 'It reads 12,340 km', '12,340'],
    ['days', 14, 'for two weeks', 'two weeks'],
    ['duration_minutes', 90, 'an hour and a half', 'an hour and a half'],
    ['amount_cents', 125000, 'It is $1,250.00 in all', '$1,250.00'],
    ['amount_cents', 125000, 'It is 1250 dollars', '1250 dollars'],
    ['amount_cents', 125050, 'It is $1,250.', undefined],
    ['amount_cents', 2000, 'twenty dollars', 'twenty dollars'],
    ['due', '2026-03-13', 'by Friday', 'friday'],
    ['due', '2026-03-13', 'on 13 March', '13 march'],
    ['due', '2026-03-13', 'on March 13th', 'march 13th'],
    ['due', '2026-03-13', 'on the 13th', 'the 13th'],
    ['due', '2026-03-13', 'until 2026-03-13', '2026-03-13'],
    ['due', '2026-03-10', 'tomorrow', 'tomorrow'],
    ['due', '2026-03-13', 'by Saturday, 14 March', undefined],
    ['due', '2026-06-12', 'by Friday', undefined],
    ['time', '14:30', 'at half past two', 'half past two'],
    ['time', '14:30', 'at 2:30 pm', '2:30 pm'],
    ['time', '14:30', 'at half past three', undefined],
    ['start', '2026-03-13T14:30:00Z', 'Friday at 2:30 pm', 'friday, 2:30 pm'],
    ['start', '2026-03-13T14:30:00Z', 'at 2:30 pm', undefined],
    ['title', 'Camping stove', 'two camping stoves', 'camping stoves'],
    ['name', 'Mateo Brandl', 'The Brandls have called, Mateo cannot come.', 'brandls mateo'],
    ['name', 'Mateo Brandl', 'Mateo cannot come.', undefined],
    ['open', true, 'yes', undefined],
  ])('%s %j in "%s": %s', (name, value, text, expected) => {
    expect(surfaceFormIn(text, { value, name, today })).toBe(expected);
  });
});

it('the forms of a value say that value when they are read again', () => {
  for (let size = 0; size <= 60; size++) {
    const [digits = '', , ...words] = numberForms(size, 'quantity');
    expect(
      numbersIn(digits).map(({ value }) => value),
      digits,
    ).toContain(size);
    for (const word of words.filter((form) => form.includes('-')))
      expect(
        numbersIn(word).map(({ value }) => value),
        word,
      ).toContain(size);
  }
  for (const cents of [100, 4000, 125000, 1999])
    for (const form of moneyForms(cents).filter((one) => one.startsWith('$')))
      expect(numbersIn(form), form).toMatchObject([{ value: cents / 100, isMoney: true }]);
  for (const date of ['2026-03-09', '2026-03-13', '2026-08-31', '2025-12-31']) {
    const [iso = '', ...named] = dateForms(date, today);
    for (const form of [iso, ...named.slice(0, 3)]) expect(daysIn(form, today), form).toContain(date);
  }
  for (const time of ['00:45', '09:00', '12:15', '14:30', '23:59'])
    for (const form of timeForms(time).filter((one) => /\d|half|quarter/.test(one))) expect(timesIn(form), form).toContain(time);
});
