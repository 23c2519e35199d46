import type { Json } from '../../base/json.ts';
import type { State } from '../../domain/state.ts';
import type { Policy } from './domain.ts';

/** The world a call meets. */
export interface Moment<S> {
  readonly state: S;
  readonly policy: Policy;
  /** "2026-03-09T09:00:00Z" */
  readonly now: string;
  /** "2026-03-09" */
  readonly today: string;
}

/** One record that a call has to make, change or remove. Attributes that are not named are not looked at when a record is made, and must stay when it is changed. */
export type Change =
  | { readonly kind: 'create'; readonly collection: string; readonly values: Readonly<Record<string, Json>> }
  | {
      readonly kind: 'change';
      readonly collection: string;
      readonly key: string;
      readonly values: Readonly<Record<string, Json>>;
    }
  | { readonly kind: 'remove'; readonly collection: string; readonly key: string };

/**
 * What an operation promises, declared apart from its code: when it has to refuse, what must have changed and what it must
 * answer. `Args` of each method are those of the operation, with defaults filled in.
 */
export interface Oracle<S> {
  /** Why the call has to be refused; undefined when it has to succeed. */
  refusal(moment: Moment<S>, args: never): string | undefined;
  /** Everything that a success changes; nothing where left out. */
  changes?(moment: Moment<S>, args: never): readonly Change[];
  /** The data of a success. Where left out, a record that is returned must be one that was changed, as it is afterwards. */
  answer?(moment: Moment<S>, args: never, after: S): Json;
  /** What is wrong with the data of a success, an object with texts that are worded freely; instead of `answer`. */
  objection?(moment: Moment<S>, args: never, data: Readonly<Record<string, unknown>>): string | undefined;
}

/** The expectations of a domain, by operation. */
export type Oracles<S> = Readonly<Record<string, Oracle<S>>>;

/** A condition, and the sentence that says it. */
export type Reason = readonly [boolean, string];

/** The first reason that holds. */
export function firstOf(...reasons: readonly Reason[]): string | undefined {
  return reasons.find(([holds]) => holds)?.[1];
}

export function noSuch(record: unknown, what: string): Reason {
  return [record === undefined, `there is no such ${what}`];
}

export function all<Item>(records: Readonly<Record<string, Item>>): Item[] {
  return Object.values(records);
}

/** Whether a text has another in it, however written, blanks around it aside. */
export function contains(whole: string, part: string): boolean {
  return whole.toLowerCase().includes(part.trim().toLowerCase());
}

/** Records in ascending order of some values; numbers as numbers, texts by their characters. */
export function inOrderOf<Item>(items: readonly Item[], ...values: readonly ((item: Item) => string | number)[]): Item[] {
  return [...items].sort((left, right) => {
    for (const value of values) {
      const [a, b] = [value(left), value(right)];
      if (a !== b) return a < b ? -1 : 1;
    }
    return 0;
  });
}

export function create(collection: string, values: Readonly<Record<string, Json>>): Change {
  return { kind: 'create', collection, values };
}

export function change(collection: string, key: string, values: Readonly<Record<string, Json>>): Change {
  return { kind: 'change', collection, key, values };
}

export function remove(collection: string, key: string): Change {
  return { kind: 'remove', collection, key };
}

/** The keys of records that are in a state and not in an earlier one. */
export function newKeys(before: State, after: State, collection: string): string[] {
  return Object.keys(after[collection] ?? {}).filter((key) => !Object.hasOwn(before[collection] ?? {}, key));
}
