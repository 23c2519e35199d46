import { interleaved } from '../../../base/interleaved.ts';
import { seededRandom } from '../../../base/random.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import { callAbout, sampled } from '../calls/arbitraries.ts';
import { recordsIn } from '../calls/read-calls.ts';
import { findShortened } from '../calls/shrink.ts';
import type { CoverageRecord } from './coverage-record.ts';
import { exercise } from './exercise.ts';
import { groundOf, type Trial } from './trial.ts';

/** Calls on different records that are made one after the other. */
const callsTogether = 8;

/**
 * Every operation on every record that it can name, as far as the wanted number of calls goes: a fault that shows on one record
 * only is not left to chance. Every promise is checked on the way. Gives the number of calls made.
 */
export async function sweepRecords(trial: Trial, coverage: CoverageRecord, wanted: number): Promise<number> {
  const random = seededRandom(`${trial.seed}/sweep`);
  const ground = groundOf(trial);
  const { skeleton } = trial.environment;
  const records = recordsIn(skeleton, trial.initial.state);
  const operations = skeleton.operations.map((operation) =>
    records.flatMap(([entity, record]) => callAbout(ground, operation, { entity, record }) ?? []),
  );
  // One record of each operation after the other, so that none comes short where there are more records than calls; and once
  // more with other arguments where there are fewer.
  const longest = Math.max(...operations.map((each) => each.length));
  const calls: ToolCall[] = [];
  while (longest > 0 && calls.length < wanted) {
    const shuffled = operations.map((each) => random.shuffle(each));
    const inTurn = interleaved(shuffled);
    calls.push(...inTurn.slice(0, Math.ceil(wanted) - calls.length).map((arbitrary) => sampled(arbitrary, random)));
  }
  for (let first = 0; first < calls.length && !coverage.isFull(); first += callsTogether) {
    const { steps, violations } = await exercise(trial, calls.slice(first, first + callsTogether));
    coverage.noteAll(trial, steps);
    await findShortened(
      trial,
      coverage,
      steps.map((step) => step.call),
      violations,
    );
  }
  return calls.length;
}
