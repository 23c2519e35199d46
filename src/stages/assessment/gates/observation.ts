import { canonicalJson } from '../../../base/json.ts';
import type { Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { Patch, State } from '../../../domain/state.ts';
import { stateWith } from '../../../domain/with-record.ts';
import { play } from '../calls/call-sequence.ts';
import { neighboursOf, type Placed } from '../calls/neighbours.ts';
import { entitiesShown, type Known, readCalls, valuesIn } from '../calls/read-calls.ts';
import type { CoverageRecord, Example } from './coverage-record.ts';
import { startOf, type Trial } from './trial.ts';

/** Reads that are made together on the state before and after, and for one change at most. */
const callsTogether = 12;
const mostCalls = 240;
/** Changes of one kind that are looked at. */
const mostOfKind = 2;

/** A change of one record, or of one attribute of it, that a write made. */
interface Change {
  /** What it is: "adds to /loans", "changes /copies status". */
  readonly kind: string;
  readonly entity: Entity;
  readonly key: string;
  /** undefined for a whole record. */
  readonly attribute: string | undefined;
  readonly example: Example;
}

/** Every kind of change that a write makes shows in the result of some read about the record or its neighbours. */
export async function examineObservation(coverage: CoverageRecord, skeleton: Skeleton): Promise<void> {
  for (const operation of skeleton.operations.filter(({ effect }) => effect === 'write')) {
    const changes = coverage.examplesOf(operation.name).flatMap((example) => changesIn(skeleton, example));
    for (const kind of new Set(changes.map((change) => change.kind))) {
      const own = changes.filter((change) => change.kind === kind).slice(0, mostOfKind);
      const violation = {
        gate: 'observable' as const,
        about: operation.name,
        message: `${operation.name} ${kind}, and no read shows it`,
      };
      const [first] = own;
      if (!first || coverage.knows(violation) || (await anyIsSeen(skeleton, own))) continue;
      const { trial, calls } = first.example;
      coverage.find(violation, { state: trial.index, seed: trial.seed, calls: [...calls] });
    }
  }
}

function changesIn(skeleton: Skeleton, example: Example): Change[] {
  const changes = new Map<string, Change>();
  for (const patch of example.step.report.patches) {
    const [, collection = '', key = '', attribute] = patch.path.split('/');
    const entity = skeleton.entities.find((candidate) => candidate.collection === collection);
    if (!entity) continue;
    const place = [collection, key, attribute ?? ''].join('/');
    changes.set(place, { kind: kindOf(patch, collection, attribute), entity, key, attribute, example });
  }
  return [...changes.values()];
}

function kindOf({ op }: Patch, collection: string, attribute: string | undefined): string {
  if (attribute !== undefined) return `changes "${attribute}" of /${collection}`;
  return op === 'remove' ? `removes from /${collection}` : `adds to /${collection}`;
}

async function anyIsSeen(skeleton: Skeleton, changes: readonly Change[]): Promise<boolean> {
  for (const change of changes) if (await isSeen(skeleton, change)) return true;
  return false;
}

/** Whether some read answers differently with this change alone: a removal where it was made first, all else where it is undone. */
async function isSeen(skeleton: Skeleton, change: Change): Promise<boolean> {
  const { entity, key, example } = change;
  const { trial, step } = example;
  const [without, having] = apart(change);
  const around = neighboursOf(skeleton, [step.after, step.before], [[entity, key]]);
  const known = knownTo(skeleton, around, trial.initial.start.slice(0, 10));
  const reads = skeleton.operations.filter((operation) => operation.effect === 'read');
  const isShowing = (tool: string): boolean =>
    reads.some((read) => read.name === tool && entitiesShown(skeleton, read).has(entity.name));
  const all = reads.flatMap((read) => readCalls(skeleton, read, known));
  const calls = [...all.filter(({ tool }) => isShowing(tool)), ...all.filter(({ tool }) => !isShowing(tool))];
  for (let first = 0; first < Math.min(calls.length, mostCalls); first += callsTogether) {
    const part = calls.slice(first, first + callsTogether);
    const [before, after] = [await answers(trial, without, part), await answers(trial, having, part)];
    if (before.some((answer, index) => answer !== after[index])) return true;
  }
  return calls.length > mostCalls;
}

/** Two states that differ in this change alone, and are otherwise as the call found or left them. */
function apart({ entity, key, attribute, example }: Change): readonly [State, State] {
  const { before, after } = example.step;
  const { collection } = entity;
  const earlier = before[collection]?.[key];
  const later = after[collection]?.[key];
  if (!later) return [before, stateWith(before, collection, key, undefined)];
  const record = attribute === undefined ? earlier : { ...later, [attribute]: earlier?.[attribute] ?? null };
  return [stateWith(after, collection, key, record), after];
}

async function answers(trial: Trial, state: State, calls: readonly ToolCall[]): Promise<string[]> {
  const steps = await play(trial, { ...startOf(trial), state }, calls);
  return steps.map(({ report }) => canonicalJson(report.result));
}

/** What somebody knows who knows these records. */
function knownTo(skeleton: Skeleton, around: readonly Placed[], today: string): Known {
  const keysOf = (name: string): string[] => around.filter(({ entity }) => entity.name === name).map(({ key }) => key);
  const keys = new Map(skeleton.entities.map(({ name }) => [name, new Set(keysOf(name))]));
  return { keys, values: valuesIn(around.map(({ entity, record }) => [entity, record])), today };
}
