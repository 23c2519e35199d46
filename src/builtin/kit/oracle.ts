import { type Change, type Contract, must, type Value, type World } from '../../domain/contract/form.ts';

/** The world a call meets. */
export type Moment<S> = World<S>;

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
  answer?(moment: Moment<S>, args: never, after: S): Value;
}

/** The oracles of a domain that has no contract yet, by operation. */
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

/** Oracles as a contract: their first reason is the only one that is known. */
export function contractOf<S>(oracles: Oracles<S>): Contract<S> {
  return Object.fromEntries(
    Object.entries(oracles).map(([operation, oracle]) => [
      operation,
      {
        ...oracle,
        refuse(moment: Moment<S>, args: never) {
          const reason = oracle.refusal(moment, args);
          return reason === undefined ? [] : [must(reason, () => true)];
        },
      },
    ]),
  );
}
