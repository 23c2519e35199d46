import { slugOf } from '../../base/slug.ts';
import { type Artifact, inputsOf } from '../../domain/kinds.ts';
import type { Topic, TopicSelection } from '../../domain/topic.ts';
import type { Stage, Unit } from '../../engine/stage.ts';
import type { Output } from '../../store/store.ts';
import { type Group, groupCandidates } from './group.ts';

/** A candidate needs both grades to be at least this: the threshold of the EnvScaler paper. */
const leastGrade = 7;

type Decision = TopicSelection['decisions'][number];

/**
 * Stage 1d: poorly graded candidates are dropped, near-duplicates merged, the best kept. Writes the topics, each with the
 * requests of all candidates merged into it, and one selection that says of every candidate what became of it and why.
 */
export const selectStage: Stage = {
  name: 'select',
  version: 1,
  noun: 'topics',
  writes: 'topic',
  works: [],
  async run(unit) {
    const candidates = inputsOf(unit.inputs, 'candidate');
    const count = Number(unit.parameters.count);
    const good = candidates.filter((candidate) => weakness(candidate) === undefined);
    const groups = inOrder(groupCandidates(good));
    const chosen = withSlugs(groups.slice(0, count));
    if (chosen.length === 0) {
      return {
        status: 'rejected',
        reason: `none of the ${candidates.length} candidates has a usefulness and a modelability of at least ${leastGrade}`,
        evidence: { decisions: candidates.map(dropped) },
      };
    }
    const decisions = [
      ...chosen.flatMap(({ slug, group }, index) => decisionsFor(group, slug, index + 1)),
      ...groups.slice(count).flatMap((group) => beyondCount(group, count)),
      ...candidates.filter((candidate) => weakness(candidate) !== undefined).map(dropped),
    ];
    const topics = chosen.map(
      ({ slug, group }): Output => ({
        kind: 'topic',
        subject: slug,
        body: topicOf(slug, group),
        from: members(group).map((member) => member.hash),
      }),
    );
    return { status: 'done', outputs: [...topics, { kind: 'selection', subject: unit.subject, body: { decisions } }] };
  },
};

/**
 * One unit over all candidates, in order of subject; none when there is no candidate. `count` is how many topics are wanted.
 */
export function selectUnits(candidates: readonly Artifact<'candidate'>[], count: number): readonly Unit[] {
  const inputs = [...candidates].sort((left, right) => bySubject.compare(left.subject, right.subject));
  return candidates.length === 0 ? [] : [{ subject: 'topics', inputs, parameters: { count } }];
}

/** "requests.jsonl/9" comes before "requests.jsonl/10". */
const bySubject = new Intl.Collator('en', { numeric: true });

function weakness({ body }: Artifact<'candidate'>): string | undefined {
  const weak = [
    ...(body.usefulness < leastGrade ? [`usefulness ${body.usefulness}`] : []),
    ...(body.modelability < leastGrade ? [`modelability ${body.modelability}`] : []),
  ];
  return weak.length === 0 ? undefined : `${weak.join(' and ')} below ${leastGrade}: ${body.reason}`;
}

/** Best grades first, then the number of requests behind it, then the name. */
function inOrder(groups: readonly Group[]): readonly Group[] {
  return [...groups].sort(
    (left, right) =>
      grade(right) - grade(left) ||
      right.merged.length - left.merged.length ||
      compare(slugOf(left.best.body.title), slugOf(right.best.body.title)) ||
      compare(left.best.hash, right.best.hash),
  );
}

function grade({ best }: Group): number {
  return best.body.usefulness + best.body.modelability;
}

/** Different topics of the same name get a number from 2 on. */
function withSlugs(groups: readonly Group[]): readonly { slug: string; group: Group }[] {
  const taken = new Set<string>();
  return groups.map((group) => {
    const name = slugOf(group.best.body.title);
    let slug = name;
    for (let number = 2; taken.has(slug); number++) slug = `${name}-${number}`;
    taken.add(slug);
    return { slug, group };
  });
}

function topicOf(slug: string, group: Group): Topic {
  const { title: _title, task: _task, ...shared } = group.best.body;
  return { slug, ...shared, tasks: [...new Set(members(group).map((member) => member.body.task))] };
}

function decisionsFor(group: Group, slug: string, rank: number): Decision[] {
  const { best, merged } = group;
  const grades = `usefulness ${best.body.usefulness}, modelability ${best.body.modelability}`;
  return [
    {
      candidate: best.hash,
      title: best.body.title,
      outcome: 'chosen',
      topic: slug,
      reason: `rank ${rank} with ${grades} and ${merged.length + 1} request${merged.length === 0 ? '' : 's'} behind it`,
    },
    ...merged.map(
      ({ candidate, reason }): Decision => ({
        candidate: candidate.hash,
        title: candidate.body.title,
        outcome: 'merged',
        topic: slug,
        reason,
      }),
    ),
  ];
}

function beyondCount(group: Group, count: number): Decision[] {
  return members(group).map((candidate) => ({
    candidate: candidate.hash,
    title: candidate.body.title,
    outcome: 'dropped',
    reason: `good enough, but only ${count} ${count === 1 ? 'topic was' : 'topics were'} wanted and others ranked before it`,
  }));
}

function dropped(candidate: Artifact<'candidate'>): Decision {
  return { candidate: candidate.hash, title: candidate.body.title, outcome: 'dropped', reason: weakness(candidate) ?? '' };
}

function members(group: Group): readonly Artifact<'candidate'>[] {
  return [group.best, ...group.merged.map(({ candidate }) => candidate)];
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
