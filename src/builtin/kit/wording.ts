import { dayTime } from '../../base/days.ts';
import { monthNames, weekdayNames } from '../../language/calendar.ts';
import { grouped, smallNumbers } from '../../language/number-words.ts';

/** Dates, amounts and lists as people write them. */

/** 0 is Sunday, 6 is Saturday. */
export function weekday(date: string): number {
  return new Date(dayTime(date)).getUTCDay();
}

/** "Friday" */
export function weekdayName(date: string): string {
  return weekdayNames[weekday(date)] ?? '';
}

/** "Friday 13 March" */
export function longDate(date: string): string {
  return `${weekdayName(date)} ${shortDate(date)}`;
}

/** "13 March" */
export function shortDate(date: string): string {
  const day = new Date(dayTime(date));
  return `${day.getUTCDate()} ${monthNames[day.getUTCMonth()]}`;
}

/** Cents as an amount: 1250 -> "$12.50", 4000 -> "$40", 530000 -> "$5,300". */
export function money(cents: number): string {
  const [whole = '', rest = ''] = (cents / 100).toFixed(2).split('.');
  return `$${grouped(whole)}${rest === '00' ? '' : `.${rest}`}`;
}

export { listOf } from '../../language/lists.ts';

/** "three" up to twelve, digits beyond; "no" for none. */
export function counted(count: number): string {
  return count === 0 ? 'no' : ((count <= 12 ? smallNumbers[count] : undefined) ?? String(count));
}

/** "three nights", "one night": a count in words with its noun. */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${counted(count)} ${count === 1 ? singular : several}`;
}
