import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { Thought } from './candidate-calls.ts';

/** A call that was tried and did something that does no harm, with those that it was tried between. */
export interface Found {
  readonly thought: Thought;
  readonly calls: readonly ExecutedCall[];
  readonly earned: number;
}

/** A call that did something and earned nothing: it may open the way to one that earns something. */
export interface Opening {
  readonly thought: Thought;
  readonly calls?: readonly ExecutedCall[];
  /** It breaks a guard, unless what follows makes up for it. */
  readonly isHarmful: boolean;
}

/** By how much an opening that does harm is less likely. */
const harmfulOpening = 1.5;

/** How far an opening is from what one would go on from first. */
export function costOf({ thought, isHarmful }: Opening): number {
  return thought.cost + (isHarmful ? harmfulOpening : 0);
}

export function byCost(one: Thought, two: Thought): number {
  return one.cost - two.cost;
}

/** Of calls with one tool and the same records the one that earns most. */
export function bestOfEach(found: readonly Found[]): Found[] {
  const best = new Map<string, Found>();
  for (const one of found) {
    const same = best.get(one.thought.target);
    if (!same || one.earned > same.earned) best.set(one.thought.target, one);
  }
  return [...best.values()];
}
