/** Dates, amounts and lists as people write them. */

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(' ');

function toTime(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
}

/** A date moved by whole days: "2026-03-09", 4 -> "2026-03-13". */
export function addDays(date: string, days: number): string {
  return new Date(toTime(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((toTime(to) - toTime(from)) / 86_400_000);
}

/** 0 is Sunday, 6 is Saturday. */
export function weekday(date: string): number {
  return new Date(toTime(date)).getUTCDay();
}

/** "Friday 13 March" */
export function longDate(date: string): string {
  const day = new Date(toTime(date));
  return `${weekdays[day.getUTCDay()]} ${day.getUTCDate()} ${months[day.getUTCMonth()]}`;
}

/** "13 March" */
export function shortDate(date: string): string {
  const day = new Date(toTime(date));
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

/** 2, "copy", "copies" -> "two copies" */
export function countOf(count: number, one: string, many: string): string {
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
  return `${words[count] ?? count} ${count === 1 ? one : many}`;
}
