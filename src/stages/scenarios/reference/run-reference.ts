import { messageOf } from '../../../base/errors.ts';
import type { Json } from '../../../base/json.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import type { PlannedCall } from '../../../generation/work/scenarios.ts';
import type { EpisodeStart, OpenEnvironment } from '../../../sandbox/sandbox.ts';
import { valueAt } from '../leaves.ts';

/** A reference as it ran: complete with its end, or stopped at a call that did not succeed. */
export type ReferenceRun =
  | { readonly status: 'complete'; readonly calls: readonly ExecutedCall[]; readonly final: State; readonly hash: string }
  | { readonly status: 'stopped'; readonly calls: readonly ExecutedCall[]; readonly problem: string };

/** Execute planned calls from a start; every one must succeed. Arguments that come from earlier results are filled in. */
export async function runReference(
  environment: OpenEnvironment,
  start: EpisodeStart,
  planned: readonly PlannedCall[],
): Promise<ReferenceRun> {
  const instance = await environment.create(start);
  try {
    const calls: ExecutedCall[] = [];
    for (const [index, plan] of planned.entries()) {
      const resolved = resolveArguments(plan, calls);
      if (resolved.problem !== undefined)
        return { status: 'stopped', calls, problem: `Call ${index + 1} (${plan.tool}): ${resolved.problem}` };
      const { outcome, result, patches } = await instance.call(plan.tool, resolved.args);
      calls.push({ tool: plan.tool, arguments: resolved.args, outcome, result, patches: [...patches] });
      if (!result.success)
        return {
          status: 'stopped',
          calls,
          problem: `Call ${index + 1} (${plan.tool}) did not succeed (${outcome}): ${result.error}`,
        };
    }
    return { status: 'complete', calls, final: await instance.snapshot(), hash: await instance.hash() };
  } finally {
    await instance.close();
  }
}

type Resolved = { args: Record<string, Json>; problem?: undefined } | { problem: string };

/** The arguments of a planned call, or why they cannot be filled in. */
export function resolveArguments(plan: PlannedCall, earlier: readonly ExecutedCall[]): Resolved {
  const args: Record<string, Json> = {};
  for (const argument of plan.arguments) {
    if ((argument.json === undefined) === (argument.from === undefined))
      return { problem: `argument "${argument.name}" needs either "json" or "from".` };
    if (argument.json !== undefined) {
      try {
        args[argument.name] = JSON.parse(argument.json) as Json;
      } catch (error) {
        return { problem: `argument "${argument.name}" is not JSON: ${messageOf(error)}` };
      }
    } else if (argument.from !== undefined) {
      const source = earlier[argument.from.call - 1];
      const value = source === undefined ? undefined : valueAt(source.result, argument.from.path);
      if (value === undefined)
        return {
          problem: `argument "${argument.name}" refers to "${argument.from.path}" in the result of call ${argument.from.call}, which is not there.`,
        };
      args[argument.name] = value;
    }
  }
  return { args };
}
