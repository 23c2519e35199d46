import { needsUser } from '../../../domain/scenario/scenario-kind.ts';
import type { countedKinds, ScenarioReport } from '../../../figures/scenarios.ts';
import type { TrustFigures } from '../../../stages/scenarios/figures.ts';
import type { VarietyFigures } from '../../../stages/scenarios/variety.ts';
import { countOf, countText } from '../amounts.ts';
import { clip, table } from '../layout.ts';

/** What certificates say of the rewards, how different the scenarios are, and where some were lost. */
export function scenarioFiguresText(
  { all, fit, funnel, variety, lost }: ScenarioReport,
  kinds: ReturnType<typeof countedKinds>,
  width: number,
): string {
  const rows = measures.map(({ name, target, text }) => [`  ${name}`, text(all), text(fit), target]);
  const header = ['  rewards', 'all', 'exported', 'target'];
  const kindNames = kinds.map(({ kind, count }) => `${count} ${kind}${needsUser(kind) ? ' (played in conversation)' : ''}`);
  return [
    `${countOf(funnel.written, 'scenarios')}: ${funnel.certified} with a complete certificate, ${funnel.fit} to export`,
    `  ${kindNames.join(', ')}`,
    table(header, rows, width),
    ...(variety ? varietyLines(variety) : []),
    ...lost.map(({ reason, count }) => `  ${count} lost: ${clip(reason, width - 20)}`),
  ].join('\n');
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
  {
    name: 'wrong answers told',
    target: '100 %',
    text: (figures) => ofSeveral(figures.answersScored, figures.questions, 'questions'),
  },
  {
    name: 'refusals that need their reason',
    target: '100 %',
    text: (figures) => ofSeveral(figures.reasonsNeeded, figures.refusals, 'refusals'),
  },
  { name: 'other honest ways that score 1', target: '100 %', text: (figures) => percent(figures.alternatePass) },
  { name: 'replays that end the same', target: '100 %', text: (figures) => percent(figures.replayMatch) },
  { name: 'solved by a search without reference', target: '', text: (figures) => percent(figures.solvedBySearch) },
  { name: 'blocked tasks', target: '0', text: (figures) => countText(figures.blocked) },
  { name: 'near-duplicates', target: '0', text: (figures) => countText(figures.duplicates) },
];

/** A share and of how many things; nothing of none. */
function ofSeveral(share: number, count: number, what: string): string {
  return count === 0 ? `no ${what}` : `${percent(share)} of ${countText(count)}`;
}

/** One decimal, and never rounded up to a whole that is not reached. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}
