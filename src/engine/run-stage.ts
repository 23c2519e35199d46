import type { EngineContext } from './engine-context.ts';
import { executeStage } from './execute-stage.ts';
import { planStage } from './plan-stage.ts';
import type { Stage, Unit } from './stage.ts';
import type { StageOutcome } from './stage-outcome.ts';

/**
 * Runs a stage over units, or plans it. Each unit is fingerprinted first; one that is finished under its fingerprint is
 * reused, any other is run and recorded. Every finished unit commits by itself, so running again after an interruption of
 * any kind resumes. A unit that breaks is a recorded attempt and its siblings go on; a UserError is recorded and then
 * ends the stage, and so does what the store throws.
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
