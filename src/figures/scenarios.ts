import type { Artifact } from '../domain/kinds.ts';
import { type ScenarioKind, scenarioKinds } from '../domain/scenario/scenario-kind.ts';
import { type ScenarioFigures, type ScenarioFunnel, scenarioFigures } from '../stages/scenarios/figures.ts';
import { type VarietyFigures, varietyFigures } from '../stages/scenarios/variety.ts';
import type { Attempt, Store } from '../store/store.ts';

/** What certificates say of the rewards, of all scenarios and of those that are exported, and where scenarios were lost. */
export interface ScenarioReport extends ScenarioFigures {
  readonly variety: VarietyFigures | undefined;
  readonly lost: readonly { readonly reason: string; readonly count: number }[];
}

/** Undefined where no scenario was written or tried to be. */
export async function scenarioReportOf(store: Store): Promise<ScenarioReport | undefined> {
  const scenarios = await store.artifacts('scenario');
  const rejected = (await store.attempts({ status: 'rejected' })).filter((attempt) => attempt.stage === 'scenario');
  if (scenarios.length === 0 && rejected.length === 0) return undefined;
  const figures = scenarioFigures(scenarios);
  return { ...figures, variety: varietyFigures(scenarios), lost: lossesOf(figures.funnel, rejected) };
}

/** How many scenarios there are of each kind that there is, in the order of the kinds. */
export function countedKinds(
  scenarios: readonly Artifact<'scenario'>[],
): readonly { readonly kind: ScenarioKind; readonly count: number }[] {
  return scenarioKinds
    .map((kind) => ({ kind, count: scenarios.filter(({ body }) => body.kind === kind).length }))
    .filter(({ count }) => count > 0);
}

/** Why scenarios are not exported, the most frequent first. */
function lossesOf(funnel: ScenarioFunnel, rejected: readonly Attempt[]): { reason: string; count: number }[] {
  const reasons = new Map<string, number>();
  for (const attempt of rejected) {
    const reason = `not written: ${attempt.reason ?? 'no reason was recorded'}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [
    ...[...reasons].map(([reason, count]) => ({ reason, count })),
    ...funnel.failed.map(({ item, scenarios }) => ({
      reason: `the certificate's item "${item}" does not hold`,
      count: scenarios,
    })),
    ...(funnel.duplicates > 0 ? [{ reason: 'the same problem as an earlier scenario', count: funnel.duplicates }] : []),
  ].sort((left, right) => right.count - left.count);
}
