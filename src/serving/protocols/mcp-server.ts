import { Server } from '@modelcontextprotocol/server';
import type { EpisodeAnswer, ServedEpisode } from '../episodes/episode.ts';

/** An MCP server whose tools act in one episode. Several may stand on one episode: what they are asked for is done in order. */
export function mcpServerOf(episode: ServedEpisode, version: string): Server {
  const server = new Server({ name: 'envscaler', version }, { capabilities: { tools: {} }, instructions: episode.prompt });
  const tools = episode.tools.map(({ name, description, parameters }) => ({
    name,
    description,
    inputSchema: { ...parameters, type: 'object' as const },
  }));
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('tools/call', async ({ params }) => resultOf(await episode.call(params.name, params.arguments ?? {})));
  return server;
}

/** The reward stands in the result of the call that ended the episode, and in no other. */
function resultOf(answer: EpisodeAnswer) {
  if (answer.kind === 'over') return { content: [{ type: 'text' as const, text: answer.message }], isError: true };
  const { how, result, outcome } = answer;
  const isMistake = how === 'unknown-tool' || how === 'invalid-arguments' || how === 'crashed';
  return {
    content: [{ type: 'text' as const, text: JSON.stringify(result) }],
    structuredContent: { ...result, ...(outcome ? { finished: true, ...outcome } : {}) },
    ...(isMistake ? { isError: true } : {}),
  };
}
