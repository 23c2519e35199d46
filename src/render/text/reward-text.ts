import type { Check, CheckResult } from '../../domain/checks/check.ts';
import type { Reward } from '../../domain/rollout/reward.ts';

/** A reward in a few words: "strict 1, dense 1.00", or why there is none. */
export function rewardText(reward: Reward): string {
  if (reward.kind === 'unscored') return `unscored: ${reward.reason}`;
  return `strict ${reward.strict}, dense ${reward.dense.toFixed(2)}`;
}

/** One line per check: how it came out, its role and its question. */
export function checkLines(checks: readonly Check[], results: readonly CheckResult[]): string[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return checks.map((check) => {
    const result = byId.get(check.id);
    const status = result?.status ?? 'not evaluated';
    const error = result?.error === undefined ? '' : ` (${result.error})`;
    return `  ${status.padEnd(5)} ${check.role.padEnd(6)} ${check.question}${error}`;
  });
}
