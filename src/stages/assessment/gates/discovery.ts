import { interleaved } from '../../../base/interleaved.ts';
import { canonicalJson, type Json } from '../../../base/json.ts';
import { seededRandom } from '../../../base/random.ts';
import type { Entity, Operation } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { callAbout, sampled } from '../calls/arbitraries.ts';
import { play, type Step } from '../calls/call-sequence.ts';
import { entitiesShown, readCalls, recordsIn, valuesIn } from '../calls/read-calls.ts';
import type { CoverageRecord } from './coverage-record.ts';
import { groundOf, startOf, type Trial } from './trial.ts';

/** Reads that are made together, and before the search gives up without a finding. */
const callsTogether = 100;
const mostCalls = 2000;
/** How often each write is tried with a key that was not seen. */
const triesPerWrite = 5;
/** Records of each entity that are searched for by their names. */
const recordsSearched = 4;

/**
 * Whether an agent finds what it needs: every key with which a write succeeds in the state after a walk is shown by some read, for
 * one who begins with words that a task could say, and goes on with the keys that were shown. Keys that no write takes, such as
 * those of what is over and done with, may stay hidden; they are counted. And what a search finds by a part of its name it finds
 * by the whole.
 */
export async function examineDiscovery(trial: Trial, coverage: CoverageRecord, walked: readonly Step[]): Promise<void> {
  await examineKeys(trial, coverage, walked);
  await examineNames(trial, coverage);
}

function readsOf({ environment }: Trial): Operation[] {
  return environment.skeleton.operations.filter((operation) => operation.effect === 'read');
}

async function examineKeys(trial: Trial, coverage: CoverageRecord, walked: readonly Step[]): Promise<void> {
  const { skeleton } = trial.environment;
  const state = walked.at(-1)?.after ?? trial.initial.state;
  const reads = readsOf(trial);
  const records = recordsIn(skeleton, state);
  const missing = new Map(records.map(([entity, record]) => [String(record[entity.key]), entity]));
  const keys = new Map(skeleton.entities.map((entity) => [entity.name, new Set<string>()]));
  const known = { keys, values: valuesIn(records), today: trial.initial.start.slice(0, 10) };
  const made = new Set<string>();
  while (missing.size > 0) {
    const possible = interleaved(
      reads.map((read) => readCalls(skeleton, read, known).filter((call) => !made.has(canonicalJson(call)))),
    );
    // Where more is possible than is tried, nothing is said of what was not seen.
    if (made.size >= mostCalls) return;
    if (possible.length === 0) break;
    const calls = possible.slice(0, callsTogether);
    for (const call of calls) made.add(canonicalJson(call));
    for (const { report } of await play(trial, { ...startOf(trial), state }, calls)) {
      for (const text of report.result.success ? textsIn(report.result.data ?? null) : []) {
        for (const entity of skeleton.entities)
          if (Object.hasOwn(state[entity.collection] ?? {}, text)) keys.get(entity.name)?.add(text);
        missing.delete(text);
      }
    }
  }
  coverage.noteKeys(records.length, missing.size);
  for (const [key, entity] of missing) {
    const call = await successWith(trial, state, key, entity);
    if (!call) continue;
    const about = reads.find((read) => entitiesShown(skeleton, read).has(entity.name))?.name ?? reads[0]?.name;
    const violation = {
      gate: 'discoverable' as const,
      about,
      message: `no read shows the ${entity.name} "${key}", with which ${call.tool} succeeds: ${made.size} reads that began with names and dates did not come across it`,
    };
    if (coverage.knows(violation)) continue;
    const leading = walked.filter((step) => step.report.patches.length > 0).map((step) => step.call);
    const [alone] = await play(trial, startOf(trial), [call]);
    const calls = alone?.report.outcome === 'success' ? [call] : [...leading, call];
    coverage.find(violation, { state: trial.index, seed: trial.seed, calls });
  }
}

/** A write that succeeds with a key in a state, if one does. */
async function successWith(trial: Trial, state: State, key: string, entity: Entity): Promise<ToolCall | undefined> {
  const random = seededRandom(`${trial.seed}/needed/${key}`);
  const ground = { ...groundOf(trial), state };
  const record = state[entity.collection]?.[key];
  for (const operation of trial.environment.skeleton.operations) {
    const calls = operation.effect === 'write' && record ? callAbout(ground, operation, { entity, record }) : undefined;
    for (let tries = 0; calls && tries < triesPerWrite; tries++) {
      const call = sampled(calls, random);
      const [step] = await play(trial, { ...startOf(trial), state }, [call]);
      if (step?.report.outcome === 'success') return call;
    }
  }
  return undefined;
}

function* textsIn(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner);
}

/** A search for a whole text and for a part of it, which is to find the same record. */
interface Pair {
  readonly part: ToolCall;
  readonly whole: ToolCall;
  readonly entity: Entity;
  readonly key: string;
  readonly text: string;
}

async function examineNames(trial: Trial, coverage: CoverageRecord): Promise<void> {
  const pairs = readsOf(trial).flatMap((read) => searchPairs(trial, read));
  const steps = await play(
    trial,
    startOf(trial),
    pairs.flatMap(({ part, whole }) => [part, whole]),
  );
  const finds = (index: number, key: string): boolean | undefined => {
    const result = steps[index]?.report.result;
    return result?.success === true && [...textsIn(result.data ?? null)].includes(key);
  };
  for (const [index, { part, whole, entity, key, text }] of pairs.entries()) {
    if (!finds(2 * index, key) || finds(2 * index + 1, key)) continue;
    if (steps[2 * index + 1]?.report.outcome === 'invalid-arguments') continue;
    const violation = {
      gate: 'discoverable' as const,
      about: whole.tool,
      message: `${whole.tool} finds the ${entity.name} "${key}" by a part of "${text}", but not by the whole`,
    };
    if (!coverage.knows(violation)) coverage.find(violation, { state: trial.index, seed: trial.seed, calls: [part, whole] });
  }
}

function searchPairs(trial: Trial, read: Operation): Pair[] {
  const { skeleton } = trial.environment;
  const random = seededRandom(`${trial.seed}/names/${read.name}`);
  const shown = entitiesShown(skeleton, read);
  const texts = read.parameters.filter(
    ({ name, type }) =>
      type.kind === 'string' && type.pattern === undefined && !skeleton.entities.some((entity) => entity.key === name),
  );
  return skeleton.entities
    .filter((entity) => shown.has(entity.name))
    .flatMap((entity) =>
      random
        .sample(Object.values(trial.initial.state[entity.collection] ?? {}), recordsSearched)
        .flatMap((record) => texts.flatMap((parameter) => pairsFor(read, parameter.name, { entity, record }))),
    );
}

function pairsFor(read: Operation, searched: string, about: { readonly entity: Entity; readonly record: StateRecord }): Pair[] {
  const { entity, record } = about;
  const others: Record<string, Json> = {};
  for (const { name, type, required } of read.parameters) {
    if (!required || name === searched) continue;
    const value = type.kind === 'reference' && type.entity === entity.name ? record[entity.key] : record[name];
    if (value === undefined || value === null) return [];
    others[name] = value;
  }
  const call = (text: string): ToolCall => ({ tool: read.name, arguments: { ...others, [searched]: text } });
  return entity.attributes.flatMap(({ name, type }) => {
    const text = record[name];
    const part = typeof text === 'string' && type.kind === 'string' && name !== entity.key ? partOf(text) : undefined;
    if (typeof text !== 'string' || part === undefined) return [];
    // Where another value holds the part, too, the search may have found that.
    if (Object.entries(record).some(([other, value]) => other !== name && JSON.stringify(value).toLowerCase().includes(part)))
      return [];
    return [{ part: call(part), whole: call(text), entity, key: String(record[entity.key]), text }];
  });
}

/** Small letters out of the longest word of a text: "ante" of "The Lanterns". */
function partOf(text: string): string | undefined {
  const longest = [...text.matchAll(/\p{L}+/gu)].map(([word]) => word).sort((left, right) => right.length - left.length)[0] ?? '';
  return longest.length < 4 ? undefined : longest.slice(1, 5).toLowerCase();
}
