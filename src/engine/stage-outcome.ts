import type { StoredArtifact } from '../store/store.ts';
import type { StageCounts } from './events.ts';
import type { FailureCause } from './failure.ts';
import type { PlannedUnit } from './plan.ts';

/** What became of a stage's units. All lists are in the order of the units, whatever order they finished in. */
export interface StageOutcome {
  /** What the units wrote, now or in an earlier run that is reused. In a plan: what is known already. */
  readonly outputs: readonly StoredArtifact[];
  readonly counts: StageCounts;
  readonly failures: readonly UnitReason[];
  /** Rejected now or in an earlier run that is reused. */
  readonly rejections: readonly UnitReason[];
  /** In a plan one entry per unit; empty otherwise. */
  readonly plan: readonly PlannedUnit[];
  /** Units whose outputs are unknown yet: in a plan those that would run, otherwise those that were skipped. */
  readonly pending: number;
}

export interface UnitReason {
  readonly subject: string;
  readonly reason: string;
  /** Where models had to do with a failure. */
  readonly cause?: FailureCause;
}
