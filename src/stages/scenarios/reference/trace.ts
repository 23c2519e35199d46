import type { Json } from '../../../base/json.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { ArgumentSource } from '../../../domain/scenario/scenario.ts';
import type { State } from '../../../domain/state.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import { type CertificateInput, isWrite } from '../certificate-input.ts';
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
export function stepsOf(input: Pick<CertificateInput, 'reference' | 'skeleton'>, provenance: readonly ArgumentSource[]): Step[] {
  return input.reference.map((call, index) => ({
    tool: call.tool,
    arguments: call.arguments,
    place: index + 1,
    taken: provenance.flatMap(({ call: number, argument, origin }) =>
      number === index + 1 &&
      origin.kind === 'observation' &&
      isWrite(input.skeleton, input.reference[origin.call - 1]?.tool ?? '')
        ? [{ argument, place: origin.call, path: origin.path }]
        : [],
    ),
  }));
}

/** Where a trace departs: an instance in the state before, and the calls that led there. */
export interface Checkpoint {
  readonly instance: Instance;
  readonly calls: readonly Done[];
}

/**
 * Make further calls on a fork of a junction. A step that needs the outcome of a write that did not happen is left out:
 * nobody could make it. Refusals do not end a trace.
 */
export async function continueFrom(checkpoint: Checkpoint, start: State, steps: readonly Step[]): Promise<Ran> {
  const instance = await checkpoint.instance.fork();
  try {
    const calls = [...checkpoint.calls];
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
export async function checkpointsOf(
  input: CertificateInput,
  steps: readonly Step[],
): Promise<{ checkpoints: readonly Checkpoint[]; close(): Promise<void> }> {
  const checkpoints: Checkpoint[] = [];
  const instance = await input.environment.create(input.start);
  const close = async (): Promise<void> => {
    await Promise.all([instance, ...checkpoints.map((checkpoint) => checkpoint.instance)].map((one) => one.close()));
  };
  try {
    const calls: Done[] = [];
    for (const step of steps) {
      checkpoints.push({ instance: await instance.fork(), calls: [...calls] });
      const done = await makeCall(instance, step, calls);
      if (done) calls.push(done);
    }
    checkpoints.push({ instance: await instance.fork(), calls });
    return { checkpoints: checkpoints, close };
  } catch (error) {
    await close();
    throw error;
  }
}
