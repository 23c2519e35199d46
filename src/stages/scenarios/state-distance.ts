import { canonicalJson } from '../../base/json.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import type { State, StateRecord } from '../../domain/state.ts';

/**
 * How different two states are, from 0 (every value of the one occurs in the other) to 1 (none in common): the Jaccard distance
 * of the values of each attribute, averaged over the attributes of a collection and over the collections. Attributes with no
 * more than `fewValues` different values in both states together (statuses, kinds, yes or no) are left out: they cannot differ much.
 */
export function stateDistance(left: State, right: State): number {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return mean(
    names.flatMap((name) => collectionDistance(Object.values(left[name] ?? {}), Object.values(right[name] ?? {})) ?? []),
  );
}

const fewValues = 6;

function collectionDistance(left: readonly StateRecord[], right: readonly StateRecord[]): number | undefined {
  const attributes = [...new Set([...left, ...right].flatMap((record) => Object.keys(record)))].sort();
  const distances = attributes.flatMap((attribute) => {
    const [before, after] = [valuesOf(left, attribute), valuesOf(right, attribute)];
    return new Set([...before, ...after]).size > fewValues ? [jaccardDistance(before, after)] : [];
  });
  return distances.length === 0 ? undefined : mean(distances);
}

/** How different the records are that two scenarios write to, by the values they hold at the start: 1 when they share none. */
export function touchedDistance(left: Scenario, right: Scenario): number {
  return jaccardDistance(touchedValues(left), touchedValues(right));
}

/** Everything that the records a reference changes hold at the start; what it creates counts with the collection alone. */
function touchedValues({ reference, initialState }: Scenario): Set<string> {
  const places = new Set(reference.flatMap((call) => call.patches.map(({ path }) => path.split('/').slice(1, 3).join('/'))));
  return new Set(
    [...places].flatMap((place) => {
      const [collection = '', key = ''] = place.split('/');
      const record = initialState[collection]?.[key];
      return record === undefined
        ? [`new in ${collection}`]
        : Object.entries(record).map(([name, value]) => `${collection} ${name} ${canonicalJson(value)}`);
    }),
  );
}

/** The mean distance of all pairs, and the pair that is nearest to each other (1 where there are fewer than two). */
export function spreadOf<Item>(
  items: readonly Item[],
  distance: (left: Item, right: Item) => number,
): { readonly mean: number; readonly least: number } {
  const distances = items.flatMap((left, index) => items.slice(index + 1).map((right) => distance(left, right)));
  return distances.length === 0 ? { mean: 1, least: 1 } : { mean: mean(distances), least: Math.min(...distances) };
}

function valuesOf(records: readonly StateRecord[], attribute: string): Set<string> {
  return new Set(records.flatMap((record) => (Object.hasOwn(record, attribute) ? [canonicalJson(record[attribute])] : [])));
}

function jaccardDistance(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const common = [...left].filter((value) => right.has(value)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : 1 - common / all;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
