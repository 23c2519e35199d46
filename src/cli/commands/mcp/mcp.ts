import type { RewardBasis } from '../../../serving/episodes/outcome.ts';
import { serveOverStdio } from '../../../serving/protocols/mcp-stdio.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { withService } from '../serve/open-service.ts';
import { scenarioNamed } from './scenario-named.ts';

export interface McpOptions {
  readonly scenario?: string | undefined;
  readonly from?: string | undefined;
  readonly reward: RewardBasis;
}

/** Plays one episode with the client at the other end of the pipe, until it goes. Standard output is the client's alone. */
export async function mcp(line: CommandLine, { scenario, from, reward }: McpOptions, environment: string): Promise<ExitCode> {
  const { output, interrupt } = line;
  const options = {
    from,
    env: [environment],
    maxSessions: 1,
    // The episode lives as long as its client.
    idleMs: Number.MAX_SAFE_INTEGER,
    wish: { basis: reward, components: false },
    events: { called: () => undefined, ended: () => undefined, troubled: (message: string) => output.problem(message) },
  };
  return withService(line, options, async (service) => {
    const episode = await service.openEpisode(scenarioNamed(service.catalogue, scenario));
    try {
      await serveOverStdio(episode, service.version, interrupt.signal);
    } finally {
      await episode.close();
    }
    return exitCodes.done;
  });
}
