import { seededRandom } from '../../base/random.ts';
import type { Skeleton } from '../../domain/environment/skeleton.ts';
import { statePoverty } from '../../domain/environment/state-poverty.ts';
import { stateProblems } from '../../domain/environment/state-problems.ts';
import { inputOf } from '../../domain/kinds.ts';
import { type State, state } from '../../domain/state.ts';
import type { Stage, StageResult } from '../../engine/stage.ts';
import { writeState } from '../../generation/work/scenarios.ts';
import type { OpenEnvironment } from '../../sandbox/sandbox.ts';

/** How often a state that breaks its skeleton or an invariant, or is poor, goes back to the author. */
const repairs = 2;

/**
 * Stage 4a: initial states of an environment, valid by types, references, uniqueness, bounds and every invariant. One that is
 * valid but poor is asked for again; the richest is kept, with a note.
 */
export const statesStage: Stage = {
  name: 'states',
  version: 2,
  noun: 'initial states',
  writes: 'state',
  works: [writeState],
  async run(unit, context): Promise<StageResult> {
    const environment = inputOf(unit.inputs, 'environment').body;
    const opened = await context.sandbox.open(environment);
    const start = startOf(context.seed);
    const number = Number(unit.parameters.number);
    const author = context.writtenBy('write-state');
    let problems: readonly string[] = [];
    let lists: unknown;
    let best: { readonly state: State; readonly poor: readonly string[] } | undefined;
    for (let round = 0; round <= repairs; round++) {
      const request = { slug: environment.slug, skeleton: environment.skeleton, number, today: start.slice(0, 10), problems };
      const answer = await context.ask(writeState, request);
      lists = answer;
      const keyed = keyRecords(environment.skeleton, answer);
      problems = keyed.problems.length > 0 ? keyed.problems : await problemsOf(environment.skeleton, opened, keyed.state);
      if (problems.length > 0) continue;
      const poor = statePoverty(environment.skeleton, keyed.state);
      if (best === undefined || poor.length < best.poor.length) best = { state: keyed.state, poor };
      // The embedded author gives the same answer again.
      if (poor.length === 0 || author.provider === 'procedural') break;
      problems = poor;
    }
    if (best === undefined)
      return { status: 'rejected', reason: `The state is not valid: ${problems[0]}`, evidence: { problems, answer: lists } };
    const { state: valid, poor } = best;
    if (poor.length > 0) context.log.warn({ state: unit.subject, poor }, 'a valid state is poor');
    const body = { name: unit.subject, start, state: valid, writtenBy: author, ...(poor.length > 0 ? { poor: [...poor] } : {}) };
    return { status: 'done', outputs: [{ kind: 'state', subject: unit.subject, body }] };
  },
};

/** A working day in 2026 or 2027, nine in the morning: late enough in the year that dates before it are in the same decade. */
function startOf(seed: string): string {
  const random = seededRandom(seed).fork('start');
  const day = new Date(Date.UTC(2026, 0, 5 + random.integer(0, 700)));
  const weekday = day.getUTCDay();
  if (weekday === 0 || weekday === 6) day.setUTCDate(day.getUTCDate() + 2);
  return `${day.toISOString().slice(0, 10)}T09:00:00Z`;
}

/** Lists of records become objects by key; two records of one key are a problem. */
function keyRecords(skeleton: Skeleton, lists: Record<string, Record<string, unknown>[]>): { state: State; problems: string[] } {
  const problems: string[] = [];
  const keyed: Record<string, Record<string, unknown>> = {};
  for (const entity of skeleton.entities) {
    const records: Record<string, unknown> = {};
    for (const record of lists[entity.collection] ?? []) {
      const key = String(record[entity.key]);
      if (Object.hasOwn(records, key)) problems.push(`/${entity.collection}: two records have the key "${key}".`);
      records[key] = record;
    }
    keyed[entity.collection] = records;
  }
  return { state: state.parse(keyed), problems };
}

async function problemsOf(skeleton: Skeleton, environment: OpenEnvironment, candidate: State): Promise<string[]> {
  const problems = stateProblems(skeleton, candidate);
  if (problems.length > 0) return problems;
  const [reports = []] = await environment.invariants([candidate]);
  const texts = new Map(skeleton.rules.map((rule) => [rule.id, rule.text]));
  return reports
    .filter((report) => report.status !== 'holds')
    .map(
      (report) =>
        `Invariant ${report.rule} (${texts.get(report.rule) ?? ''}) ${report.status === 'broken' ? 'does not hold' : `could not be evaluated: ${report.error ?? ''}`}.`,
    );
}
