import { hashText } from '../../../base/hash.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import type { InitialState } from '../../../domain/initial-state.ts';
import type { EpisodeStart, OpenEnvironment } from '../../../sandbox/sandbox.ts';
import type { Ground } from '../calls/arbitraries.ts';

/** An environment on one of its test states. */
export interface Trial {
  readonly opened: OpenEnvironment;
  readonly environment: Environment;
  readonly initial: InitialState;
  /** The number of the state, from 0. */
  readonly index: number;
  readonly seed: string;
}

export function groundOf(trial: Trial): Ground {
  return { skeleton: trial.environment.skeleton, state: trial.initial.state, start: trial.initial.start };
}

export function startOf(trial: Trial): EpisodeStart {
  return { state: trial.initial.state, seed: trial.seed, start: trial.initial.start };
}

/** fast-check takes a 32-bit seed. */
export function numericSeed(seed: string): number {
  return Number.parseInt(hashText(seed).slice(0, 8), 16) | 0;
}
