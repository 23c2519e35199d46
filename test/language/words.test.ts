import { describe, expect, it, test } from 'vitest';
import { capitalisedRuns, quotedIn } from '../../src/language/proper-names.ts';
import { sentencesOf } from '../../src/language/sentences.ts';
import { stem } from '../../src/language/stem.ts';
import { flat, lettersIn, plainWords, words, wordsIn } from '../../src/language/words.ts';

describe('a text is split into words', () => {
  const text = "It’s Dr Silva's 2nd “Café”,  flat-rate!";
  it.each<[string, (text: string) => unknown, unknown]>([
    ['as it writes them', wordsIn, ['It', 's', 'Dr', 'Silva', 's', '2nd', 'Café', 'flat', 'rate']],
    ['without numbers, apostrophes kept', lettersIn, ['It’s', 'Dr', "Silva's", 'nd', 'Café', 'flat', 'rate']],
    ['in lower case without what an apostrophe joins', words, ['it', 'dr', 'silva', '2nd', 'café', 'flat', 'rate']],
    ['to be compared as a whole', plainWords, 'it s dr silva s 2nd café flat rate'],
    ['or kept with its punctuation in plain signs', flat, 'it\'s dr silva\'s 2nd "café", flat-rate!'],
  ])('%s', (_, split, expected) => {
    expect(split(text)).toEqual(expected);
  });
});

it.each([
  ['returns', 'return'],
  ['stopped', 'stop'],
  ['deliveries', 'delivery'],
  ['moving', 'mov'],
  ['classes', 'class'],
  ['status', 'status'],
  ['bookings', 'booking'],
  ['suites', 'suite'],
])('the stem of %s is %s', (word, expected) => {
  expect(stem(word)).toBe(expected);
});

describe('a text is divided into sentences', () => {
  test.each([
    ['sentence', 'Look; then go. Is it 3 p.m.? Yes', ['Look; then go.', 'Is it 3 p.m.?', 'Yes']],
    ['clause', 'Look; then: go. Yes', ['Look;', 'then:', 'go.', 'Yes']],
    ['request', 'Book "The Inn." Pay at 9 a.m. or later; go home', ['Book "The Inn."', 'Pay at 9 a.m. or later;', 'go home']],
    ['message', 'Dr. Silva is in. Which day?\n- Monday\n---\n?', ['Dr. Silva is in.', 'Which day?', '- Monday', '?']],
  ] as const)('at a %s boundary', (dividedAt, text, expected) => {
    expect(sentencesOf(text, dividedAt)).toEqual(expected);
  });
});

it('names are runs of capitalised words, with their numbers and small words between', () => {
  expect(capitalisedRuns('Ask Bo Lind for Songs of the Delta in Room 12.')).toEqual([
    'Ask Bo Lind',
    'Songs of the Delta',
    'Room 12',
  ]);
});

it('quoted words are found between plain and curved marks, and longer ones left out where a length is given', () => {
  const text = 'Note "a" and “fragile goods”, then "a text that is rather long".';
  expect(quotedIn(text)).toEqual(['a', 'fragile goods', 'a text that is rather long']);
  expect(quotedIn(text, 13)).toEqual(['a', 'fragile goods']);
});
