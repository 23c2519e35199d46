const MINUTE = 60_000;
const DAY = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

/** The moment in milliseconds since 1970, UTC. Throws for a text that is neither a date nor a UTC date-time. */
function parse(when: unknown, caller: string): number {
  if (typeof when === 'string' && (DATE.test(when) || DATE_TIME.test(when))) {
    const moment = new Date(when).getTime();
    if (Number.isFinite(moment) && new Date(moment).toISOString().slice(0, 10) === when.slice(0, 10)) return moment;
  }
  const shown = typeof when === 'string' ? JSON.stringify(when.slice(0, 40)) : String(when);
  throw new TypeError(`${caller}: ${shown} is not a date like "2026-03-09" or a date-time like "2026-03-09T14:30:00Z"`);
}

function whole(count: unknown, caller: string): number {
  if (typeof count === 'number' && Number.isInteger(count)) return count;
  throw new TypeError(`${caller}: ${String(count)} is not a whole number`);
}

function dateTime(moment: number, caller: string): string {
  if (!(Math.abs(moment) <= 8.64e15)) throw new RangeError(`${caller}: the result is out of the range of dates`);
  return new Date(moment).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The present moment of an episode. */
export function clockAt(start: string, minutes: number): string {
  return dateTime(parse(start, 'start') + minutes * MINUTE, 'now');
}

/** A date or date-time moved by whole days; keeps the form it was given in. */
export function addDays(when: string, days: number): string {
  const moved = dateTime(parse(when, 'addDays') + whole(days, 'addDays') * DAY, 'addDays');
  return DATE.test(when) ? moved.slice(0, 10) : moved;
}

export function addMinutes(when: string, minutes: number): string {
  return dateTime(parse(when, 'addMinutes') + whole(minutes, 'addMinutes') * MINUTE, 'addMinutes');
}

/** Whole days that pass between two moments, rounded towards zero. A date stands for its midnight. */
export function daysBetween(from: string, to: string): number {
  return Math.trunc((parse(to, 'daysBetween') - parse(from, 'daysBetween')) / DAY) + 0;
}

export function minutesBetween(from: string, to: string): number {
  return Math.trunc((parse(to, 'minutesBetween') - parse(from, 'minutesBetween')) / MINUTE) + 0;
}

/** 0 is Sunday, 6 is Saturday. */
export function weekday(when: string): number {
  return new Date(parse(when, 'weekday')).getUTCDay();
}
