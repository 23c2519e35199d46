import { canonicalJson } from '../../base/json.ts';
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
  const instance = await opened.create({ ...beginningOf(initial, counterexample), seed: counterexample.seed });
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

/** The state that the calls of a counterexample are made on, and when: the test state, or what was altered of it. */
export function beginningOf(
  initial: { readonly state: State; readonly start: string },
  { altered }: NonNullable<Finding['counterexample']>,
): { readonly state: State; readonly start: string } {
  return { state: withChanges(initial.state, altered?.records ?? []), start: altered?.start ?? initial.start };
}

/** What is altered of the test state, one line each; none where nothing is. */
export function alterationLines({ altered }: NonNullable<Finding['counterexample']>): string[] {
  if (!altered) return [];
  const records = altered.records.map(({ collection, key, record }) =>
    record === null ? `- /${collection}/${key}` : `/${collection}/${key} = ${canonicalJson(record)}`,
  );
  return [`at ${altered.start}`, ...records];
}
