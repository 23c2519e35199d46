import { addDays, daysBetween } from '../../../base/days.ts';
import type { Json } from '../../../base/json.ts';

/** Halvings until two values are neighbours. */
const mostHalvings = 24;

/**
 * Both sides of every limit between some numbers or dates: for each two that follow one another and fare differently, the two
 * neighbours between which it tips.
 */
export function limitsAmong(values: readonly Json[], fares: (value: Json) => string | undefined): Json[] {
  const line = lineOf(values);
  if (!line) return [];
  const known = new Map<number, string | undefined>();
  const fare = (place: number): string | undefined => {
    if (!known.has(place)) known.set(place, fares(line.at(place)));
    return known.get(place);
  };
  const found = new Set<number>();
  for (const [index, right] of line.places.entries()) {
    const left = line.places[index - 1];
    if (left === undefined || fare(left) === fare(right)) continue;
    const [low, high] = tippingPoint(left, right, fare);
    found.add(low).add(high);
  }
  return [...found].map(line.at);
}

function tippingPoint(left: number, right: number, fare: (place: number) => string | undefined): [number, number] {
  let [low, high] = [left, right];
  const before = fare(left);
  for (let step = 0; step < mostHalvings && high - low > 1; step++) {
    const middle = Math.floor((low + high) / 2);
    if (fare(middle) === before) low = middle;
    else high = middle;
  }
  return [low, high];
}

/** Values as whole numbers in ascending order, and the way back; undefined for those that are no numbers or dates. */
function lineOf(values: readonly Json[]): { readonly places: readonly number[]; at(place: number): Json } | undefined {
  const sorted = (places: number[]): number[] => [...new Set(places)].sort((left, right) => left - right);
  if (values.length > 0 && values.every((value) => typeof value === 'number'))
    return { places: sorted(values.map((value) => Math.trunc(value))), at: (place) => place };
  const dates = values.filter((value) => typeof value === 'string');
  if (dates.length === 0 || dates.length < values.length) return undefined;
  if (dates.every((value) => /^\d{4}-\d{2}-\d{2}$/.test(value)))
    return { places: sorted(dates.map((date) => daysBetween(epoch, date))), at: (place) => addDays(epoch, place) };
  if (!dates.every((value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00Z$/.test(value))) return undefined;
  return {
    places: sorted(dates.map((moment) => Date.parse(moment) / 60_000)),
    at: (place) => `${new Date(place * 60_000).toISOString().slice(0, 19)}Z`,
  };
}

const epoch = '1970-01-01';
