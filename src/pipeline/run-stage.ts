import type { StoredArtifact } from '../store/store.ts';
import type { EngineContext } from './engine-context.ts';
import type { StageCounts } from './events.ts';
import { executeStage } from './execute-stage.ts';
import type { PlannedUnit } from './plan.ts';
import { planStage } from './plan-stage.ts';
import type { Stage, Unit } from './stage.ts';

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
  /** In a plan: how many units would run, so that their outputs are unknown. 0 otherwise. */
  readonly pending: number;
}

export interface UnitReason {
  readonly subject: string;
  readonly reason: string;
}

/**
 * Runs a stage over units, or plans it. Each unit is fingerprinted first; one that is finished under its fingerprint is
 * reused, any other is run and recorded. Every finished unit commits by itself, so running again after an interruption of
 * any kind resumes. A unit that breaks is a recorded attempt and its siblings go on; what the store throws ends the stage.
 * An aborted signal is not an error: the outcome counts what was skipped.
 */
export async function runStage(stage: Stage, units: readonly Unit[], context: EngineContext): Promise<StageOutcome> {
  refuseDuplicates(stage, units);
  context.events({ kind: 'stage-start', stage: stage.name, noun: stage.noun, total: units.length });
  const outcome = await (context.mode === 'plan' ? planStage(stage, units, context) : executeStage(stage, units, context));
  context.events({ kind: 'stage-end', stage: stage.name, noun: stage.noun, counts: outcome.counts });
  return outcome;
}

function refuseDuplicates(stage: Stage, units: readonly Unit[]): void {
  const seen = new Set<string>();
  for (const { subject } of units) {
    if (seen.has(subject))
      throw new Error(`The stage ${stage.name} was given two units named "${subject}"; a subject names one unit.`);
    seen.add(subject);
  }
}
