import { z } from 'zod';
import { type State, state } from '../../../src/domain/state.ts';
import { json, readRecorded } from './recorded.ts';
import type { RecordedTool } from './recorded-tools.ts';
import type { RecordedCall } from './replay.ts';

const files = {
  tasks: 'taubench_tasks.json',
  observations: 'taubench_observations.json.gz',
  finals: 'taubench_final_state_diffs.json',
  environments: 'taubench_env_meta.json',
};

const action = z.object({ name: z.string(), kwargs: z.record(z.string(), json) });
const tasks = z.object({ tasks: z.array(z.object({ env: z.string(), task_id: z.string(), actions: z.array(action) })) });
/** A step that ends the conversation was not executed: it has the reason in place of an observation. */
const step = z.union([z.object({ observation: json }), z.object({ skipped: z.literal('terminate tool') })]);
const observations = z.object({ tasks: z.array(z.object({ task_id: z.string(), steps: z.array(step) })) });
const finals = z.object({ tasks: z.array(z.object({ task_id: z.string(), final_hash_canonical: z.string() })) });
const tool = z.object({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.unknown()) });
const environment = z.object({ initial_hash_canonical: z.string(), tools: z.array(z.object({ function: tool })) });

export interface TauBenchTask {
  readonly name: string;
  /** The calls that were executed. */
  readonly calls: readonly RecordedCall[];
  /** The canonical hash of the whole database at the end. */
  readonly hash: string;
}

/** The files that the tasks of a domain come from. */
export function tauBenchFiles(domain: string): string[] {
  return [...Object.values(files), `db/taubench_${domain}.json.gz`];
}

/** The recorded tasks of a domain. Throws where the files do not fit each other. */
export function tauBenchTasks(domain: string): readonly TauBenchTask[] {
  const steps = new Map(readRecorded(files.observations, observations).tasks.map((task) => [task.task_id, task.steps]));
  const hashes = new Map(readRecorded(files.finals, finals).tasks.map((task) => [task.task_id, task.final_hash_canonical]));
  const own = readRecorded(files.tasks, tasks).tasks.filter((task) => task.env === domain);
  return own.map(({ task_id, actions }) => {
    const observed = steps.get(task_id) ?? [];
    const hash = hashes.get(task_id);
    if (observed.length !== actions.length || hash === undefined) throw new Error(`${task_id} is not recorded completely.`);
    const calls = actions.flatMap(({ name, kwargs }, index) => {
      const answer = observed[index];
      return answer && 'observation' in answer ? [{ tool: name, arguments: kwargs, result: answer.observation }] : [];
    });
    return { name: task_id, calls, hash };
  });
}

/** The tools of a domain, and the database with its hash. */
export function tauBenchDomain(domain: string): {
  readonly tools: readonly RecordedTool[];
  readonly database: State;
  readonly hash: string;
} {
  const { envs } = readRecorded(files.environments, z.object({ envs: z.record(z.string(), z.unknown()) }));
  const { tools, initial_hash_canonical } = environment.parse(envs[domain]);
  const database = readRecorded(`db/taubench_${domain}.json.gz`, state);
  return { tools: tools.map((one) => one.function), database, hash: initial_hash_canonical };
}
