import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { isObject } from '../../base/json.ts';
import type { ServedEnvironment } from '../catalogue/catalogue.ts';
import type { ServedEpisode } from '../episodes/episode.ts';
import type { Outcome } from '../episodes/outcome.ts';
import { bodyOf, jsonOf } from '../http/request.ts';
import type { Service } from '../service.ts';
import { ServingError } from '../serving-error.ts';

const row = z.looseObject({ scenario_id: z.string().optional(), scenario_hash: z.string().optional() });
const verification = z.looseObject({ response: z.looseObject({ output: z.array(z.unknown()) }) });
const verified = z.looseObject({ verify_responses: z.array(z.looseObject({ reward: z.number() })) });
const outputMessage = z.looseObject({
  type: z.literal('message'),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
});

/** A resources server of NeMo Gym for each environment below `/nemo/{id}`. The session is a cookie; the agent's last message is judged. */
export function nemoRoutes(service: Service): Hono {
  const app = new Hono();
  const environmentOf = (c: Context): ServedEnvironment => service.catalogue.environment(c.req.param('environment') ?? '');

  app.post('/seed_session', async (c) => {
    const environment = environmentOf(c);
    const { scenario_id: name, scenario_hash: hash } = await bodyOf(c, row);
    const scenario = service.catalogue.scenario({ name, hash }, environment);
    const session = randomUUID();
    await service.episodes.open({ key: keyOf(environment, session), scenario });
    setCookie(c, 'session', session, { path: `/nemo/${environment.id}`, httpOnly: true, sameSite: 'Lax' });
    return c.json({});
  });
  app.post('/verify', async (c) => {
    const body = await bodyOf(c, verification);
    const episode = await episodeOf(c, service, environmentOf(c));
    return c.json({ ...body, ...verdictOf(await episode.finish(lastWords(body.response.output))) });
  });
  app.post('/aggregate_metrics', async (c) => {
    environmentOf(c);
    const { verify_responses } = await bodyOf(c, verified);
    const rewards = verify_responses.map(({ reward }) => reward);
    const mean = rewards.reduce((sum, reward) => sum + reward, 0) / Math.max(1, rewards.length);
    const metrics = rewards.length === 0 ? {} : { 'mean/reward': mean };
    return c.json({ group_level_metrics: [], agent_metrics: metrics, key_metrics: metrics });
  });
  app.get('/reverify_mode', (c) => {
    environmentOf(c);
    return c.json('unsupported');
  });
  app.post('/:tool', async (c) => {
    const environment = environmentOf(c);
    const tool = c.req.param('tool');
    const args = jsonOf(await c.req.text());
    const episode = await episodeOf(c, service, environment);
    const answer = await episode.call(tool, args);
    if (answer.kind === 'over') return c.json({ success: false, error: answer.message }, 410);
    return c.json(answer.result, answer.how === 'unknown-tool' ? 404 : 200);
  });
  return app;
}

/** An episode that could not be scored has no reward: the field's number must be there, and is masked. */
function verdictOf({ reward, rewards, components, unscored }: Outcome): Record<string, unknown> {
  const named = { ...rewards, ...components };
  return {
    reward: reward ?? 0,
    ...(Object.keys(named).length > 0 ? { reward_components: named } : {}),
    ...(unscored === undefined ? {} : { mask_sample: true, failure_reason: unscored }),
  };
}

/** The text of the last message in the output of the Responses API. */
function lastWords(output: readonly unknown[]): string | undefined {
  const messages = output.flatMap((item) => {
    const read = isObject(item) ? outputMessage.safeParse(item) : undefined;
    return read?.success ? [read.data.content.map(({ text = '' }) => text).join('')] : [];
  });
  return messages.at(-1);
}

async function episodeOf(c: Context, { episodes }: Service, environment: ServedEnvironment): Promise<ServedEpisode> {
  const session = getCookie(c, 'session');
  const episode = session === undefined ? undefined : await episodes.find(keyOf(environment, session));
  if (!episode) throw new ServingError(404, 'There is no such session: begin one with POST seed_session, and send its cookie.');
  return episode;
}

function keyOf({ id }: ServedEnvironment, session: string): string {
  return `nemo ${id} ${session}`;
}
