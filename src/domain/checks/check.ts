import { z } from 'zod';
import { predicate } from './kinds.ts';

/**
 * One named check. A `credit` check is false in the initial state and earns its share of the reward; a `guard` is true
 * there and breaking it costs the reward.
 */
export const check = z.strictObject({
  id: z.string(),
  question: z.string().min(1),
  role: z.enum(['credit', 'guard']),
  predicate,
  /** A pure arrow function `({ initial, final, calls, replies, said }) => boolean` over the parts of an episode that it looks at. */
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
