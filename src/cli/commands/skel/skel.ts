import type { OperationCount } from '../../../domain/environment/operation-count.ts';
import type { CommandLine } from '../../command-line.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { AskingFlags } from '../../options/asking-flags.ts';
import { reportOn } from '../run/report-on.ts';
import { runPipeline } from '../run/run-pipeline.ts';
import { toldOf } from '../run/shortfall.ts';

export interface SkelOptions extends AskingFlags {
  readonly tasks?: readonly string[];
  readonly count: number;
  readonly rounds?: number;
  readonly operations?: OperationCount;
}

/** Mines topics and builds, writes and assesses environments. */
export function skel(line: CommandLine, options: SkelOptions): Promise<ExitCode> {
  return runPipeline(line, {
    options,
    asking: options,
    writer: 'author',
    work: async (workspace) => {
      const { buildEnvironments } = await import('../../../pipeline/build-environments.ts');
      const { shippedTasks } = await import('../../../workspace/workspace.ts');
      const { tasks = [shippedTasks], count, rounds, operations } = options;
      const built = await buildEnvironments(workspace, { tasks, count, rounds, operations });
      return toldOf(line, built);
    },
    report: (workspace) => reportOn(line, workspace, { what: ['environments'] }),
  });
}
