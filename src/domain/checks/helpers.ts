import { type Declining, declines } from '../../language/answers/declines.ts';
import { type Telling, tells } from '../../language/answers/tells.ts';
import { saysWords } from '../../language/says-words.ts';

/**
 * What the source of a check may call, besides the language: comparisons of JSON values, texts and whole states. This module and
 * what it imports are pure and depend on nothing of the host, so that they can run wherever checks do.
 */

interface Helper {
  readonly run: (...args: never[]) => boolean;
  /** Its type for the compiler, in TypeScript. */
  readonly declaration: string;
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (!isRecord(left) || !isRecord(right) || Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]))
  );
}

/** Deeper than this no result of a tool is nested. */
const deepestShown = 100;

/** Whether a JSON value holds, at any depth, an object with all of these values. */
export function shows(value: unknown, fields: { readonly [name: string]: unknown }, depth = 0): boolean {
  if (!isRecord(value) || depth > deepestShown) return false;
  const isIt = Object.keys(fields).every((name) => Object.hasOwn(value, name) && sameValue(value[name], fields[name]));
  return (isIt && !Array.isArray(value)) || Object.values(value).some((inner) => shows(inner, fields, depth + 1));
}

/** Whether a value is a text with a word of two letters or more in it, or a list with an item. */
export function hasContent(value: unknown): boolean {
  return typeof value === 'string' ? /\p{L}{2}/u.test(value) : Array.isArray(value) && value.length > 0;
}

/** Whether a value is a text that says these words: see saysWords. */
export function says(value: unknown, words: string): boolean {
  return typeof value === 'string' && saysWords(value, words);
}

interface Allowed {
  readonly created?: number;
  readonly removed?: readonly string[];
  readonly changed?: { readonly [key: string]: readonly string[] };
  readonly exempt?: readonly string[];
}

/** Whether nothing changed between two states but what is allowed, collection by collection. */
export function changedOnly(initial: unknown, final: unknown, allowed: { readonly [collection: string]: Allowed }): boolean {
  if (!isRecord(initial) || !isRecord(final)) throw new TypeError('changedOnly compares two states.');
  const collections = new Set([...Object.keys(initial), ...Object.keys(final)]);
  return [...collections].every((name) => {
    const [before, after] = [ownOf(initial, name), ownOf(final, name)];
    if (before === after) return true;
    return isRecord(before) && isRecord(after) && collectionChangedOnly(before, after, ownOf(allowed, name) ?? {});
  });
}

function collectionChangedOnly(before: JsonRecord, after: JsonRecord, allowed: Allowed): boolean {
  const created = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  if (created.length > (allowed.created ?? 0)) return false;
  return Object.keys(before).every((key) => {
    if (!Object.hasOwn(after, key)) return allowed.removed?.includes(key) === true;
    const spared = new Set([...(allowed.exempt ?? []), ...(ownOf(allowed.changed ?? {}, key) ?? [])]);
    return recordChangedOnly(before[key], after[key], spared);
  });
}

function recordChangedOnly(before: unknown, after: unknown, spared: ReadonlySet<string>): boolean {
  if (before === after) return true;
  if (!isRecord(before) || !isRecord(after)) return false;
  const attributes = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...attributes].every((name) => spared.has(name) || sameValue(ownOf(before, name), ownOf(after, name)));
}

interface JsonRecord {
  readonly [key: string]: unknown;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null;
}

/** A property of its own; names such as "constructor" are keys like any other. */
function ownOf<Value>(holder: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

const helpers = {
  tells: {
    run: (said: readonly { readonly text: string }[], telling: Telling) => tells(said, telling),
    declaration: `/** A value that was asked for, and what a wrong answer might say instead. */
interface Telling {
  readonly type: 'number' | 'amount' | 'date' | 'time' | 'name' | 'choice' | 'yes-no' | 'list';
  readonly value: unknown;
  readonly name: string;
  readonly others: readonly unknown[];
  readonly items?: string;
  readonly asks?: 'more' | 'less';
  readonly claim?: readonly string[];
  readonly today: string;
}

/** Whether the last message that speaks of a value tells the right one, in any usual form, not denied, not guessed and not among others. */
declare function tells(said: readonly Utterance[], telling: Telling): boolean;`,
  },
  declines: {
    run: (said: readonly { readonly text: string }[], declining: Declining) => declines(said, declining),
    declaration: `/** What was asked for in vain, why it was not done, and the rules that are not the reason. */
interface Declining {
  readonly as: 'forbidden' | 'done';
  readonly reason: string;
  readonly rule: string;
  readonly elsewhere: readonly string[];
  readonly request: string;
  readonly acts: readonly string[];
}

/** Whether a message tells that it was not done, and why in substance. */
declare function declines(said: readonly Utterance[], declining: Declining): boolean;`,
  },
  shows: {
    run: (value: unknown, fields: { readonly [name: string]: unknown }) => shows(value, fields),
    declaration: `/** Whether a JSON value holds, at any depth, an object with all of these values. */
declare function shows(value: unknown, fields: { readonly [name: string]: unknown }): boolean;`,
  },
  says: {
    run: says,
    declaration: `/** Whether a value is a text that says every content word of these, in any order, case and inflection, and neither denies nor doubts them. */
declare function says(value: unknown, words: string): boolean;`,
  },
  hasContent: {
    run: hasContent,
    declaration: `/** Whether a value is a text with a word in it, or a list with an item. */
declare function hasContent(value: unknown): boolean;`,
  },
  sameValue: {
    run: sameValue,
    declaration: `/** Whether two JSON values are equal, whatever the order of their keys. */
declare function sameValue(left: unknown, right: unknown): boolean;`,
  },
  changedOnly: {
    run: changedOnly,
    declaration: `/** For each collection what may differ; a collection that is not named must be as it was. Nothing of it has to. */
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
declare function changedOnly(initial: object, final: object, allowed: AllowedChanges): boolean;`,
  },
} satisfies { readonly [name: string]: Helper };

/** The helpers by the names under which checks call them. */
export const checkHelpers: { readonly [name: string]: Helper['run'] } = Object.fromEntries(
  Object.entries(helpers).map(([name, { run }]) => [name, run]),
);

export const helperNames: readonly string[] = Object.keys(helpers);

/** What checks are compiled against to call the helpers, in TypeScript. */
export const helperDeclarations: string = Object.values(helpers)
  .map(({ declaration }) => declaration)
  .join('\n\n');
