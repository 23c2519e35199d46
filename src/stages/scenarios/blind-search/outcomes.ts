import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { CandidateCall } from './candidate-calls.ts';

/** A call that was tried and did something that does no harm, with those that it was tried between. */
export interface SearchOutcome {
  readonly candidateCall: CandidateCall;
  readonly calls: readonly ExecutedCall[];
  readonly earned: number;
}

/** A call that did something and earned nothing: it may open the way to one that earns something. */
export interface FirstCall {
  readonly candidateCall: CandidateCall;
  readonly calls?: readonly ExecutedCall[];
  /** It breaks a guard, unless what follows makes up for it. */
  readonly isHarmful: boolean;
}

/** By how much an opening that does harm is less likely. */
const harmfulOpening = 1.5;

/** How far an opening is from what one would go on from first. */
export function costOf({ candidateCall, isHarmful }: FirstCall): number {
  return candidateCall.cost + (isHarmful ? harmfulOpening : 0);
}

export function byCost(one: CandidateCall, two: CandidateCall): number {
  return one.cost - two.cost;
}

/** Of calls with one tool and the same records the one that earns most. */
export function bestOfEach(found: readonly SearchOutcome[]): SearchOutcome[] {
  const best = new Map<string, SearchOutcome>();
  for (const one of found) {
    const same = best.get(one.candidateCall.target);
    if (!same || one.earned > same.earned) best.set(one.candidateCall.target, one);
  }
  return [...best.values()];
}
