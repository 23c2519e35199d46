import { checkDeclaration, partDeclarations } from '../../domain/checks/episode.ts';
import { helperDeclarations } from '../../domain/checks/helpers.ts';

/** What the class and the invariants of an environment stand on: all that their author has to know. */
export const environmentDeclarations = `/** What a tool answers with. */
type Result<Data = unknown> =
  | { readonly success: true; readonly data: Data }
  | { readonly success: true; readonly message: string }
  | { readonly success: false; readonly error: string };

/** Success with data. */
declare function ok<Data>(data: Data): Result<Data>;
/** Success with nothing but a message. */
declare function done(message: string): Result<never>;
/** Refusal: says why, in the words of the domain. The state must not have been changed before. */
declare function fail(error: string): Result<never>;

/** Base class of every environment. One method per tool; each takes one object of arguments. */
declare abstract class Environment<State> {
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
type Invariants<State> = { readonly [rule: string]: (state: State) => boolean };
`;

/** What checks stand on, besides. */
const checkDeclarations = `
${partDeclarations}

${helperDeclarations}

${checkDeclaration}
`;

/**
 * The declarations that generated modules are type-checked against, besides the language's own library. Nothing else is in
 * scope: no DOM, no Node. The guest runtime implements exactly these names.
 */
export const declarations = environmentDeclarations + checkDeclarations;
