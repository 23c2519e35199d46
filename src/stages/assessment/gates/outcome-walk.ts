import { type Random, seededRandom } from '../../../base/random.ts';
import type { Entity, Operation } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import { callOf, type Ground, sampled } from '../calls/arbitraries.ts';
import { makeCall, type Step, stepFrom } from '../calls/call-sequence.ts';
import { findShortened } from '../calls/shrink.ts';
import type { CoverageRecord } from './coverage-record.ts';
import { violationsOf } from './exercise.ts';
import { groundOf, startOf, type Trial } from './trial.ts';

/** Calls in one walk, and in one that keeps to few tools and records. */
const walkLength = 25;
const narrowLength = 100;
/** Walks beyond the wanted number of calls, while some tool still owes something. */
const furtherWalks = 20;

/**
 * Random walks until the wanted number of calls is made, and further ones while tools owe something. Unlike the sequences of a
 * property, a walk makes each call up from the state it has reached, so that it gets to what takes several steps; half of its
 * calls are to tools that still owe something. Every third walk is narrow: it keeps to some tools and to few records, so that
 * limits are reached. Every promise is checked on the way. Gives the last walk.
 */
export async function walkForOutcomes(trial: Trial, coverage: CoverageRecord, calls: number): Promise<readonly Step[]> {
  const operations = trial.environment.skeleton.operations;
  const until = coverage.calls() + calls;
  let last: readonly Step[] = [];
  for (let number = 0, further = 0; !coverage.isFull() && further < furtherWalks; number++) {
    const isOwed = operations.some((operation) => coverage.owes(operation).length > 0);
    if (coverage.calls() >= until) {
      if (!isOwed) break;
      further++;
    }
    const random = seededRandom(`${trial.seed}/walk-${number}`);
    const steps = await walk(
      trial,
      coverage,
      number % 3 === 2 || further > 0 ? narrowPath(trial, coverage, random) : widePath(trial, random),
    );
    last = steps;
    await findShortened(
      trial,
      coverage,
      steps.map((step) => step.call),
      await violationsOf(trial, steps),
    );
  }
  return last;
}

/** Where a walk may go. */
interface Path {
  readonly random: Random;
  readonly length: number;
  readonly operations: readonly Operation[];
  readonly favourites: ReadonlySet<string> | undefined;
  /** The tool that half of the calls are to; otherwise those that owe something. */
  readonly focus: Operation | undefined;
}

function widePath(trial: Trial, random: Random): Path {
  return {
    random,
    length: walkLength,
    operations: trial.environment.skeleton.operations,
    favourites: undefined,
    focus: undefined,
  };
}

/**
 * Half of the tools, among them one that owes something, and one record that all happens to: of a collection that the tool
 * names, so that its limits are reached; or one or two of each collection.
 */
function narrowPath(trial: Trial, coverage: CoverageRecord, random: Random): Path {
  const { skeleton } = trial.environment;
  const owing = skeleton.operations.filter((operation) => owesAnything(coverage, operation));
  const chosen = random.pick(owing.length > 0 ? owing : skeleton.operations);
  const operations = skeleton.operations.filter((operation) => operation === chosen || random.chance(0.5));
  const keysOf = (entity: Entity): string[] => Object.keys(trial.initial.state[entity.collection] ?? {});
  const named = skeleton.entities.filter((entity) =>
    chosen.parameters.some(({ type }) => type.kind === 'reference' && type.entity === entity.name),
  );
  const favourites =
    named.length > 0 && random.chance(0.5)
      ? random.sample(keysOf(random.pick(named)), 1)
      : skeleton.entities.flatMap((entity) => random.sample(keysOf(entity), random.integer(1, 2)));
  return { random, length: narrowLength, operations, favourites: new Set(favourites), focus: chosen };
}

function owesAnything(coverage: CoverageRecord, operation: Operation): boolean {
  return coverage.owes(operation).length > 0 || coverage.lacksRefusals(operation);
}

async function walk(trial: Trial, coverage: CoverageRecord, path: Path): Promise<Step[]> {
  const { random, length, operations, favourites, focus } = path;
  const instance = await trial.opened.create(startOf(trial));
  let ground: Ground = { ...groundOf(trial), favourites };
  const steps: Step[] = [];
  const succeeded = new Map<string, ToolCall>();
  try {
    while (steps.length < length) {
      const owing = operations.filter((operation) => owesAnything(coverage, operation));
      const preferred = focus ?? (owing.length > 0 ? random.pick(owing) : random.pick(operations));
      const operation = random.chance(0.5) ? preferred : random.pick(operations);
      const made = sampled(callOf(ground, operation), random);
      const call = random.chance(0.4) ? likeBefore(made, succeeded.get(operation.name), random) : made;
      const step = stepFrom(await makeCall(trial, instance, call), ground.state);
      steps.push(step);
      if (step.report.outcome === 'success') succeeded.set(operation.name, call);
      coverage.note(trial, step, () => steps.map((made) => made.call));
      ground = { ...ground, state: step.after, favourites: favourites && new Set([...favourites, ...addedIn(steps)]) };
    }
    return steps;
  } finally {
    await instance.close();
  }
}

/** Keys of the records that the latest calls added: what was just made is what one goes on with. */
function addedIn(steps: readonly Step[]): string[] {
  return steps.slice(-6).flatMap((step) =>
    step.report.patches.flatMap(({ op, path }) => {
      const [, , key, ...inner] = path.split('/');
      return op === 'add' && key !== undefined && inner.length === 0 ? [key] : [];
    }),
  );
}

/** The call that succeeded before with one argument of the new one: what may be done once is tried until a limit is met. */
function likeBefore(call: ToolCall, before: ToolCall | undefined, random: Random): ToolCall {
  const names = Object.keys(call.arguments);
  if (before === undefined || names.length === 0) return call;
  const name = random.pick(names);
  return { tool: call.tool, arguments: { ...before.arguments, [name]: call.arguments[name] ?? null } };
}
