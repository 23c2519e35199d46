import { acceptedEnvironments } from '../../../domain/environment/accepted.ts';
import type { Assessment } from '../../../domain/environment/assessment.ts';
import { countText, shareText } from '../../../render/amounts.ts';
import { clip, table } from '../../../render/layout.ts';
import type { Attempt, Store } from '../../../store/store.ts';
import { currentArtifacts } from '../lookup/current-artifacts.ts';
import type { Section } from './section.ts';

interface Step {
  readonly name: string;
  readonly count: number;
  /** Why what came before did not get here, the most frequent first. */
  readonly lost: readonly { readonly reason: string; readonly count: number }[];
}

/** Reasons that are shown of one step. */
const shownReasons = 4;

/** From mined tasks to accepted environments: how many there are at each step, and why the others are not. */
export const funnelSection: Section = async (store, width) => {
  const steps = await stepsOf(store);
  if (steps.every((step) => step.count === 0)) return undefined;
  const lines = steps.flatMap((step, index) => {
    const before = steps[index - 1]?.count;
    const share = before === undefined ? '' : shareText(step.count, before);
    const reasons = step.lost
      .slice(0, shownReasons)
      .map(({ reason, count }) => ['', '', '', `${count} not: ${clip(reason, width - 40)}`]);
    const rest = step.lost.length - reasons.length;
    return [
      [`  ${step.name}`, countText(step.count), share, ''],
      ...reasons,
      ...(rest > 0 ? [['', '', '', `and ${rest} other reasons`]] : []),
    ];
  });
  return { name: 'funnel', text: table(['Funnel', 'count', 'of before', ''], lines, width), value: steps };
};

async function stepsOf(store: Store): Promise<Step[]> {
  const artifacts = await currentArtifacts(store);
  const verdicts = await store.artifacts('verdict');
  const candidates = await store.artifacts('candidate');
  const selections = await store.artifacts('selection');
  const topics = await store.artifacts('topic');
  const stateful = verdicts.filter((verdict) => verdict.body.stateful);
  const unselected = selections.flatMap((selection) => selection.body.decisions).filter(({ outcome }) => outcome !== 'chosen');
  const rejected = await store.attempts({ status: 'rejected' });
  const failed = await store.attempts({ status: 'failed' });
  const ended = (stage: string): string[] => [...rejected, ...failed].filter((attempt) => attempt.stage === stage).map(reasonOf);
  const accepted = acceptedEnvironments(artifacts);
  const refused = artifacts.assessments.filter((assessment) => assessment.body.verdict === 'rejected');
  const unassessed = artifacts.environments.length - accepted.length - refused.length;
  const waiting = stateful.length - candidates.length - ended('infer').length;
  return [
    { name: 'tasks', count: (await store.artifacts('task')).length, lost: [] },
    {
      name: 'stateful',
      count: stateful.length,
      lost: counted([...Array<string>(verdicts.length - stateful.length).fill('needs no stateful system'), ...ended('judge')]),
    },
    {
      name: 'candidates',
      count: candidates.length,
      lost: counted([
        ...ended('infer'),
        ...Array<string>(Math.max(0, waiting)).fill('enough were taken for this number of topics'),
      ]),
    },
    { name: 'topics', count: topics.length, lost: counted(unselected.map(({ outcome, reason }) => `${outcome}: ${reason}`)) },
    { name: 'skeletons', count: (await store.artifacts('skeleton')).length, lost: counted(ended('model')) },
    { name: 'environments', count: artifacts.environments.length, lost: counted(ended('write')) },
    {
      name: 'accepted',
      count: accepted.length,
      lost: counted([
        ...refused.map((assessment) => rejectionOf(assessment.body)),
        ...ended('states'),
        ...ended('assess'),
        ...Array<string>(Math.max(0, unassessed - ended('assess').length)).fill('not assessed'),
      ]),
    },
  ];
}

function reasonOf(attempt: Attempt): string {
  return `${attempt.status}: ${attempt.reason ?? 'no reason given'}`;
}

function rejectionOf({ gates }: Assessment): string {
  return `gates not passed: ${gates
    .filter((gate) => !gate.passed)
    .map((gate) => gate.gate)
    .join(', ')}`;
}

function counted(reasons: readonly string[]): Step['lost'] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((left, right) => right.count - left.count);
}
