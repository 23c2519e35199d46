/** How people write dates, money and lists, and the calendar arithmetic that planning a request needs. */

const dayMs = 86_400_000;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = 'January February March April May June July August September October November December'.split(' ');

/** The date that many days after another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** "Friday" */
export function weekdayName(date: string): string {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
}

/** "Friday 13 March" */
export function longDate(date: string): string {
  return `${weekdayName(date)} ${shortDate(date)}`;
}

/** "13 March" */
export function shortDate(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return `${day.getUTCDate()} ${months[day.getUTCMonth()] ?? ''}`;
}

/** "$1,240" or "$18.50" */
export function money(cents: number): string {
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = cents % 100;
  return rest === 0 ? `$${whole}` : `$${whole}.${String(rest).padStart(2, '0')}`;
}

/** "Ana, Bo and Chen" */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const numbers = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** "three" up to twelve, digits beyond. */
export function counted(count: number): string {
  return numbers[count] ?? String(count);
}

/** "3 nights", "one night": a count in words with its noun. */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${counted(count)} ${count === 1 ? singular : several}`;
}
