import { z } from 'zod';
import type { Json } from '../base/json.ts';

const json: z.ZodType<Json> = z.json();

/** A condition on one attribute of a record. */
export type Condition =
  | { attribute: string; is: 'equal'; value: Json }
  /** A free text (or list) that is not empty. */
  | { attribute: string; is: 'present' }
  /** The attribute names a record created in this episode, in `collection`, for which `where` holds. */
  | { attribute: string; is: 'new-record'; collection: string; where: Condition[] };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('is', [
    z.strictObject({ attribute: z.string(), is: z.literal('equal'), value: json }),
    z.strictObject({ attribute: z.string(), is: z.literal('present') }),
    z.strictObject({ attribute: z.string(), is: z.literal('new-record'), collection: z.string(), where: z.array(condition) }),
  ]),
);

/** What a check demands of the final state, as data. Each compiles to a small pure TypeScript function. */
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
]);
export type Predicate = z.infer<typeof predicate>;

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
