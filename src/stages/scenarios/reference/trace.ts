import type { Json } from '../../../base/json.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { Supply } from '../../../domain/scenario/scenario.ts';
import type { State } from '../../../domain/state.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import { isWrite, type Subject } from '../certificate-input.ts';
import { valueAt, withValueAt } from '../leaves.ts';
import { stateAfter } from '../state-after.ts';

/** One call of a trace: planned as the reference made it, or departing from it. */
export interface Step {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, Json>>;
  /** Its place in the reference (1 is the first); undefined for a call that the reference does not make. */
  readonly place?: number;
  /** Arguments that an agent takes from what it got from an earlier write of this very trace. */
  readonly taken?: readonly { readonly argument: string; readonly place: number; readonly path: string }[];
}

/** A trace as it ran. */
export interface Ran {
  readonly calls: readonly Done[];
  readonly final: State;
}

export interface Done extends ExecutedCall {
  readonly place: number | undefined;
}

/** The reference as steps: what came out of a write is taken from there again, so that other ids do no harm. */
export function stepsOf(subject: Pick<Subject, 'reference' | 'skeleton'>, flow: readonly Supply[]): Step[] {
  return subject.reference.map((call, index) => ({
    tool: call.tool,
    arguments: call.arguments,
    place: index + 1,
    taken: flow.flatMap(({ call: number, argument, origin }) =>
      number === index + 1 &&
      origin.kind === 'observation' &&
      isWrite(subject.skeleton, subject.reference[origin.call - 1]?.tool ?? '')
        ? [{ argument, place: origin.call, path: origin.path }]
        : [],
    ),
  }));
}

/** Where a trace departs: an instance in the state before, and the calls that led there. */
export interface Junction {
  readonly instance: Instance;
  readonly calls: readonly Done[];
}

/**
 * Make further calls on a fork of a junction. A step that needs the outcome of a write that did not happen is left out:
 * nobody could make it. Refusals do not end a trace.
 */
export async function continueFrom(junction: Junction, start: State, steps: readonly Step[]): Promise<Ran> {
  const instance = await junction.instance.fork();
  try {
    const calls = [...junction.calls];
    for (const step of steps) {
      const done = await makeCall(instance, step, calls);
      if (done) calls.push(done);
    }
    return { calls, final: stateAfter(start, calls) };
  } finally {
    await instance.close();
  }
}

async function makeCall(instance: Instance, step: Step, earlier: readonly Done[]): Promise<Done | undefined> {
  let args: Json = step.arguments;
  for (const { argument, place, path } of step.taken ?? []) {
    const source = earlier.findLast((call) => call.place === place);
    const value = source?.result.success ? valueAt(source.result, path) : undefined;
    if (value === undefined) return undefined;
    args = withValueAt(args, argument, value);
  }
  const { outcome, result, patches } = await instance.call(step.tool, args);
  return { tool: step.tool, arguments: args as Record<string, Json>, outcome, result, patches: [...patches], place: step.place };
}

/** Forks of the reference before each of its calls; the last one is its end. */
export async function junctionsOf(
  subject: Subject,
  steps: readonly Step[],
): Promise<{ junctions: readonly Junction[]; close(): Promise<void> }> {
  const junctions: Junction[] = [];
  const instance = await subject.environment.create(subject.start);
  const close = async (): Promise<void> => {
    await Promise.all([instance, ...junctions.map((junction) => junction.instance)].map((one) => one.close()));
  };
  try {
    const calls: Done[] = [];
    for (const step of steps) {
      junctions.push({ instance: await instance.fork(), calls: [...calls] });
      const done = await makeCall(instance, step, calls);
      if (done) calls.push(done);
    }
    junctions.push({ instance: await instance.fork(), calls });
    return { junctions, close };
  } catch (error) {
    await close();
    throw error;
  }
}
