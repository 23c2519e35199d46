import { daysBetween } from '../../base/days.ts';
import { months, weekdays } from '../calendar.ts';
import { countForms, multipleForms } from './counts.ts';

/** "13 March", "Friday", "tomorrow", "in two weeks". */
export function dateForms(date: string, today: string): string[] {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return [date];
  const number = day.getUTCDate();
  const month = months[day.getUTCMonth()] ?? '';
  const year = day.getUTCFullYear();
  const ordinal = countForms(number).at(-1) ?? '';
  const named = [month, month.slice(0, 3)].flatMap((word) => [
    `${number} ${word}`,
    `${word} ${number}`,
    `${ordinal} of ${word}`,
    `${ordinal} ${word}`,
    `${word} ${ordinal}`,
    `${number} ${word} ${year}`,
  ]);
  return [
    date,
    ...named,
    ...relativeForms(daysBetween(today, date), weekdays[day.getUTCDay()] ?? ''),
    ...(date.slice(0, 7) === today.slice(0, 7) ? [`the ${ordinal}`] : []),
  ];
}

function relativeForms(offset: number, weekday: string): string[] {
  const near: Record<number, string[]> = {
    0: ['today', 'tonight', 'now', 'at once', 'this morning', 'this afternoon', 'immediately'],
    1: ['tomorrow'],
    2: ['the day after tomorrow'],
    '-1': ['yesterday'],
  };
  const size = Math.abs(offset);
  return [
    ...(near[offset] ?? []),
    ...(size <= 13 ? [weekday] : []),
    ...(size > 0 ? multipleForms(size, 1, 'day') : []),
    ...multipleForms(size, 7, 'week'),
  ];
}
