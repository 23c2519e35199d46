/**
 * What the operations of a domain are written against: the declarations of `sandbox/compiler/declarations.ts`, and names for
 * types that a signature says more with than TypeScript knows. Operations are read as text and run in the sandbox: nothing
 * here exists at run time, so that a module of operations is imported for its types alone.
 */

/** The key of a record of an entity. `Ref<Copy>` */
export type Ref<_Entity> = string;
/** A whole number within bounds, which belong to it; `undefined` for a bound that is not there. */
export type Integer<_Minimum extends number | undefined = undefined, _Maximum extends number | undefined = undefined> = number;
/** A number that need not be whole, within bounds. */
export type Decimal<_Minimum extends number | undefined = undefined, _Maximum extends number | undefined = undefined> = number;
/** "2026-03-09" */
export type Day = string;
/** "2026-03-09T14:30:00Z" */
export type Instant = string;
/** A text that a regular expression matches. */
export type Text<_Pattern extends string> = string;

/** What a tool answers with. */
export type Result<Data = unknown> =
  | { readonly success: true; readonly data: Data }
  | { readonly success: true; readonly message: string }
  | { readonly success: false; readonly error: string };

/** Success with data. */
export declare function ok<Data>(data: Data): Result<Data>;
/** Success with nothing but a message. */
export declare function done(message: string): Result<never>;
/** Refusal: says why, in the words of the domain. The state must not have been changed before. */
export declare function fail(error: string): Result<never>;

/** Base class of every environment. One method per tool; each takes one object of arguments. */
export declare abstract class Environment<State> {
  /** The state; plain JSON. Methods with effect "read" see it frozen. */
  protected readonly state: State;
  /** A new id with this prefix, e.g. newId("L") gives "L-4821"; never one that is a key of any collection. */
  protected newId(prefix: string): string;
  /** The present moment, e.g. "2026-03-09T09:00:00Z". It moves on by one minute after every successful write. */
  protected now(): string;
  /** The present date, e.g. "2026-03-09"; with an offset, that many days later (or earlier). */
  protected today(offsetDays?: number): string;
  /** A date or date-time moved by whole days; keeps the form it was given in. */
  protected addDays(when: string, days: number): string;
  /** A date-time moved by minutes. */
  protected addMinutes(when: string, minutes: number): string;
  /** Whole days from one date (or date-time) to another; negative when the second is earlier. */
  protected daysBetween(from: string, to: string): number;
  /** Whole minutes from one date-time to another; negative when the second is earlier. */
  protected minutesBetween(from: string, to: string): number;
  /** Day of the week of a date: 0 is Sunday, 6 is Saturday. */
  protected weekday(when: string): number;
  /** A seeded random number in [0, 1). */
  protected random(): number;
}

/** One predicate per invariant rule, true in every reachable state. */
export type Invariants<State> = { readonly [rule: string]: (state: State) => boolean };

/** The arguments of the operations of a class as they arrive: those with a default are there. */
export type Arguments<Operations> = {
  [Name in keyof Operations]: Operations[Name] extends (args: infer Args) => unknown
    ? unknown extends Args
      ? Readonly<Record<never, never>>
      : { readonly [Key in keyof Args]-?: Args[Key] }
    : never;
};
