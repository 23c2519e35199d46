import { type Artifact, inputOf } from '../domain/kinds.ts';
import type { EngineContext } from '../engine/engine-context.ts';
import type { Stage, Unit } from '../engine/stage.ts';
import { assessStage } from '../stages/assessment/assess.ts';
import { rebuild } from '../stages/skeletons/rebuild.ts';

/** Calls that the two agents make when nobody says how many: a model's cost requests. */
const agentRounds = { procedural: 40, model: 20 };
/** How often the findings of an assessment go back to the author. */
const repairs = 3;

/** The stage that assesses environments, with the hand that renders repaired ones. */
export const assessment: Stage = assessStage(rebuild);

/** The assessment of an environment on states. */
export function assessmentUnit(inputs: readonly Artifact[], rounds: number): Unit {
  return { subject: inputOf(inputs, 'environment').subject, inputs, parameters: { rounds, repairs } };
}

/** The agents' rounds when nobody says how many. */
export function defaultRounds({ author }: Pick<EngineContext, 'author'>): number {
  return author.identity('propose-call').provider === 'procedural' ? agentRounds.procedural : agentRounds.model;
}
