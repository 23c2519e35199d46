import type { Artifact } from '../../../domain/kinds.ts';
import { needsUser, scenarioKinds } from '../../../domain/scenario/scenario-kind.ts';
import { countOf, countText } from '../../../render/amounts.ts';
import { clip, table } from '../../../render/layout.ts';
import { type ScenarioFunnel, scenarioFigures, type TrustFigures } from '../../../stages/scenarios/figures.ts';
import { type VarietyFigures, varietyFigures } from '../../../stages/scenarios/variety.ts';
import type { Attempt } from '../../../store/store.ts';
import type { Section } from './section.ts';

/** What certificates say of the rewards, of all scenarios and of those that are exported, and where scenarios were lost. */
export const scenariosSection: Section = async (store, width) => {
  const scenarios = await store.artifacts('scenario');
  const rejected = (await store.attempts({ status: 'rejected' })).filter((attempt) => attempt.stage === 'scenario');
  if (scenarios.length === 0 && rejected.length === 0) return undefined;
  const figures = scenarioFigures(scenarios);
  const variety = varietyFigures(scenarios);
  const lost = lossesOf(figures.funnel, rejected);
  const rows = measures.map(({ name, target, text }) => [`  ${name}`, text(figures.all), text(figures.fit), target]);
  const header = ['  rewards', 'all', 'exported', 'target'];
  return {
    name: 'scenarios',
    text: [
      `${countOf(figures.funnel.written, 'scenarios')}: ${figures.funnel.certified} with a complete certificate, ${figures.funnel.fit} to export`,
      `  ${kindsText(scenarios)}`,
      table(header, rows, width),
      ...(variety ? varietyLines(variety) : []),
      ...lost.map(({ reason, count }) => `  ${count} lost: ${clip(reason, width - 20)}`),
    ].join('\n'),
    value: { ...figures, variety, lost },
  };
};

/** "12 direct, 4 conditional, 2 underspecified (played in conversation)", in the order of the kinds. */
function kindsText(scenarios: readonly Artifact<'scenario'>[]): string {
  return scenarioKinds
    .map((kind) => ({ kind, count: scenarios.filter(({ body }) => body.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}${needsUser(kind) ? ' (played in conversation)' : ''}`)
    .join(', ');
}

function varietyLines({ states, touched }: VarietyFigures): string[] {
  const line = (what: string, { mean, least }: VarietyFigures['states']): string =>
    `  ${what} within an environment differ by ${mean.toFixed(2)} (least ${least.toFixed(2)}) of 1`;
  return [line('initial states', states), line('records that scenarios change', touched)];
}

interface Measure {
  readonly name: string;
  readonly target: string;
  text(figures: TrustFigures): string;
}

/** The headline figures, each with what it should be in everything exported. */
const measures: readonly Measure[] = [
  { name: 'scenarios', target: '', text: (figures) => countText(figures.scenarios) },
  { name: 'doing nothing scores', target: '0.000', text: (figures) => figures.noopScore.toFixed(3) },
  { name: 'credit checks true at reset', target: '0 %', text: (figures) => percent(figures.trueAtReset) },
  { name: 'references that score 1', target: '100 %', text: (figures) => percent(figures.referencePass) },
  { name: 'near misses told', target: '100 %', text: (figures) => percent(figures.nearMissCaught) },
  { name: 'altered end states told', target: '95 % or more', text: (figures) => percent(figures.mutationKill) },
  { name: 'other honest ways that score 1', target: '100 %', text: (figures) => percent(figures.alternatePass) },
  { name: 'replays that end the same', target: '100 %', text: (figures) => percent(figures.replayMatch) },
  { name: 'solved by a search without reference', target: '', text: (figures) => percent(figures.solvedBySearch) },
  { name: 'blocked tasks', target: '0', text: (figures) => countText(figures.blocked) },
  { name: 'near-duplicates', target: '0', text: (figures) => countText(figures.duplicates) },
];

/** One decimal, and never rounded up to a whole that is not reached. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
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
