import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { state } from '../../src/domain/state.ts';
import type { Instance } from '../../src/runtime/sandbox.ts';
import { createSandbox } from '../../src/runtime/ses-sandbox.ts';
import { isRecorded, json, readRecorded } from './support/recorded.ts';
import { environmentOf } from './support/recorded-tools.ts';

const files = {
  tasks: 'taubench_tasks.json',
  observations: 'taubench_observations.json.gz',
  finals: 'taubench_final_state_diffs.json',
  tools: 'taubench_env_meta.json',
  database: 'db/taubench_retail.json.gz',
};

const action = z.object({ name: z.string(), kwargs: z.record(z.string(), json) });
const tasks = z.object({ tasks: z.array(z.object({ env: z.string(), task_id: z.string(), actions: z.array(action) })) });
const step = z.object({ name: z.string(), observation: json.optional() });
const observations = z.object({ tasks: z.array(z.object({ task_id: z.string(), steps: z.array(step) })) });
const finals = z.object({ tasks: z.array(z.object({ task_id: z.string(), final_hash_canonical: z.string() })) });
const tool = z.object({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.unknown()) });
const meta = z.object({
  envs: z.object({
    retail: z.object({ initial_hash_canonical: z.string(), tools: z.array(z.union([tool, z.object({ function: tool })])) }),
  }),
});

/** The recorded tasks of the shop, each with its calls, what they answered and the hash of the state at the end. */
function recordedTasks() {
  const steps = new Map(readRecorded(files.observations, observations).tasks.map((task) => [task.task_id, task.steps]));
  const hashes = new Map(readRecorded(files.finals, finals).tasks.map((task) => [task.task_id, task.final_hash_canonical]));
  return readRecorded(files.tasks, tasks)
    .tasks.filter((task) => task.env === 'retail')
    .map(({ task_id, actions }) => ({
      name: task_id,
      hash: hashes.get(task_id),
      calls: actions.map(({ name, kwargs }, index) => ({ name, kwargs, observed: steps.get(task_id)?.[index]?.observation })),
    }));
}

const isAtHand = isRecorded(...Object.values(files));

describe.skipIf(!isAtHand)('the shop replays tau-bench retail as it was recorded (needs ../shared/data)', () => {
  const sandbox = createSandbox({ processes: 1 });
  let shop: Instance;
  let initialHash: string;
  // The recorded database has the shape of our states, so the hash of a state is the recorded one; one instance serves all tasks.
  beforeAll(async () => {
    const { retail } = readRecorded(files.tools, meta).envs;
    const tools = retail.tools.map((one) => ('function' in one ? one.function : one));
    const environment = await sandbox.open(environmentOf('retail-shop.ts', tools));
    shop = await environment.create({
      state: readRecorded(files.database, state),
      seed: 'replay',
      start: '2024-05-15T15:00:00Z',
    });
    initialHash = retail.initial_hash_canonical;
  });
  afterAll(() => sandbox.close());

  it('begins with the recorded state', async () => {
    expect(await shop.hash()).toBe(initialHash);
    expect((await shop.invariants()).filter(({ status }) => status !== 'holds')).toEqual([]);
  });

  const recorded = isAtHand ? recordedTasks() : [];
  it.each(recorded.map((task) => [task.name, task] as const))('%s', async (_, { calls, hash }) => {
    await shop.reset();
    for (const { name, kwargs, observed } of calls) {
      const { result, detail } = await shop.call(name, kwargs);
      const answer = detail ?? (result.success ? (result.data ?? result.message) : `Error: ${result.error}`);
      // Compared at once, and shown only where they differ: most answers are long.
      if (!isDeepStrictEqual(answer, observed)) expect({ name, kwargs, answer }).toEqual({ name, kwargs, answer: observed });
    }
    expect(await shop.hash()).toBe(hash);
  });
});
