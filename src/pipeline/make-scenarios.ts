import { type Artifact, inputsOf } from '../domain/kinds.ts';
import type { DifficultyChoice } from '../domain/scenario/difficulty-level.ts';
import type { ScenarioKind } from '../domain/scenario/scenario-kind.ts';
import { statesStage } from '../stages/scenarios/states.ts';
import { scenarioStage } from '../stages/scenarios/write-scenario.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { chosenEnvironments } from './chosen-environments.ts';
import { scenarioUnit } from './scenario-unit.ts';
import {
  emptyTally,
  furtherAtMost,
  furtherWaves,
  nextNumbers,
  type ScenarioYield,
  stateUnitsFor,
  withWave,
  yieldOf,
} from './scenario-yield.ts';
import { type RunSummary, StageRunner } from './stage-runner.ts';

/** Which scenarios are wanted, in all accepted environments or in those named. */
interface ScenarioOptions {
  readonly environments: readonly string[];
  readonly count: number;
  readonly difficulty: DifficultyChoice;
  /** Kinds to take turns with; the usual mixture where left out. */
  readonly kinds?: readonly ScenarioKind[] | undefined;
}

/**
 * Stage 4: initial states and certified scenarios, `count` usable ones for each accepted environment (or for those named).
 * Where some repeat others or are incomplete, further ones are made, within bounds.
 */
export async function makeScenarios(
  workspace: Workspace,
  options: ScenarioOptions,
): Promise<RunSummary & { readonly yields: readonly ScenarioYield[] }> {
  const runner = new StageRunner(workspace);
  const environments = await chosenEnvironments(workspace, options.environments);
  const states = new Map<string, Artifact<'state'>>();
  let tallies = environments.map((environment) => emptyTally(environment, options.count));
  for (let wave = 0; wave <= furtherWaves; wave++) {
    const wanted = tallies.flatMap(nextNumbers);
    if (wave > 0 && (wanted.length === 0 || workspace.engine.signal.aborted)) break;
    const stated = await runner.run(statesStage, stateUnitsFor(wanted, states));
    for (const state of inputsOf(stated.outputs, 'state')) states.set(state.subject, state);
    const units = wanted.flatMap((wish) => scenarioUnit(wish.environment, states, { ...options, number: wish.number }) ?? []);
    const written = await runner.run(scenarioStage, units);
    runner.more(scenarioStage, stated.pending > 0 ? wanted.length - units.length : 0, statesStage);
    const scenarios = inputsOf(written.outputs, 'scenario');
    const rejections = [...stated.rejections, ...written.rejections];
    tallies = tallies.map((tally) => withWave(tally, { wanted, scenarios, rejections }));
  }
  const further = tallies.reduce((sum, tally) => sum + furtherAtMost(tally), 0);
  runner.perhaps(scenarioStage, further, 'where some repeat others or are incomplete');
  return { ...runner.summary(), yields: tallies.map(yieldOf) };
}
