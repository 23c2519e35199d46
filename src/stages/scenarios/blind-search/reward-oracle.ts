import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { rewardOf } from '../../../domain/rollout/reward.ts';
import { silence } from '../../../domain/scenario/user-profile.ts';
import type { CertificateInput } from '../certificate-input.ts';
import { stateAfter } from '../state-after.ts';

/** What the checks say of calls made from the start: the share of the credit, and whether all guards hold. */
export interface Judgement {
  readonly earned: number;
  readonly isSound: boolean;
}

/** Tells for each attempt what it is worth, and nothing else. */
export type RewardOracle = (attempts: readonly (readonly ExecutedCall[])[]) => Promise<readonly Judgement[]>;

/** The checks as an oracle: what calls from the start are worth to who has heard all that the user tells. */
export function rewardOracleOf({ environment, start, checks, talk }: CertificateInput): RewardOracle {
  const replies = (talk ?? silence).facts.map(({ says }) => ({ after: 0, text: says }));
  const guards = new Set(checks.filter(({ role }) => role === 'guard').map(({ id }) => id));
  return async (attempts) => {
    if (attempts.length === 0) return [];
    const episodes = attempts.map((calls) => ({
      initial: start.state,
      final: stateAfter(start.state, calls),
      calls,
      replies,
    }));
    return (await environment.evaluate(checks, episodes)).map((results) => {
      const reward = rewardOf(checks, results);
      const isSound = results.every(({ id, status }) => status === 'pass' || !guards.has(id));
      return reward.kind === 'scored' && isSound ? { earned: reward.dense, isSound } : { earned: 0, isSound: false };
    });
  };
}
