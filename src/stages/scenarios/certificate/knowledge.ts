import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { Fact } from '../../../domain/scenario/user-profile.ts';
import { type Leaf, leavesOf } from '../leaves.ts';

/** What an agent has at hand when it makes a call. */
export interface Knowledge {
  readonly skeleton: Skeleton;
  readonly task: string;
  readonly today: string;
  /** What the user has told by then. */
  readonly told: readonly Fact[];
  /** Plain values of earlier results, in the order in which they were seen. */
  readonly seen: readonly Seen[];
}

export interface Seen extends Leaf {
  /** 1 is the first call. */
  readonly call: number;
}

/** The plain values that the result of a call shows. */
export function seenIn(call: Pick<ExecutedCall, 'result'>, number: number): Seen[] {
  return leavesOf(call.result)
    .filter((leaf) => leaf.path !== 'success')
    .map((leaf) => ({ ...leaf, call: number }));
}
