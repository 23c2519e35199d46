import { addDays, daysBetween } from '../../base/days.ts';
import { months, weekdays } from '../calendar.ts';
import { numbersIn } from './numbers.ts';

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
