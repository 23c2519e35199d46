import type { ScoredEpisode } from '../../stages/rollouts/session/session.ts';

export const rewardBases = ['dense', 'strict', 'both'] as const;
/** Which reward a client is given as the number. `both`: dense, with both by name beside it. */
export type RewardBasis = (typeof rewardBases)[number];

export interface RewardWish {
  readonly basis: RewardBasis;
  /** Also the result of every check by its id, as rewards of their own. */
  readonly components: boolean;
}

/** How an episode ended and what it earned. */
export interface Outcome {
  /** From 0 to 1; null where it could not be scored, which is not 0. */
  readonly reward: number | null;
  /** "answered", "turns", ...: why the episode ended. */
  readonly ended: string;
  readonly rewards?: { readonly dense: number; readonly strict: number };
  /** By check: 1 where it passed, 0 where it did not. */
  readonly components?: Readonly<Record<string, number>>;
  readonly unscored?: string;
}

export function outcomeOf({ end, reward }: ScoredEpisode, { basis, components }: RewardWish): Outcome {
  const ended = end.kind === 'failed' ? 'failed' : end.reason;
  if (reward.kind === 'unscored') return { reward: null, ended, unscored: 'A check could not be evaluated.' };
  const { dense, strict, checks } = reward;
  return {
    reward: basis === 'strict' ? strict : dense,
    ended,
    ...(basis === 'both' ? { rewards: { dense, strict } } : {}),
    ...(components ? { components: Object.fromEntries(checks.map(({ id, status }) => [id, status === 'pass' ? 1 : 0])) } : {}),
  };
}
