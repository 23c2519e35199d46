import type { Json } from '../../base/json.ts';

/**
 * The form of a contract: what each operation of an environment must refuse, change and answer, written apart from its code.
 * Pure data and pure functions, so that a contract runs here or in a sandbox alike.
 */

/** What a call meets. Dates are "2026-03-09", moments "2026-03-09T09:00:00Z". */
export interface World<S, Constants = Readonly<Record<string, number | string>>> {
  readonly state: S;
  readonly policy: Constants;
  readonly now: string;
  readonly today: string;
}

/** `must`: the call is refused where the condition holds. `may`: the design does not say, so both outcomes are right. */
export interface Reason {
  readonly kind: 'must' | 'may';
  /** Begins with the id of the rule that it stems from: "R4 set aside for another". */
  readonly text: string;
  holds(): boolean;
}

/** Stands for a value that the design leaves open: generated keys, moments, wordings. */
export const open = { '(open)': 'value' } as const;
/** A text that is there, in words that the design leaves open. */
export const openText = { '(open)': 'text' } as const;
export type Open = typeof open | typeof openText;

/** JSON in which some places may be open. */
export type Value = Json | Open | readonly Value[] | { readonly [key: string]: Value };
export type Values = Readonly<Record<string, Value>>;

/** One record that a success makes, changes or removes. Attributes that `change` does not name stay as they were. */
export type Change =
  | { readonly kind: 'create'; readonly collection: string; readonly values: Values }
  | { readonly kind: 'change'; readonly collection: string; readonly key: string; readonly values: Values }
  | { readonly kind: 'remove'; readonly collection: string; readonly key: string };

/** A part of a rank: smaller ones come first, or larger ones where it is `descending`. */
export type Rank = string | number | { readonly descending: string | number };

/** The items that a list must hold. `ranks` give the order, one list per item; items of equal rank may stand in any order. */
export interface Listing {
  readonly kind: 'listing';
  readonly items: readonly Value[];
  readonly ranks: readonly (readonly Rank[])[] | undefined;
}

export type Answer = Value | Listing;

/** What one operation promises. `args` come with defaults filled in; their form and the references among them are sound. */
export interface Promised<W, Args, S> {
  /** Every reason for a refusal, records looked up first. Later conditions are only asked where no earlier `must` holds. */
  refuse?(world: W, args: Args): readonly Reason[];
  /** All that a success changes; nothing where left out. */
  changes?(world: W, args: Args): readonly Change[];
  /** What a success answers. Where left out, a record that is returned is one that was changed, as it is afterwards. */
  answer?(world: W, args: Args, after: S): Answer;
}

/** A contract as those hold it who evaluate it, by operation: the arguments' form was checked before. */
export type Contract<S> = Readonly<Record<string, Promised<World<S>, never, S>>>;

export function must(text: string, holds: () => boolean): Reason {
  return { kind: 'must', text, holds };
}

export function may(text: string, holds: () => boolean): Reason {
  return { kind: 'may', text, holds };
}

/** A new record; its key is open. Attributes that are not named are not looked at. */
export function create(collection: string, values: Values): Change {
  return { kind: 'create', collection, values };
}

export function change(collection: string, key: string, values: Values): Change {
  return { kind: 'change', collection, key, values };
}

export function remove(collection: string, key: string): Change {
  return { kind: 'remove', collection, key };
}

/** What items are ordered by: the name of an attribute, or a value of the item. */
export type OrderKey<Item> = (keyof Item & string) | ((item: Item) => Rank);

/** These items, in ascending order of some keys; ties are left open. */
export function inOrder<Item extends Value>(items: readonly Item[], ...keys: readonly OrderKey<Item>[]): Listing {
  return { kind: 'listing', items, ranks: items.map((item) => keys.map((key) => rankOf(item, key))) };
}

/** These items in whatever order. */
export function anyOrder(items: readonly Value[]): Listing {
  return { kind: 'listing', items, ranks: undefined };
}

/** A key of an order whose largest value comes first. */
export function desc<Item>(key: OrderKey<Item>): (item: Item) => Rank {
  return (item) => {
    const rank = rankOf(item, key);
    return typeof rank === 'object' ? rank.descending : { descending: rank };
  };
}

function rankOf<Item>(item: Item, key: OrderKey<Item>): Rank {
  if (typeof key === 'function') return key(item);
  const value: unknown = item[key];
  return typeof value === 'number' ? value : String(value ?? '');
}
