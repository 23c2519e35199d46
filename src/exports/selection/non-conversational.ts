import { needsUser } from '../../domain/scenario/scenario-kind.ts';
import type { ScenarioRecord } from './records.ts';

/** Why a scenario cannot be a prompt of a trainer whose rollouts end with the first message without a call. */
export function unfitWithoutUser({ scenario }: ScenarioRecord): string | undefined {
  return needsUser(scenario.body.kind)
    ? 'scenario with a user to talk to, for whom the rollouts of this trainer have no turn'
    : undefined;
}
