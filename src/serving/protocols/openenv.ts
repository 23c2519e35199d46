import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ServedEnvironment } from '../catalogue/catalogue.ts';
import { jsonOf, parseJson } from '../http/request.ts';
import type { Service } from '../service.ts';
import { ServingError } from '../serving-error.ts';
import { createOpenEnvInstance, type OpenEnvInstance } from './openenv-instance.ts';
import { answerRpc, failure } from './openenv-json-rpc.ts';
import { action, resetRequest, schemas, validationErrors } from './openenv-messages.ts';
import { begun, environmentSocket, rpcSocket } from './openenv-socket.ts';

const stepRequest = z.looseObject({
  ...resetRequest.shape,
  action,
  timeout_s: z.number().positive().nullish(),
  request_id: z.string().max(255).nullish(),
});

/**
 * OpenEnv, for each environment below `/envs/{id}`. `/reset` and `/step` over HTTP have no memory, as in the reference: each works on
 * an environment of its own. An episode is played over `/ws`.
 */
export function openEnvRoutes(service: Service, onTrouble: (error: unknown) => void): Hono {
  const app = new Hono();
  const [first] = service.catalogue.environments;
  /** At the root stands the only one there is. */
  const environmentOf = (c: Context): ServedEnvironment =>
    service.catalogue.environment(c.req.param('environment') ?? first?.id ?? '');
  const sessions = new Map<string, OpenEnvInstance>();

  app.get('/health', (c) => {
    environmentOf(c);
    return c.json({ status: 'healthy' });
  });
  app.get('/metadata', (c) => c.json(metadataOf(environmentOf(c))));
  app.get('/schema', (c) => {
    environmentOf(c);
    return c.json(schemas);
  });
  app.get('/state', (c) => {
    environmentOf(c);
    return c.json({ episode_id: null, step_count: 0 });
  });
  app.get('/openapi.json', (c) => c.json(openApiOf(environmentOf(c), service.version)));
  app.post('/reset', async (c) => {
    const environment = environmentOf(c);
    const read = await validated(c, resetRequest);
    return read instanceof Response
      ? read
      : withInstance(service, environment, async (instance) => c.json(await instance.reset(read)));
  });
  app.post('/step', async (c) => {
    const environment = environmentOf(c);
    const read = await validated(c, stepRequest);
    if (read instanceof Response) return read;
    return withInstance(service, environment, async (instance) => {
      if (read.action.type === 'call_tool') await instance.reset(read);
      return c.json(await instance.step(read.action));
    });
  });
  app.get('/ws', environmentSocket(service, environmentOf, onTrouble));
  app.get('/mcp', rpcSocket(service, environmentOf));
  app.post('/mcp', async (c) => {
    const environment = environmentOf(c);
    let message: unknown;
    try {
      message = parseJson(await c.req.text());
    } catch {
      return c.json(failure(null, -32700, 'Parse error: the body is not valid JSON.'));
    }
    return withInstance(service, environment, async (fresh) =>
      c.json(
        await answerRpc(message, {
          async instanceFor({ session_id }) {
            if (session_id === undefined || session_id === null) return begun(fresh);
            const known = sessions.get(`${environment.id} ${session_id}`);
            if (!known) throw new ServingError(404, 'Unknown session.');
            return known;
          },
          further: (method, params) => sessionMethod({ service, environment, sessions }, method, params),
        }),
      ),
    );
  });
  return app;
}

interface Sessions {
  readonly service: Service;
  readonly environment: ServedEnvironment;
  readonly sessions: Map<string, OpenEnvInstance>;
}

async function sessionMethod(
  { service, environment, sessions }: Sessions,
  method: string,
  params: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (method === 'openenv/session/create') {
    const wanted = resetRequest.safeParse(params);
    if (!wanted.success) throw new ServingError(400, 'Invalid params.');
    const session_id = randomUUID();
    const name = `${environment.id} ${session_id}`;
    const instance = createOpenEnvInstance(service, environment, () => sessions.delete(name));
    await instance.reset(wanted.data);
    sessions.set(name, instance);
    return { session_id };
  }
  if (method !== 'openenv/session/close') return undefined;
  const { session_id } = params;
  const instance = sessions.get(`${environment.id} ${session_id}`);
  if (!instance) throw new ServingError(404, 'Unknown session.');
  sessions.delete(`${environment.id} ${session_id}`);
  await instance.close();
  return { session_id, closed: true };
}

async function withInstance(
  service: Service,
  environment: ServedEnvironment,
  work: (instance: OpenEnvInstance) => Promise<Response>,
): Promise<Response> {
  const instance = createOpenEnvInstance(service, environment);
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}

/** The body as its schema gives it, or the answer that says what is wrong with it. */
async function validated<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema> | Response> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = jsonOf(text);
  } catch {
    return c.json({ detail: [{ type: 'json_invalid', loc: ['body'], msg: 'The body is not valid JSON.', input: null }] }, 422);
  }
  const read = schema.safeParse(value);
  return read.success ? read.data : c.json({ detail: validationErrors(read.error) }, 422);
}

function metadataOf({ id, hash, body, scenarios }: ServedEnvironment): Record<string, unknown> {
  return {
    name: id,
    description: body.skeleton.summary,
    readme_content: `${body.skeleton.introduction}\n\n${scenarios.length} scenarios; name one with scenario_id at reset.`,
    version: hash.slice(0, 12),
    author: null,
    documentation_url: null,
  };
}

function openApiOf({ id }: ServedEnvironment, version: string): Record<string, unknown> {
  const operation = (summary: string): unknown => ({ summary, responses: { 200: { description: 'Done.' } } });
  return {
    openapi: '3.1.0',
    info: { title: `envscaler ${version}: ${id}`, version: '1.0.0' },
    paths: {
      '/reset': { post: operation('Begin an episode') },
      '/step': { post: operation('Take one action') },
      '/state': { get: operation('Where the episode stands') },
      '/health': { get: operation('Whether the server works') },
      '/metadata': { get: operation('What the environment is') },
      '/schema': { get: operation('The shapes of action, observation and state') },
      '/mcp': { post: operation('JSON-RPC') },
    },
  };
}
