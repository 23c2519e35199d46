import { acceptedEnvironments } from '../domain/environment/accepted.ts';
import type { Assessment } from '../domain/environment/assessment.ts';
import type { Attempt, Store } from '../store/store.ts';
import { currentArtifacts } from './current-artifacts.ts';

/** One step from mined tasks to accepted environments. */
export interface FunnelStep {
  readonly name: string;
  readonly count: number;
  /** Why what came before did not get here, the most frequent first. */
  readonly lost: readonly { readonly reason: string; readonly count: number }[];
}

/** From mined tasks to accepted environments: how many there are at each step, and why the others are not; undefined of nothing. */
export async function funnelOf(store: Store): Promise<readonly FunnelStep[] | undefined> {
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
  const steps: readonly FunnelStep[] = [
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
  return steps.every((step) => step.count === 0) ? undefined : steps;
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

function counted(reasons: readonly string[]): FunnelStep['lost'] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((left, right) => right.count - left.count);
}
