import { type Artifact, inputsOf } from '../domain/kinds.ts';
import type { EngineContext } from '../engine/engine-context.ts';
import { runStage } from '../engine/run-stage.ts';
import type { Unit } from '../engine/stage.ts';
import { statesStage } from '../stages/scenarios/states.ts';

/** The numbers of the states on which an environment is assessed. */
export const assessedStates: readonly number[] = [1, 2, 3];

export function stateSubject(environment: Artifact<'environment'>, number: number): string {
  return `${environment.subject}/state-${number}`;
}

/** A state of an environment; different numbers are different states. */
export function stateUnit(environment: Artifact<'environment'>, number: number): Unit {
  return { subject: stateSubject(environment, number), inputs: [environment], parameters: { number } };
}

/** The states an environment is assessed on; those that are missing are written. */
export async function statesFor(
  environment: Artifact<'environment'>,
  engine: EngineContext,
): Promise<readonly Artifact<'state'>[]> {
  const units = assessedStates.map((number) => stateUnit(environment, number));
  return inputsOf((await runStage(statesStage, units, engine)).outputs, 'state');
}
