import { type Artifact, inputOf } from '../../domain/kinds.ts';
import type { Candidate } from '../../domain/topic.ts';
import type { Stage, Unit } from '../../engine/stage.ts';
import { inferTopic } from '../../generation/work/topics.ts';
import { farthestPoints } from '../../language/text-similarity.ts';

/** Stage 1c: the environment in which a stateful request is at home becomes a candidate for a topic. */
export const inferStage: Stage = {
  name: 'infer',
  version: 1,
  noun: 'candidates',
  writes: 'candidate',
  works: [inferTopic],
  async run(unit, context) {
    const task = inputOf(unit.inputs, 'verdict').body.text;
    const answer = await context.ask(inferTopic, { task });
    const body: Candidate = { ...answer, task, writtenBy: context.writtenBy('infer-topic') };
    return { status: 'done', outputs: [{ kind: 'candidate', subject: unit.subject, body }] };
  },
};

/** One unit per request that was chosen. */
export function inferUnits(verdicts: readonly Artifact<'verdict'>[]): readonly Unit[] {
  return verdicts.map((verdict) => ({ subject: verdict.subject, inputs: [verdict], parameters: {} }));
}

/**
 * Up to `limit` stateful requests that differ as much as possible, so that thousands of requests do not mean thousands of
 * questions to an author. All of them, in the order given, when there are no more than `limit`.
 */
export function chooseForInference(verdicts: readonly Artifact<'verdict'>[], limit: number): readonly Artifact<'verdict'>[] {
  const stateful = verdicts.filter((verdict) => verdict.body.stateful);
  if (stateful.length <= limit) return stateful;
  const texts = stateful.map((verdict) => verdict.body.text);
  return farthestPoints(texts, limit).flatMap((index) => stateful[index] ?? []);
}
