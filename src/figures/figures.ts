import { acceptedEnvironments } from '../domain/environment/accepted.ts';
import type { Store } from '../store/store.ts';
import { type AttemptFigures, attemptFigures } from './attempts.ts';
import { type CostFigures, costFigures } from './cost.ts';
import type { PriceOf } from './cost-rows.ts';
import { currentArtifacts } from './current-artifacts.ts';
import { type EnvironmentFigures, environmentFigures } from './environments.ts';
import { type FunnelStep, funnelOf } from './funnel.ts';
import { countedKinds, type ScenarioReport, scenarioReportOf } from './scenarios.ts';

/** The figures of a workspace. A part is undefined where there is nothing to tell. */
export interface WorkspaceFigures {
  readonly funnel: readonly FunnelStep[] | undefined;
  readonly environments: EnvironmentFigures | undefined;
  readonly scenarios: ScenarioReport | undefined;
  readonly kinds: ReturnType<typeof countedKinds>;
  readonly attempts: AttemptFigures | undefined;
  readonly cost: CostFigures | undefined;
}

/** Figures for all that a workspace holds. */
export async function figuresOf(store: Store, priceOf: PriceOf): Promise<WorkspaceFigures> {
  const artifacts = await currentArtifacts(store);
  const accepted = new Set(acceptedEnvironments(artifacts).map((environment) => environment.subject));
  return {
    funnel: await funnelOf(store),
    environments: environmentFigures(artifacts),
    scenarios: await scenarioReportOf(store),
    kinds: countedKinds(artifacts.scenarios),
    attempts: attemptFigures(artifacts.scenarios, artifacts.trajectories),
    cost: costFigures(await store.ledger({}), accepted, priceOf),
  };
}
