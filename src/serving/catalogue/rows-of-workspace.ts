import type { Environment } from '../../domain/environment/environment.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import type { Candidates } from '../../exports/selection/records.ts';
import { selectScenarios } from '../../exports/selection/select.ts';
import type { ServedRow } from './catalogue.ts';

/** What a workspace has to serve: the scenarios that a dataset would hold, under the same names and on the same side of the split. */
export function rowsOfWorkspace(
  candidates: Candidates,
  systemMessage: (environment: Environment, scenario: Scenario) => string,
): readonly ServedRow[] {
  return selectScenarios(candidates, {}).rows.map(({ environment, scenario }) => ({
    environment,
    scenario,
    system: systemMessage(environment.artifact.body, scenario.body),
  }));
}
