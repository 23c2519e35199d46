import { z } from 'zod';
import type { Json } from '../../base/json.ts';

const json: z.ZodType<Json> = z.json();

/** A condition on one attribute of a record. */
export type Condition =
  | { attribute: string; is: 'equal'; value: Json }
  /** A free text (or list) that is not empty, nor what it was before. */
  | { attribute: string; is: 'present'; unlike?: Json | undefined }
  /** A free text that says these words, whatever its case and punctuation; of many words the gist. */
  | { attribute: string; is: 'says'; words: string }
  /** The attribute names a record created in this episode, in `collection`, for which `where` holds. */
  | { attribute: string; is: 'new-record'; collection: string; where: Condition[] };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('is', [
    z.strictObject({ attribute: z.string(), is: z.literal('equal'), value: json }),
    z.strictObject({ attribute: z.string(), is: z.literal('present'), unlike: json.optional() }),
    z.strictObject({ attribute: z.string(), is: z.literal('says'), words: z.string() }),
    z.strictObject({ attribute: z.string(), is: z.literal('new-record'), collection: z.string(), where: z.array(condition) }),
  ]),
);

/** Calls by their tool, their arguments (those named; others may be anything) and how they ended. */
const callPattern = z.strictObject({
  tool: z.string(),
  arguments: z.array(z.strictObject({ name: z.string(), value: json })),
  outcome: z.enum(['success', 'refused']),
});
export type CallPattern = z.infer<typeof callPattern>;

/** Calls that wait for facts which only the user can tell, by id. */
const awaitingCall = callPattern.extend({ facts: z.array(z.string()).optional() });
export type AwaitingCall = z.infer<typeof awaitingCall>;

/** A record as a tool shows it: its key and the attributes that matter, with their values. */
const shownRecord = z.strictObject({
  collection: z.string(),
  key: z.string(),
  fields: z.array(z.strictObject({ name: z.string(), value: json })).min(1),
});

/** What a check demands of the final state or of the calls, as data. Each compiles to a small pure TypeScript function. */
export const predicate = z.discriminatedUnion('kind', [
  /** Exactly `count` records that were not there initially fulfil all conditions. */
  z.strictObject({ kind: z.literal('created'), collection: z.string(), where: z.array(condition), count: z.int().min(1) }),
  z.strictObject({ kind: z.literal('removed'), collection: z.string(), key: z.string() }),
  /** The record is still there and its attribute fulfils the condition. */
  z.strictObject({ kind: z.literal('changed'), collection: z.string(), key: z.string(), condition }),
  /** Nothing else changed: at most these records appeared, disappeared or changed, and only in these attributes. */
  z.strictObject({
    kind: z.literal('frame'),
    created: z.array(z.strictObject({ collection: z.string(), count: z.int().min(1) })),
    removed: z.array(z.strictObject({ collection: z.string(), key: z.string() })),
    changed: z.array(z.strictObject({ collection: z.string(), key: z.string(), attributes: z.array(z.string()) })),
    /** Attributes that are never compared, by collection. */
    exempt: z.record(z.string(), z.array(z.string())),
  }),
  /** None of these tools was ever called with this end. */
  z.strictObject({ kind: z.literal('never-called'), tools: z.array(z.string()).min(1), outcome: z.enum(['success', 'refused']) }),
  /** Each of these records was shown by a call that succeeded, or one of the other calls was made. */
  z.strictObject({ kind: z.literal('looked-up'), records: z.array(shownRecord).min(1), or: z.array(callPattern) }),
  /** Before each of these calls the user had told the facts it waits for (those named, by id), or answered something where none is named. */
  z.strictObject({ kind: z.literal('asked-first'), calls: z.array(awaitingCall).min(1) }),
  /** What the other kinds cannot say: an arrow function written by an author, in the check's `source`. */
  z.strictObject({ kind: z.literal('code') }),
]);
export type Predicate = z.infer<typeof predicate>;

/** A predicate that gets its source by being rendered. */
export type RenderedPredicate = Exclude<Predicate, { kind: 'code' }>;

/** Whether a check of this kind looks at calls and what they answered, and not at the states alone. */
export function looksAtCalls({ kind }: Predicate): boolean {
  return ['never-called', 'looked-up', 'code'].includes(kind);
}

/**
 * One named check. A `credit` check is false in the initial state and earns its share of the reward; a `guard` is true
 * there and breaking it costs the reward.
 */
export const check = z.strictObject({
  id: z.string(),
  question: z.string().min(1),
  role: z.enum(['credit', 'guard']),
  predicate,
  /** The arrow function it compiles to: `({ initial, final }) => boolean`. */
  source: z.string().min(1),
});
export type Check = z.infer<typeof check>;

/** A check has three values: an error makes the reward unscored, never 0. */
export const checkResult = z.strictObject({
  id: z.string(),
  status: z.enum(['pass', 'fail', 'error']),
  error: z.string().optional(),
});
export type CheckResult = z.infer<typeof checkResult>;
