import type { PlannedCall } from '../author/works/scenarios.ts';
import type { Check } from '../domain/check.ts';
import { type Reward, rewardOf } from '../domain/reward.ts';
import type { RewardCertificate } from '../domain/scenario.ts';
import type { EpisodeStart, OpenEnvironment } from '../runtime/sandbox.ts';
import { runReference } from './run-reference.ts';

/**
 * The reward certificate of a scenario, by running things: the reference scores 1, doing nothing scores exactly 0, and
 * two runs of the reference end in the same state.
 */
export async function certify(
  environment: OpenEnvironment,
  start: EpisodeStart,
  planned: readonly PlannedCall[],
  checks: readonly Check[],
): Promise<RewardCertificate> {
  const first = await runReference(environment, start, planned);
  const second = await runReference(environment, start, planned);
  if (first.status === 'stopped' || second.status === 'stopped') {
    const problem = first.status === 'stopped' ? first.problem : second.status === 'stopped' ? second.problem : '';
    const unscored: Reward = { kind: 'unscored', reason: problem, checks: [] };
    return {
      reference: unscored,
      noop: unscored,
      replay: ['', ''],
      complete: false,
      reasons: [`The reference did not run through when replayed. ${problem}`],
    };
  }
  const initial = start.state;
  const [atEnd = [], atStart = []] = await environment.evaluate(checks, [
    { initial, final: first.final, calls: first.calls },
    { initial, final: initial, calls: [] },
  ]);
  const reference = rewardOf(checks, atEnd);
  const noop = rewardOf(checks, atStart);
  const reasons = [
    ...demand('The reference', reference, 1),
    ...demand('Doing nothing', noop, 0),
    ...(first.hash === second.hash ? [] : ['Two runs of the reference ended in different states.']),
  ];
  return { reference, noop, replay: [first.hash, second.hash], complete: reasons.length === 0, reasons };
}

function demand(what: string, reward: Reward, wanted: 0 | 1): string[] {
  if (reward.kind === 'unscored') return [`${what} could not be scored: ${reward.reason}`];
  return reward.dense === wanted ? [] : [`${what} scores ${reward.dense}, not ${wanted}.`];
}
