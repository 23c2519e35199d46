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
/** A call of the episode under judgement. */
interface EpisodeCall {
  readonly tool: string;
  readonly arguments: { readonly [name: string]: unknown };
  readonly outcome: string;
  /** What the tool answered; only checks that look at calls get to see it. */
  readonly result: unknown;
}

/** Something that the user said in answer to the agent, after so many calls. */
interface EpisodeReply {
  readonly after: number;
  readonly text: string;
  /** The facts that it tells; undefined where nobody can say, which counts as telling. */
  readonly told?: readonly string[];
}

/** Whether a JSON value holds, at any depth, an object with all of these values. */
declare function shows(value: unknown, fields: { readonly [name: string]: unknown }): boolean;

/** Whether a value is a text that says these words, whatever its case and punctuation; of more than three at least half of the longer ones. */
declare function says(value: unknown, words: string): boolean;

/** Whether two JSON values are equal, whatever the order of their keys. */
declare function sameValue(left: unknown, right: unknown): boolean;

/** For each collection what may differ; a collection that is not named must be as it was. Nothing of it has to. */
interface AllowedChanges {
  readonly [collection: string]: {
    /** How many records may appear at most. */
    readonly created?: number;
    /** Keys of records that may disappear. */
    readonly removed?: readonly string[];
    /** Attributes that may change, by key of the record. */
    readonly changed?: { readonly [key: string]: readonly string[] };
    /** Attributes that are not compared in any record. */
    readonly exempt?: readonly string[];
  };
}

/** Whether nothing changed between two states but what is allowed. */
declare function changedOnly(initial: object, final: object, allowed: AllowedChanges): boolean;

/** A check over the initial state, the final state, the calls made and what the user said; true when it is fulfilled. */
type Check<State> = (episode: {
  readonly initial: State;
  readonly final: State;
  readonly calls: readonly EpisodeCall[];
  readonly replies: readonly EpisodeReply[];
}) => boolean;
`;

/**
 * The declarations that generated modules are type-checked against, besides the language's own library. Nothing else is in
 * scope: no DOM, no Node. The guest runtime implements exactly these names.
 */
export const declarations = environmentDeclarations + checkDeclarations;
