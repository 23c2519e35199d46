import { addDays, daysBetween } from '../../../base/days.ts';
import { months, small, tens, weekdays } from '../wording/surface-forms.ts';

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
  ...small.map((word, value): [string, number] => [word, value]),
  ...tens.slice(2).map((word, index): [string, number] => [word, (index + 2) * 10]),
  ...tens
    .slice(2)
    .flatMap((ten, index) =>
      small.slice(1, 10).map((word, unit): [string, number] => [`${ten}-${word}`, (index + 2) * 10 + unit + 1]),
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

const near: readonly [RegExp, number][] = [
  [/\b(today|tonight|now|at once|immediately|this (?:morning|afternoon|evening))\b/, 0],
  [/\bday after tomorrow\b/, 2],
  [/(?<!day after )\btomorrow\b/, 1],
  [/\byesterday\b/, -1],
];

/** The days that a sentence in small letters may mean, those first that it names most exactly. */
export function daysIn(sentence: string, today: string): string[] {
  const exact = [...sentence.matchAll(/\b\d{4}-\d{2}-\d{2}\b/g)].map((match) => match[0]);
  const name = `(${months.map((month) => `${month}|${month.slice(0, 3)}`).join('|')})`;
  const named = [
    ...[...sentence.matchAll(new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${name}\\b(?: (\\d{4}))?`, 'g'))].map((match) =>
      dayOf(Number(match[1]), match[2] ?? '', match[3], today),
    ),
    ...[...sentence.matchAll(new RegExp(`\\b${name} (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)`, 'g'))].map((match) =>
      dayOf(Number(match[2]), match[1] ?? '', undefined, today),
    ),
  ].flatMap((day) => day ?? []);
  const relative = near.flatMap(([words, offset]) => (words.test(sentence) ? [addDays(today, offset)] : []));
  const counted = numbersIn(sentence).flatMap(({ value, unit }) => {
    const days = /^days?$/.test(unit) ? value : /^weeks?$/.test(unit) ? value * 7 : 0;
    return days > 0 && days < 400 ? [addDays(today, days), addDays(today, -days)] : [];
  });
  const weekday = named.length > 0 ? [] : [...sentence.matchAll(new RegExp(`\\b(${weekdays.join('|')})s?\\b`, 'g'))];
  const ofWeek = weekday.flatMap((match) => {
    const ahead = (weekdays.indexOf(match[1] ?? '') - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7;
    return [addDays(today, ahead === 0 ? 7 : ahead), addDays(today, ahead - 7), addDays(today, ahead + 7)];
  });
  return [...new Set([...exact, ...named, ...relative, ...ofWeek, ...counted])];
}

/** The day of that number and month nearest to the present one. */
function dayOf(day: number, month: string, year: string | undefined, today: string): string | undefined {
  const number = months.findIndex((name) => name.startsWith(month.slice(0, 3))) + 1;
  const present = Number(today.slice(0, 4));
  const years = year === undefined ? [present, present + 1, present - 1] : [Number(year)];
  return years
    .map((one) => `${one}-${String(number).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
    .filter((date) => !Number.isNaN(Date.parse(date)))
    .sort((one, two) => Math.abs(daysBetween(today, one)) - Math.abs(daysBetween(today, two)))[0];
}

/** The times of day that a sentence in small letters says: "14:30". */
export function timesIn(sentence: string): string[] {
  const hourWords = small.slice(1, 13).join('|');
  const pattern = new RegExp(
    `\\b(half|quarter) past (${hourWords})\\b|\\b(noon|midday|midnight)\\b|\\b(\\d{1,2})[:.](\\d{2})(?: ?([ap])\\.?m)?|\\b(\\d{1,2}|${hourWords})(?: ?([ap])\\.?m\\b| o'clock)|\\bat (\\d{1,2}|${hourWords})\\b(?![:.]\\d)`,
    'g',
  );
  return [
    ...new Set(
      [...sentence.matchAll(pattern)].flatMap((match) => {
        const [, part, past, named, hour, minute, half, full, fullHalf, at] = match;
        if (named !== undefined) return [named === 'midnight' ? '00:00' : '12:00'];
        const number = (word: string): number => (/^\d/.test(word) ? Number(word) : small.indexOf(word));
        if (part !== undefined && past !== undefined) return timesOf(number(past), part === 'half' ? 30 : 15, undefined);
        if (hour !== undefined) return timesOf(number(hour), Number(minute), half);
        return timesOf(number(full ?? at ?? '0'), 0, fullHalf);
      }),
    ),
  ];
}

function timesOf(hour: number, minute: number, half: string | undefined): string[] {
  const written = (value: number): string => `${String(value).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  if (hour > 23 || minute > 59) return [];
  if (half === 'p') return [written(hour % 12 === hour ? hour + 12 : 12)];
  if (half === 'a') return [written(hour % 12)];
  return hour > 0 && hour < 8 ? [written(hour + 12), written(hour)] : [written(hour)];
}
