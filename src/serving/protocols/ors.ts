import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { isObject } from '../../base/json.ts';
import type { SplitName } from '../../domain/dataset.ts';
import type { ServedEnvironment, ServedScenario } from '../catalogue/catalogue.ts';
import { type AgentTool, toolsOfEnvironment } from '../episodes/agent-tools.ts';
import type { EpisodeAnswer, ServedEpisode } from '../episodes/episode.ts';
import { bodyOf } from '../http/request.ts';
import type { Service } from '../service.ts';
import { ServingError } from '../serving-error.ts';
import { piecesOf } from './ors-pieces.ts';
import { createReplays, type Replays } from './ors-replays.ts';

/** More often than clients give up reading. */
const heartbeatMs = 5_000;
/** A call that takes longer is streamed. */
const quickMs = 200;

const splitTypes: Readonly<Record<SplitName, 'train' | 'test'>> = { train: 'train', held_out: 'test' };

const ofSplit = z.looseObject({ split: z.string() });
const ofTask = ofSplit.extend({ index: z.int().min(0) });
const ofRange = ofSplit.extend({ start: z.int().nullish(), stop: z.int().nullish() });
const taskSpec = z.looseObject({ scenario_id: z.string().optional(), scenario_hash: z.string().optional() });
const creation = z.looseObject({
  task_spec: taskSpec.nullish(),
  env_name: z.string().nullish(),
  split: z.string().nullish(),
  index: z.int().min(0).nullish(),
});
const toolCall = z.looseObject({ name: z.string(), input: z.unknown(), task_id: z.string().nullish() });

/** The Open Reward Standard: environments by name, tasks by split, one session for each episode, rewards in the output of tools. */
export function orsRoutes(service: Service): Hono {
  const { catalogue, episodes } = service;
  const app = new Hono();
  const replays = createReplays();
  const sessions = { service, replays };

  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/version', (c) => c.json({ version: service.version, build_sha: null }));
  app.get('/list_environments', (c) => c.json(catalogue.environments.map(({ id }) => id)));

  app.post('/create_session', (c) => {
    const sid = randomUUID();
    return streamSSE(c, async (stream) => {
      await stream.writeSSE({ event: 'task_id', data: sid });
      await stream.writeSSE({ event: 'end', data: '' });
    });
  });
  app.post('/create', async (c) => {
    const sid = sessionIdOf(c);
    const { task_spec, env_name, split, index } = await bodyOf(c, creation);
    const environment = env_name ? catalogue.environment(env_name) : environmentOf(c, service);
    const scenario = task_spec
      ? catalogue.scenario({ name: task_spec.scenario_id, hash: task_spec.scenario_hash }, environment)
      : taskAt(environment, split ?? '', index ?? undefined);
    if (await episodes.find(keyOf(sid))) throw new ServingError(400, 'Session already exists');
    await episodes.open({ key: keyOf(sid), scenario });
    return c.json({ sid });
  });
  app.post('/ping', async (c) => {
    await episodeOf(c, service);
    return c.json({ status: 'ok' });
  });
  for (const path of ['/delete', '/delete_session'])
    app.post(path, async (c) => {
      const sid = sessionIdOf(c);
      await episodes.close(keyOf(sid));
      replays.forget(sid);
      return c.json({ sid });
    });

  // With the environment in the path, and without: then the deployment header names it.
  for (const prefix of ['/:environment', '']) {
    app.get(`${prefix}/tools`, (c) => c.json({ tools: toolsOfEnvironment(environmentOf(c, service)).map(toolSpec) }));
    app.get(`${prefix}/splits`, (c) => {
      const { split } = environmentOf(c, service);
      return c.json([{ name: split, type: splitTypes[split] }]);
    });
    app.post(`${prefix}/tasks`, async (c) => {
      const environment = environmentOf(c, service);
      const { split } = await bodyOf(c, ofSplit);
      return c.json({ tasks: tasksOf(environment, split), env_name: environment.id });
    });
    app.post(`${prefix}/num_tasks`, async (c) => {
      const environment = environmentOf(c, service);
      const { split } = await bodyOf(c, ofSplit);
      return c.json({ num_tasks: tasksOf(environment, split).length });
    });
    app.post(`${prefix}/task`, async (c) => {
      const environment = environmentOf(c, service);
      const { split, index } = await bodyOf(c, ofTask);
      taskAt(environment, split, index);
      return c.json({ task: tasksOf(environment, split)[index], env_name: environment.id });
    });
    app.post(`${prefix}/task_range`, async (c) => {
      const environment = environmentOf(c, service);
      const { split, start, stop } = await bodyOf(c, ofRange);
      return c.json({ tasks: tasksOf(environment, split).slice(start ?? 0, stop ?? undefined), env_name: environment.id });
    });
    app.get(`${prefix}/task_tools`, async (c) => c.json({ tools: (await episodeOf(c, service)).tools.map(toolSpec) }));
    app.get(`${prefix}/prompt`, async (c) => c.json([textBlock((await episodeOf(c, service)).prompt)]));
    app.post(`${prefix}/call`, async (c) => callTool(c, sessions));
  }
  return app;
}

/** Makes the call, or finds the one that is repeated, and streams its answer. A client that goes away can come back for it. */
async function callTool(
  c: Context,
  { service, replays }: { readonly service: Service; readonly replays: Replays },
): Promise<Response> {
  const sid = sessionIdOf(c);
  const { name, input, task_id } = await bodyOf(c, toolCall);
  const episode = await episodeOf(c, service);
  const replay = task_id ? replays.find(sid, task_id) : replays.begin(sid, () => answerOf(episode, name, input));
  if (!replay) return eventStream(c, [{ event: 'error', data: 'unknown task_id' }]);
  const started = { event: 'task_id', data: replay.id };
  // Nearly all calls are answered before a stream would be of use.
  const quick = await within(quickMs, replay.answer);
  if (quick !== undefined) return eventStream(c, [started, ...eventsOf(quick)]);
  return streamSSE(c, async (stream) => {
    await stream.writeSSE(started);
    const heartbeat = setInterval(() => void stream.write(': ping\n\n'), heartbeatMs);
    try {
      for (const event of eventsOf(await replay.answer)) await stream.writeSSE(event);
    } finally {
      clearInterval(heartbeat);
    }
  });
}

/** The answer, if it comes in time. */
async function within(ms: number, answer: Promise<string>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

function eventsOf(answer: string): StreamEvent[] {
  const pieces = piecesOf(answer);
  return pieces.map((data, index) => ({ event: index === pieces.length - 1 ? 'end' : 'chunk', data }));
}

/** A stream that is over when it begins. No data holds a line break. */
function eventStream(c: Context, events: readonly StreamEvent[]): Response {
  const text = events.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`).join('');
  return c.body(text, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

async function answerOf(episode: ServedEpisode, name: string, input: unknown): Promise<string> {
  const tool = episode.tools.find((one) => one.name === name);
  const answer = await episode.call(name, tool ? withoutNulls(tool, input) : input);
  return JSON.stringify(outputOf(answer));
}

function outputOf(answer: EpisodeAnswer): unknown {
  if (answer.kind === 'over') return { ok: false, error: answer.message };
  if (answer.how === 'unknown-tool' && !answer.outcome && !answer.result.success)
    return { ok: false, error: answer.result.error };
  const { outcome, result } = answer;
  const { reward = null, ...metadata } = outcome ?? {};
  const output = {
    blocks: [textBlock(JSON.stringify(result))],
    metadata: outcome ? metadata : null,
    reward,
    finished: outcome !== undefined,
  };
  return { ok: true, output };
}

/** Python clients fill in null for what the model left out: it counts as left out, where the tool takes no null. */
function withoutNulls({ parameters }: AgentTool, input: unknown): unknown {
  if (!isObject(input)) return input;
  const properties = isObject(parameters.properties) ? parameters.properties : {};
  const takesNull = (name: string): boolean => {
    const property = properties[name];
    return isObject(property) && JSON.stringify(property).includes('"null"');
  };
  return Object.fromEntries(Object.entries(input).filter(([name, value]) => value !== null || takesNull(name)));
}

function environmentOf(c: Context, { catalogue }: Service): ServedEnvironment {
  const named = c.req.param('environment');
  if (named !== undefined) return catalogue.environment(named);
  const deployment = c.req.header('x-deployment');
  const [only, second] = catalogue.environments;
  // A client that was given nothing but an address sends that as the name.
  if (only && !second && (deployment === undefined || /[:.]/.test(deployment))) return only;
  if (deployment !== undefined) return catalogue.environment(deployment);
  throw new ServingError(404, `Name the environment, as in /${only?.id}/tools or with X-Deployment: OWNER/${only?.id}.`);
}

/** The session's episode. A path that names another environment is a mistake. */
async function episodeOf(c: Context, { episodes, catalogue }: Service): Promise<ServedEpisode> {
  const named = c.req.param('environment');
  const environment = named === undefined ? undefined : catalogue.environment(named);
  const episode = await episodes.find(keyOf(sessionIdOf(c)));
  if (!episode) throw new ServingError(404, 'Active environment not found');
  if (environment && environment.id !== episode.environment.id)
    throw new ServingError(400, `The session plays in ${episode.environment.id}, not in ${environment.id}.`);
  return episode;
}

function sessionIdOf(c: Context): string {
  const sid = c.req.header('x-session-id')?.trim();
  if (!sid) throw new ServingError(400, 'X-Session-ID header is required');
  if (!/^[\w.-]{1,128}$/.test(sid))
    throw new ServingError(400, 'X-Session-ID takes up to 128 letters, digits, ".", "_" and "-".');
  return sid;
}

function keyOf(sid: string): string {
  return `ors ${sid}`;
}

function demandSplit(environment: ServedEnvironment, split: string): void {
  if (split !== environment.split)
    throw new ServingError(400, `Invalid split: ${environment.id} is on the side "${environment.split}" alone.`);
}

function taskAt(environment: ServedEnvironment, split: string, index: number | undefined): ServedScenario {
  demandSplit(environment, split);
  const scenario = index === undefined ? undefined : environment.scenarios[index];
  if (!scenario)
    throw new ServingError(400, `Invalid index: ${environment.id} has ${environment.scenarios.length} tasks, from 0 on.`);
  return scenario;
}

/** Small, as clients make columns of the keys. */
function tasksOf(environment: ServedEnvironment, split: string): readonly Record<string, unknown>[] {
  demandSplit(environment, split);
  return environment.scenarios.map(({ name, hash, body }, index) => ({
    scenario_id: name,
    scenario_hash: hash,
    task_index: index,
    task: body.task,
  }));
}

function toolSpec({ name, description, parameters }: AgentTool): Record<string, unknown> {
  return { name, description, input_schema: parameters };
}

function textBlock(text: string): Record<string, unknown> {
  return { text, detail: null, type: 'text' };
}
