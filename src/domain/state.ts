import { z } from 'zod';
import type { Json } from '../base/json.ts';

const json: z.ZodType<Json> = z.json();

/** One record of a state. */
export const record = z.record(z.string(), json);
export type StateRecord = z.infer<typeof record>;

/** The state of an environment: for each collection the records by key. Plain JSON and nothing else. */
export const state = z.record(z.string(), z.record(z.string(), record));
export type State = z.infer<typeof state>;

/** One step of a state difference, as in RFC 6902 (`add`, `remove`, `replace`), with the old value where there was one. */
export const patch = z.strictObject({
  op: z.enum(['add', 'remove', 'replace']),
  /** A JSON Pointer (RFC 6901): "/loans/L-1/returned". */
  path: z.string(),
  value: json.optional(),
  old: json.optional(),
});
export type Patch = z.infer<typeof patch>;
