import { dayTime } from '../../base/days.ts';

/** Dates, amounts and lists as people write them. */

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(' ');

/** 0 is Sunday, 6 is Saturday. */
export function weekday(date: string): number {
  return new Date(dayTime(date)).getUTCDay();
}

/** "Friday" */
export function weekdayName(date: string): string {
  return weekdays[weekday(date)] ?? '';
}

/** "Friday 13 March" */
export function longDate(date: string): string {
  return `${weekdayName(date)} ${shortDate(date)}`;
}

/** "13 March" */
export function shortDate(date: string): string {
  const day = new Date(dayTime(date));
  return `${day.getUTCDate()} ${months[day.getUTCMonth()]}`;
}

/** Cents as an amount: 1250 -> "$12.50", 4000 -> "$40", 530000 -> "$5,300". */
export function money(cents: number): string {
  const [whole = '', rest = ''] = (cents / 100).toFixed(2).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest === '00' ? '' : `.${rest}`}`;
}

/** "a", "a and b", "a, b and c" */
export function listOf(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

const numbers = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** "three" up to twelve, digits beyond. */
export function counted(count: number): string {
  return numbers[count] ?? String(count);
}

/** "three nights", "one night": a count in words with its noun. */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${counted(count)} ${count === 1 ? singular : several}`;
}
