import { smallNumbers, tens } from '../number-words.ts';

/** A number as a text says it. */
export interface MentionedNumber {
  readonly value: number;
  /** The word behind it: "km", "weeks". */
  readonly unit: string;
  /** It stands with the sign of a currency. */
  readonly isMoney: boolean;
  /** Words for one and none stand in almost every text and seldom mean the number. */
  readonly isVague: boolean;
}

const clearWords = new Map<string, number>([
  ...smallNumbers.map((word, value): [string, number] => [word, value]),
  ...tens.slice(2).map((word, index): [string, number] => [word, (index + 2) * 10]),
  ...tens
    .slice(2)
    .flatMap((ten, index) =>
      smallNumbers.slice(1, 10).map((word, unit): [string, number] => [`${ten}-${word}`, (index + 2) * 10 + unit + 1]),
    ),
  ['hundred', 100],
  ['dozen', 12],
  ['twice', 2],
  ['both', 2],
  ['couple', 2],
  ['double', 2],
  ['fortnight', 14],
]);
const vagueWords = new Map<string, number>([
  ['a', 1],
  ['an', 1],
  ['another', 1],
  ['single', 1],
  ['once', 1],
  ['no', 0],
  ['none', 0],
  ['nothing', 0],
  ['remove', 0],
  ['completely', 0],
  ['entirely', 0],
  ['altogether', 0],
  ['out', 0],
]);

/** The numbers that a sentence in small letters says, in their order, the vague ones last. */
export function numbersIn(sentence: string): MentionedNumber[] {
  const found: MentionedNumber[] = [];
  for (const match of sentence.matchAll(/([$€£])?(\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?|[a-z]+(?:-[a-z]+)?/g)) {
    const [whole, sign, digits] = match;
    const unit = /^[\s-]*(?:more |further )?([a-z]+)/.exec(sentence.slice(match.index + whole.length))?.[1] ?? '';
    const isMoney = sign !== undefined || /^(dollars?|euros?|pounds?)$/.test(unit);
    const value = digits === undefined ? (clearWords.get(whole) ?? vagueWords.get(whole)) : Number(digits.replaceAll(',', ''));
    if (value === undefined || Number.isNaN(value)) continue;
    found.push({ value, unit, isMoney, isVague: digits === undefined && !clearWords.has(whole) });
  }
  return [...found.filter(({ isVague }) => !isVague), ...found.filter(({ isVague }) => isVague)];
}
