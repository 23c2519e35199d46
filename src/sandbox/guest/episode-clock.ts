const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const WHEN = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?Z)?$/;

/** The moment in milliseconds since 1970, UTC. Throws for a text that is neither a date nor a UTC date-time. */
function parse(when: unknown, caller: string): number {
  const parts = typeof when === 'string' ? WHEN.exec(when) : null;
  if (parts) {
    const [year, month, day, hours, minutes, seconds] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as Six;
    const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
    if (exists && hours < 24 && minutes < 60 && seconds < 60) {
      const fraction = Math.trunc(Number(`0${(parts[7] ?? '').slice(0, 4)}`) * 1000 + 1e-6);
      return daysSince1970(year, month, day) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + fraction;
    }
  }
  const shown = typeof when === 'string' ? JSON.stringify(when.slice(0, 40)) : String(when);
  throw new TypeError(`${caller}: ${shown} is not a date like "2026-03-09" or a date-time like "2026-03-09T14:30:00Z"`);
}

type Six = [number, number, number, number, number, number];

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the Gregorian calendar; the arithmetic counts years from March, so that leap days come last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** A date such as "2026-03-09" from days since 1970. */
function dateAt(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1)}`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

function whole(count: unknown, caller: string): number {
  if (typeof count === 'number' && Number.isInteger(count)) return count;
  throw new TypeError(`${caller}: ${String(count)} is not a whole number`);
}

const FIRST = daysSince1970(0, 1, 1) * DAY;
const LAST = daysSince1970(10_000, 1, 1) * DAY - 1;

function dateTime(moment: number, caller: string): string {
  if (!(moment >= FIRST && moment <= LAST)) throw new RangeError(`${caller}: the result is out of the range of dates`);
  const days = Math.floor(moment / DAY);
  const rest = moment - days * DAY;
  const time = `${two(Math.floor(rest / HOUR))}:${two(Math.floor(rest / MINUTE) % 60)}:${two(Math.floor(rest / SECOND) % 60)}`;
  return `${dateAt(days)}T${time}Z`;
}

/** The present moment of an episode. */
export function clockAt(start: string, minutes: number): string {
  return dateTime(parse(start, 'start') + minutes * MINUTE, 'now');
}

/** A date or date-time moved by whole days; keeps the form it was given in. */
export function addDays(when: string, days: number): string {
  const moved = dateTime(parse(when, 'addDays') + whole(days, 'addDays') * DAY, 'addDays');
  return when.length === 10 ? moved.slice(0, 10) : moved;
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
  const days = Math.floor(parse(when, 'weekday') / DAY);
  return (((days + 4) % 7) + 7) % 7;
}
