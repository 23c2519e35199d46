import { inOrder, type Listing, must, type OrderKey, type Promised, type Value } from './form.ts';
import { compareRanks } from './order.ts';

/** Combinators in which contracts and requests read a state. */

export type Records<Item> = Readonly<Record<string, Item>>;

export function all<Item>(records: Records<Item>): Item[] {
  return Object.values(records);
}

/** The records for which something holds, in the order of the collection. */
export function where<Item>(records: Records<Item>, fits: (item: Item) => boolean): Item[] {
  return all(records).filter(fits);
}

/** The record under a key. Throws where there is none: a contract asks for it only after a condition that there is one. */
export function at<Item>(records: Records<Item>, key: string | null | undefined): Item {
  const found = lookUp(records, key);
  if (found === undefined) throw new Error(`there is no record ${key}`);
  return found;
}

/** The record under a key, undefined where there is none. Names of inherited properties ("toString") are no keys. */
export function lookUp<Item>(records: Records<Item>, key: string | null | undefined): Item | undefined {
  return typeof key === 'string' && Object.hasOwn(records, key) ? records[key] : undefined;
}

/** Each item with the record that its key names; items whose key names none are left out. */
export function join<Item, Other>(
  items: readonly Item[],
  others: Records<Other>,
  key: (item: Item) => string | null | undefined,
): (readonly [Item, Other])[] {
  return items.flatMap((item) => {
    const other = lookUp(others, key(item));
    return other === undefined ? [] : [[item, other] as const];
  });
}

/** Each of some items with each of others. */
export function pairs<One, Other>(ones: readonly One[], others: readonly Other[]): (readonly [One, Other])[] {
  return ones.flatMap((one) => others.map((other) => [one, other] as const));
}

export function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** The item with the smallest value; the first of several. Undefined for no items. */
export function least<Item>(items: readonly Item[], value: (item: Item) => string | number): Item | undefined {
  return items.reduce<Item | undefined>(
    (found, item) => (found === undefined || value(item) < value(found) ? item : found),
    undefined,
  );
}

/** Items in ascending order of some keys: for lists inside of an answer, where ties have an order too. */
export function sorted<Item extends Value>(items: readonly Item[], ...keys: readonly OrderKey<Item>[]): Item[] {
  const { ranks = [] } = inOrder(items, ...keys);
  return items
    .map((item, index) => ({ item, rank: ranks[index] ?? [] }))
    .sort((left, right) => compareRanks(left.rank, right.rank))
    .map(({ item }) => item);
}

/** Whether a text has another in it, however written, blanks around it aside. */
export function contains(whole: string, part: string): boolean {
  return whole.toLowerCase().includes(part.trim().toLowerCase());
}

/** The records of a collection that are there afterwards and were not before. */
export function made<Item>(before: Records<Item>, after: Records<Item>): Item[] {
  return Object.entries(after).flatMap(([key, item]) => (Object.hasOwn(before, key) ? [] : [item]));
}

/** The promise of a search: it answers a list, and is refused where that list would be empty. */
export function found<W, Args, S>(none: string, search: (world: W, args: Args) => Listing): Promised<W, Args, S> {
  return {
    refuse: (world, args) => [must(none, () => search(world, args).items.length === 0)],
    answer: search,
  };
}
