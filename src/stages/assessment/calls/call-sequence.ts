import type { Operation } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import { applyPatches } from '../../../sandbox/host/patches.ts';
import type { CallReport, EpisodeStart, Instance, InvariantReport } from '../../../sandbox/sandbox.ts';
import type { Trial } from '../gates/trial.ts';

/** A call as it happened, with the states around it and, after a write, the invariants. */
export interface Step {
  readonly call: ToolCall;
  /** Undefined for a call of a tool that the skeleton does not know. */
  readonly operation: Operation | undefined;
  readonly report: CallReport;
  readonly before: State;
  readonly after: State;
  readonly invariants: readonly InvariantReport[];
}

/** Make the calls one after the other; they are sent at once and answered in order. */
export async function play(trial: Trial, start: EpisodeStart, calls: readonly ToolCall[]): Promise<Step[]> {
  const instance = await trial.opened.create(start);
  try {
    const answers = await Promise.all(calls.map((call) => makeCall(trial, instance, call)));
    let state = start.state;
    return answers.map((answer) => {
      const step = stepFrom(answer, state);
      state = step.after;
      return step;
    });
  } finally {
    await instance.close();
  }
}

/** A call and its answer, without the states around it. */
export type Answered = Omit<Step, 'before' | 'after'>;

/** Make one call, and ask for the invariants if it is a write. */
export async function makeCall(trial: Trial, instance: Instance, call: ToolCall): Promise<Answered> {
  const operation = trial.environment.skeleton.operations.find((candidate) => candidate.name === call.tool);
  const report = instance.call(call.tool, call.arguments);
  const invariants = operation?.effect === 'write' ? instance.invariants() : Promise.resolve([]);
  return { call, operation, report: await report, invariants: await invariants };
}

export function stepFrom(answer: Answered, before: State): Step {
  const { patches } = answer.report;
  // Patches of a state lead to a state: its collections hold records.
  return { ...answer, before, after: patches.length === 0 ? before : (applyPatches(before, patches) as State) };
}
