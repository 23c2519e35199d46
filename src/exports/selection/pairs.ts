import { UserError } from '../../base/errors.ts';
import { hashJson } from '../../base/hash.ts';
import { compareNaturally } from '../../base/natural-order.ts';
import type { Artifact } from '../../domain/kinds.ts';
import { isDefect } from '../../domain/rollout/call.ts';
import { readConversation } from '../rows/conversation.ts';
import type { Candidates, PairRecord, ScenarioRecord, Selection } from './records.ts';

/**
 * Successes beside failures: of each scenario the attempts that passed every check and those that were scored and failed one, in
 * order of name, one of each to a pair. Throws a UserError where no scenario has both.
 */
export function selectPairs(candidates: Candidates, scenarios: Selection<ScenarioRecord>): Selection<PairRecord> {
  const skipped = new Map(scenarios.skipped);
  const skip = (reason: string): void => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  const attempts = new Map<string, Artifact<'trajectory'>[]>();
  for (const one of candidates.trajectories) attempts.set(one.body.scenario, [...(attempts.get(one.body.scenario) ?? []), one]);
  const exported = new Set(scenarios.rows.map(({ scenario }) => scenario.hash));
  for (const { body } of candidates.trajectories)
    if (!exported.has(body.scenario)) skip('trajectory of a scenario that is not exported');
  const rows: PairRecord[] = [];
  for (const row of scenarios.rows) {
    const fit = fitAttempts(attempts.get(row.scenario.hash) ?? [], skip);
    const passed = fit.filter(({ body }) => body.reward.kind === 'scored' && body.reward.strict === 1);
    const failed = fit.filter(({ body }) => body.reward.kind === 'scored' && body.reward.strict === 0);
    passed.forEach((trajectory, place) => {
      const rejected = failed[place];
      if (rejected) rows.push({ ...row, trajectory, rejected });
    });
    for (let rest = Math.min(passed.length, failed.length); rest < Math.max(passed.length, failed.length); rest++)
      skip(passed.length > failed.length ? 'success without a failure beside it' : 'failure without a success beside it');
  }
  if (rows.length > 0) return { options: scenarios.options, rows, skipped };
  const reasons = [...skipped].map(([reason, count]) => `${count} × ${reason}`).join('; ');
  throw new UserError(
    `Nothing to export as pairs: no scenario has a success and a failure (${reasons || 'nothing was played'}). ` +
      'Let an agent try each scenario several times: `envscaler rollout --attempts K`.',
  );
}

/** Attempts that can be shown as a conversation, each once, in order of name. */
function fitAttempts(attempts: readonly Artifact<'trajectory'>[], skip: (reason: string) => void): Artifact<'trajectory'>[] {
  const seen = new Set<string>();
  return [...attempts]
    .sort((left, right) => compareNaturally(left.body.name, right.body.name))
    .filter(({ body }) => {
      const reading = readConversation(body.messages);
      const content = hashJson(body.messages);
      const reason =
        body.reward.kind === 'unscored'
          ? 'trajectory without a score'
          : body.steps.some((step) => isDefect(step.outcome))
            ? 'trajectory that met a defect of the environment'
            : reading.kind === 'unfit'
              ? reading.reason
              : seen.has(content)
                ? 'trajectory with the same messages as another attempt'
                : undefined;
      seen.add(content);
      if (reason !== undefined) skip(reason);
      return reason === undefined;
    });
}
