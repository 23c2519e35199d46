import { Hono } from 'hono';
import { z } from 'zod';
import { hashJson } from '../../base/hash.ts';
import type { Json } from '../../base/json.ts';
import { callOutcome, toolResult } from '../../domain/rollout/call.ts';
import { state } from '../../domain/state.ts';
import { bodyOf } from '../http/request.ts';
import type { Service } from '../service.ts';
import { ServingError } from '../serving-error.ts';

const json: z.ZodType<Json> = z.json();
const named = { scenario_id: z.string().nullish(), scenario_hash: z.string().nullish() };
const callRequest = z.looseObject({
  ...named,
  env_id: z.string(),
  state,
  tool: z.string(),
  arguments: z.record(z.string(), json).nullish(),
});
const checkRequest = z.looseObject({
  ...named,
  check_index: z.int().min(0),
  initial_state: state,
  final_state: state,
  calls: z
    .array(z.looseObject({ tool: z.string(), arguments: z.record(z.string(), json), outcome: callOutcome, result: toolResult }))
    .default([]),
  replies: z.array(z.looseObject({ after: z.int().min(0), text: z.string(), told: z.array(z.string()).optional() })).default([]),
  /** What the agent told the user. */
  said: z.array(z.looseObject({ after: z.int().min(0), text: z.string() })).default([]),
});

/** For environments whose state the client holds: one call on a state, one check on two states. Nothing is kept between requests. */
export function statelessRoutes({ catalogue, sandbox }: Service): Hono {
  const app = new Hono();
  app.post('/call', async (c) => {
    const request = await bodyOf(c, callRequest);
    const environment = catalogue.environment(request.env_id);
    const wanted = { name: request.scenario_id ?? undefined, hash: request.scenario_hash ?? undefined };
    const { seed, start } = catalogue.scenario(wanted, environment).body;
    const opened = await sandbox.open(environment.body);
    // Ids follow from the state, so that a second call does not meet those of the first.
    const instance = await opened.create({ state: request.state, seed: `${seed}/${hashJson(request.state)}`, start });
    try {
      const { result } = await instance.call(request.tool, request.arguments ?? {});
      return c.json({ state: await instance.snapshot(), result });
    } finally {
      await instance.close();
    }
  });
  app.post('/check', async (c) => {
    const request = await bodyOf(c, checkRequest);
    if (request.scenario_id === undefined && request.scenario_hash === undefined)
      throw new ServingError(400, 'Name the scenario with scenario_id or scenario_hash.');
    const scenario = catalogue.scenario({ name: request.scenario_id ?? undefined, hash: request.scenario_hash ?? undefined });
    const check = scenario.body.checks[request.check_index];
    if (!check) throw new ServingError(400, `${scenario.name} has ${scenario.body.checks.length} checks, from 0 on.`);
    const opened = await sandbox.open(catalogue.environment(scenario.environment).body);
    const { initial_state: initial, final_state: final, calls, replies, said } = request;
    const episode = {
      initial,
      final,
      calls: calls.map(({ tool, arguments: args, outcome, result }) => ({ tool, arguments: args, outcome, result, patches: [] })),
      replies: replies.map(({ after, text, told }) => ({ after, text, ...(told ? { told } : {}) })),
      said: said.map(({ after, text }) => ({ after, text })),
    };
    const [[judged] = []] = await opened.evaluate([check], [episode]);
    if (!judged || judged.status === 'error') throw new ServingError(422, 'The check could not be evaluated on these states.');
    return c.json({ passed: judged.status === 'pass' });
  });
  return app;
}
