import { z } from 'zod';
import { hashJson } from '../../../src/base/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import type { ToolResult } from '../../../src/domain/rollout/call.ts';
import { patch } from '../../../src/domain/state.ts';
import { applyPatches } from '../../../src/sandbox/host/patches.ts';
import { json, readRecorded } from './recorded.ts';
import type { RecordedTool } from './recorded-tools.ts';
import type { RecordedCall } from './replay.ts';

/** The two databases of a recording: what the agent's tools see, and what the user's do. */
const sides = z.strictObject({ agent: json, user: json });
export type Sides = z.infer<typeof sides>;

const diffs = z.strictObject({ agent: z.array(patch).optional(), user: z.array(patch).optional() });

const recordedTask = z.object({
  task_id: z.string(),
  init_diff: diffs,
  steps: z.array(z.object({ name: z.string(), kwargs: z.record(z.string(), json), result: json, error: z.boolean() })),
  final_diff: diffs,
  // One task was recorded without the user's side.
  final_hash_canonical: z.object({ agent: z.string(), user: z.string().optional() }),
});

const recordedTool = z.object({
  function: z.object({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.unknown()) }),
});

/** A recorded task, with the state it begins in and the one it ends in. */
export interface Tau2Case {
  readonly name: string;
  readonly initial: Sides;
  readonly calls: readonly RecordedCall[];
  readonly final: Sides;
  /** Canonical hashes as they were recorded, by side. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The files of a recorded domain. */
export function tau2Files(domain: string): string[] {
  return [`tau2_replay_${domain}.json`, `db/tau2_${domain}.json.gz`, 'tau2_env_meta.json'];
}

/** The tasks of a recorded domain; none where the recording is not at hand. */
export function tau2Cases(domain: string): readonly Tau2Case[] {
  const database = readRecorded(`db/tau2_${domain}.json.gz`, sides);
  const { tasks } = readRecorded(`tau2_replay_${domain}.json`, z.object({ tasks: z.array(recordedTask) }));
  return tasks.map((task) => {
    const initial = patched(database, task.init_diff);
    return {
      name: task.task_id,
      initial,
      calls: task.steps.map((step) => ({ tool: step.name, arguments: step.kwargs, result: step.result })),
      final: patched(initial, task.final_diff),
      hashes: Object.fromEntries(Object.entries(task.final_hash_canonical).filter(([, hash]) => hash !== undefined)),
    };
  });
}

/** The agent's and the user's tools. */
export function tau2Tools(domain: string): readonly RecordedTool[] {
  const tools = z.object({ agent: z.array(recordedTool), user: z.array(recordedTool) });
  const { envs } = readRecorded('tau2_env_meta.json', z.object({ envs: z.record(z.string(), z.unknown()) }));
  const { agent, user } = z.object({ tools }).parse(envs[domain]).tools;
  return [...agent, ...user].map((tool) => tool.function);
}

/** An answer in the recording's form: data or a text as they are, a refusal as a text. */
export function tau2Result(result: ToolResult): Json {
  if (!result.success) return `Error: ${result.error}`;
  return result.data ?? result.message ?? null;
}

/** Canonical hashes of those sides that a case was recorded with. */
export function hashesOf(final: Sides, recorded: Readonly<Record<string, string>>): Record<string, string> {
  const hashes = { agent: hashJson(final.agent), user: hashJson(final.user) };
  return Object.fromEntries(Object.entries(hashes).filter(([side]) => side in recorded));
}

function patched(before: Sides, { agent = [], user = [] }: z.infer<typeof diffs>): Sides {
  return { agent: applyPatches(before.agent, agent), user: applyPatches(before.user, user) };
}
