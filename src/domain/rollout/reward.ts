import { z } from 'zod';
import { type Check, type CheckResult, checkResult } from '../checks/check.ts';

/**
 * `dense`: share of credit checks passed, 0 if a guard broke. `strict`: 1 only if every check passed.
 * `unscored` is not 0: a check could not be evaluated, and the reason says why.
 */
export const reward = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('scored'),
    dense: z.number().min(0).max(1),
    strict: z.union([z.literal(0), z.literal(1)]),
    checks: z.array(checkResult),
  }),
  z.strictObject({ kind: z.literal('unscored'), reason: z.string(), checks: z.array(checkResult) }),
]);
export type Reward = z.infer<typeof reward>;

/** The reward for the results of a scenario's checks. */
export function rewardOf(checks: readonly Check[], results: readonly CheckResult[]): Reward {
  const byId = new Map(results.map((result) => [result.id, result]));
  const errors: string[] = [];
  let credits = 0;
  let earned = 0;
  let guardBroken = false;
  for (const check of checks) {
    const result = byId.get(check.id);
    if (!result || result.status === 'error') errors.push(`${check.id}: ${result?.error ?? 'was not evaluated'}`);
    else if (check.role === 'credit') {
      credits++;
      if (result.status === 'pass') earned++;
    } else if (result.status === 'fail') guardBroken = true;
  }
  if (errors.length > 0) return { kind: 'unscored', reason: errors.join('; '), checks: [...results] };
  if (credits === 0) return { kind: 'unscored', reason: 'the scenario has no check that earns credit', checks: [...results] };
  const dense = guardBroken ? 0 : earned / credits;
  return { kind: 'scored', dense, strict: dense === 1 ? 1 : 0, checks: [...results] };
}
