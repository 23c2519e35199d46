import { describe, expect, it } from 'vitest';
import { daysIn } from '../../../../src/language/mentions/days.ts';
import { numbersIn } from '../../../../src/language/mentions/numbers.ts';
import { timesIn } from '../../../../src/language/mentions/times.ts';
import { TaskMentions } from '../../../../src/stages/scenarios/blind-search/task-mentions.ts';
import { toolLibrary } from '../../../support/sample-skeleton.ts';

const monday = '2026-03-09';

describe('what a sentence says', () => {
  it.each([
    ['six desk lamps and twenty-four kites', [6, 24]],
    ['their bill is $1,234.50, the odometer shows 28507 km', [1234.5, 28507]],
    ['a dozen, the 3rd time', [12, 3, 1]],
    ['remove it', [0]],
  ])('as numbers: %s', (sentence, values) => {
    expect(numbersIn(sentence).map(({ value }) => value)).toEqual(values);
  });

  it('tells amounts of money, units, and words that seldom mean a number', () => {
    expect(numbersIn('$60 for two weeks')).toEqual([
      { value: 60, unit: 'for', isMoney: true, isVague: false },
      { value: 2, unit: 'weeks', isMoney: false, isVague: false },
    ]);
    expect(numbersIn('a loan')).toEqual([{ value: 1, unit: 'loan', isMoney: false, isVague: true }]);
  });

  it.each([
    ['on friday 13 march', ['2026-03-13']],
    ['the order of 13 february', ['2026-02-13']],
    ['until december 24th', ['2025-12-24']],
    ['on the 2nd of january 2027', ['2027-01-02']],
    ['tomorrow', ['2026-03-10']],
    ['the day after tomorrow', ['2026-03-11']],
    ['today', [monday]],
    ['on friday', ['2026-03-13', '2026-03-06', '2026-03-20']],
    ['resolved more than 10 days ago', ['2026-03-19', '2026-02-27']],
    ['no day at all', []],
  ])('as days: %s', (sentence, days) => {
    expect(daysIn(sentence, monday)).toEqual(days);
  });

  it.each([
    ['from 6 pm to 8 pm', ['18:00', '20:00']],
    ['at 9:30 and 11:00', ['09:30', '11:00']],
    ['half past two', ['14:30', '02:30']],
    ["at noon, or eight o'clock", ['12:00', '08:00']],
  ])('as times: %s', (sentence, times) => {
    expect(timesIn(sentence)).toEqual(times);
  });
});

describe('where a text says what', () => {
  const task = 'Bo Lind takes two drills. The wooden ladders stay until 13 March; Ana pays $12.50.';
  const heard = new TaskMentions({ skeleton: toolLibrary, task, told: ['He means the yellow one.'], today: monday });

  it('sentence by sentence, in whatever number of the noun', () => {
    expect(heard.saying('name', 'Bo Lind')).toEqual([0]);
    expect(heard.saying('name', 'Drill')).toEqual([0]);
    expect(heard.saying('name', 'wooden ladder')).toEqual([1]);
    expect(heard.saying('due', '2026-03-13')).toEqual([1]);
    expect(heard.saying('fee_cents', 1250)).toEqual([2]);
    expect(heard.saying('name', 'Saw')).toEqual([]);
  });

  it('what the user tells bears on every sentence of the task, other sentences on their neighbours', () => {
    expect(heard.foci).toEqual([0, 1, 2]);
    const told = heard.sentences.length - 1;
    expect(heard.weight(0, told)).toBe(heard.weight(2, told));
    expect(heard.weight(1, 1)).toBeGreaterThan(heard.weight(1, 0));
    expect(heard.weight(0, 1)).toBeGreaterThan(heard.weight(0, 2));
  });
});
