import type { SplitName } from '../../../domain/dataset.ts';
import type { RewardBasis } from '../../../serving/episodes/outcome.ts';
import { hostsOf } from '../../../serving/http/guard.ts';
import { createMetrics } from '../../../serving/http/metrics.ts';
import { startServer } from '../../../serving/http/server.ts';
import type { Service } from '../../../serving/service.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { withService } from './open-service.ts';
import { writeOpenEnvSpace } from './openenv-space.ts';

export interface ServeOptions {
  readonly env?: readonly string[] | undefined;
  readonly split?: SplitName | undefined;
  readonly from?: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly maxSessions: number;
  readonly idleMinutes: number;
  readonly token?: string | undefined;
  readonly allowHost?: readonly string[] | undefined;
  readonly reward: RewardBasis;
  readonly components?: boolean | undefined;
  readonly openenvSpace?: string | undefined;
}

/** Serves until it is interrupted, or writes the folder that will. */
export async function serve(line: CommandLine, options: ServeOptions): Promise<ExitCode> {
  if (options.openenvSpace !== undefined) return writeOpenEnvSpace(line, options, options.openenvSpace);
  const metrics = createMetrics();
  const { output, interrupt } = line;
  const troubled = (message: string): void => output.problem(message);
  const episodes = {
    maxSessions: options.maxSessions,
    idleMs: options.idleMinutes * 60_000,
    wish: { basis: options.reward, components: options.components ?? false },
    events: { called: metrics.called, ended: metrics.ended, troubled },
  };
  return withService(line, { ...options, ...episodes }, async (service) => {
    const server = await startServer({
      service,
      host: options.host,
      port: options.port,
      guard: { hosts: hostsOf(options.host, options.allowHost ?? []), token: options.token },
      metrics,
      onAccess({ method, path, status, durationMs }) {
        if (!output.quiet) output.problem(`${new Date().toISOString()} ${method} ${path} ${status} ${durationMs.toFixed(1)} ms`);
      },
      onTrouble: troubled,
      now: () => performance.now(),
    });
    output.result(servedText(server.url, service), {
      event: 'serving',
      url: server.url,
      environments: service.catalogue.environments.map(({ id, hash, split, scenarios }) => ({
        id,
        hash,
        split,
        scenarios: scenarios.length,
      })),
    });
    await aborted(interrupt.signal);
    output.note('The server closes.');
    await server.close();
    return exitCodes.done;
  });
}

function servedText(url: string, { catalogue }: Service): string {
  const lines = catalogue.environments.map(({ id, split, scenarios }) => `  ${id}: ${scenarios.length} scenarios (${split})`);
  return [`Serving at ${url}; Ctrl-C ends it.`, ...lines].join('\n');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
