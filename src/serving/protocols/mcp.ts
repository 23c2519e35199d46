import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import { type Context, Hono } from 'hono';
import type { ServedScenario } from '../catalogue/catalogue.ts';
import type { ServedEpisode } from '../episodes/episode.ts';
import { parseJson } from '../http/request.ts';
import type { Service } from '../service.ts';
import { ServingError } from '../serving-error.ts';
import { mcpServerOf } from './mcp-server.ts';

/** The episode of clients that name none. */
const plainEpisode = 'default';

/**
 * MCP over Streamable HTTP. The episode stands in the path, since clients come and go with a new session for every call; the first
 * request under an id begins it. `?scenario_id=`, `?scenario_hash=` and `?env_id=` say which scenario; without them it is the first.
 */
export function mcpRoutes(service: Service): Hono {
  const app = new Hono();
  const handlers = new WeakMap<ServedEpisode, McpHttpHandler>();

  const handle = async (c: Context): Promise<Response> => {
    // Nothing is pushed and no session is kept: the other methods have nothing to do.
    if (c.req.method !== 'POST') return c.json(rpcError('Method not allowed.'), 405, { allow: 'POST' });
    const parsedBody = parseJson(await c.req.text());
    const episode = await episodeOf(c, service);
    const handler = handlers.get(episode) ?? createMcpHandler(() => mcpServerOf(episode, service.version));
    handlers.set(episode, handler);
    return handler.fetch(c.req.raw, { parsedBody });
  };
  app.all('/', handle);
  app.all('/:episode', handle);
  app.onError((error, c) => {
    if (error instanceof ServingError) return c.json(rpcError(error.message), error.status);
    throw error;
  });
  return app;
}

function rpcError(message: string): Record<string, unknown> {
  return { jsonrpc: '2.0', id: null, error: { code: -32000, message } };
}

async function episodeOf(c: Context, { catalogue, episodes }: Service): Promise<ServedEpisode> {
  const id = c.req.param('episode') ?? plainEpisode;
  if (!/^[\w.-]{1,128}$/.test(id))
    throw new ServingError(404, 'An episode has a name of up to 128 letters, digits, ".", "_" and "-".');
  const { scenario_id: name, scenario_hash: hash, env_id } = c.req.query();
  const isNamed = name !== undefined || hash !== undefined || env_id !== undefined;
  const wanted = (): ServedScenario =>
    catalogue.scenario({ name, hash }, env_id === undefined ? undefined : catalogue.environment(env_id));
  const key = `mcp ${id}`;
  const playing = await episodes.find(key);
  if (playing && isNamed && wanted() !== playing.scenario)
    if (name !== undefined || hash !== undefined || playing.environment !== catalogue.environment(env_id ?? ''))
      throw new ServingError(409, `The episode "${id}" plays another scenario. Begin another under a new id.`);
  return playing ?? episodes.open({ key, scenario: wanted(), once: true });
}
