const dayMs = 86_400_000;

/** A date, or the date of a time, at midnight UTC in milliseconds. */
export function dayTime(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
}

/** A date moved by whole days: "2026-03-09", 4 -> "2026-03-13". */
export function addDays(date: string, days: number): string {
  return new Date(dayTime(date) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dayTime(to) - dayTime(from)) / dayMs);
}
