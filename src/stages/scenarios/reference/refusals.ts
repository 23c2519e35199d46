import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { mustBeDeclined, type ScenarioKind } from '../../../domain/scenario/scenario-kind.ts';
import type { State } from '../../../domain/state.ts';
import type { PlannedCall, ScenarioProposal } from '../../../generation/work/scenarios.ts';
import type { EpisodeStart, Instance, OpenEnvironment } from '../../../sandbox/sandbox.ts';
import { resolveArguments } from './run-reference.ts';

/** What was tried in vain, or why it cannot stand as a thing that must not be done. */
export type Refusals =
  | { readonly calls: readonly ExecutedCall[]; readonly problem?: undefined }
  | { readonly calls?: undefined; readonly problem: string };

/**
 * Tries what a task asks for in vain, at the start and after the reference: each call must be refused both times by the
 * environment itself, so that nobody can do it at any moment. `calls` are those after the reference.
 */
export async function runRefusals(
  environment: OpenEnvironment,
  start: EpisodeStart,
  reference: readonly ExecutedCall[],
  planned: readonly PlannedCall[],
): Promise<Refusals> {
  if (planned.length === 0) return { calls: [] };
  const instance = await environment.create(start);
  try {
    const before = await refusedCalls(instance, planned);
    if (before.problem !== undefined) return { problem: `At the start, ${before.problem}` };
    for (const call of reference) await instance.call(call.tool, call.arguments);
    const after = await refusedCalls(instance, planned);
    return after.problem === undefined ? after : { problem: `After the reference, ${after.problem}` };
  } finally {
    await instance.close();
  }
}

async function refusedCalls(instance: Instance, planned: readonly PlannedCall[]): Promise<Refusals> {
  const calls: ExecutedCall[] = [];
  for (const plan of planned) {
    const resolved = resolveArguments(plan, []);
    if (resolved.problem !== undefined) return { problem: `the call of ${plan.tool} cannot be made: ${resolved.problem}` };
    const { outcome, result, patches } = await instance.call(plan.tool, resolved.args);
    if (outcome !== 'refused')
      return { problem: `${plan.tool} was not refused (${outcome}), although it is said to be impossible or done already.` };
    calls.push({ tool: plan.tool, arguments: resolved.args, outcome, result, patches: [...patches] });
  }
  return { calls };
}

/** The kind a proposal says it is of; what asks for nothing in vain cannot be of a kind that does. */
export function kindOf({ kind = 'direct', refused = [], user }: ScenarioProposal): ScenarioKind {
  if (user) return 'underspecified';
  if (refused.length === 0) return mustBeDeclined(kind) ? 'direct' : kind;
  return mustBeDeclined(kind) ? kind : 'infeasible';
}

/** What is wrong with the records that a proposal names as evidence. */
export function evidenceProblem(state: State, { refused = [], evidence = [] }: ScenarioProposal): string | undefined {
  if (refused.length === 0) return undefined;
  if (evidence.length === 0) return 'A task that asks for something in vain needs "evidence": the records that show why.';
  for (const { collection, key, attributes } of evidence) {
    const record = state[collection]?.[key];
    if (!record) return `The evidence names ${collection}/${key}, which does not exist at the start.`;
    const unknown = attributes.find((name) => !Object.hasOwn(record, name));
    if (unknown !== undefined)
      return `The evidence names the attribute "${unknown}" of ${collection}/${key}, which it does not have.`;
  }
  return undefined;
}
