import type { Finding } from '../../domain/environment/assessment.ts';
import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { State } from '../../domain/state.ts';
import type { OpenEnvironment } from '../../sandbox/sandbox.ts';
import { withChanges } from './contract/scene.ts';

/** Makes the calls of a counterexample again, from the state, at the moment and with the seed it was found with. */
export async function replay(
  opened: OpenEnvironment,
  initial: { readonly state: State; readonly start: string },
  counterexample: NonNullable<Finding['counterexample']>,
): Promise<{ readonly calls: readonly ExecutedCall[]; readonly end: State }> {
  const { altered, seed } = counterexample;
  const state = withChanges(initial.state, altered?.records ?? []);
  const instance = await opened.create({ state, seed, start: altered?.start ?? initial.start });
  try {
    const calls: ExecutedCall[] = [];
    for (const call of counterexample.calls) {
      const { outcome, result, patches } = await instance.call(call.tool, call.arguments);
      calls.push({ ...call, outcome, result, patches: [...patches] });
    }
    return { calls, end: await instance.snapshot() };
  } finally {
    await instance.close();
  }
}
