import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ServedEpisode } from '../episodes/episode.ts';
import { mcpServerOf } from './mcp-server.ts';

/** Lets the client at standard input and output act in an episode, until it closes its end or the signal comes. */
export async function serveOverStdio(episode: ServedEpisode, version: string, signal: AbortSignal): Promise<void> {
  const handle = serveStdio(() => mcpServerOf(episode, version), { transport: new StdioServerTransport() });
  await new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  await handle.close();
  process.stdin.destroy();
}
