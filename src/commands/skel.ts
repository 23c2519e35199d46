import type { AskingFlags } from '../cli/asking-flags.ts';
import type { CommandLine } from '../cli/command-line.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import type { OperationCount } from '../domain/operation-count.ts';
import { reportOn } from './report-on.ts';
import { runPipeline } from './run-pipeline.ts';

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
      const { buildEnvironments } = await import('../stages.ts');
      const { shippedTasks } = await import('../workspace.ts');
      const { tasks = [shippedTasks], count, rounds, operations } = options;
      return buildEnvironments(workspace, { tasks, count, rounds, operations });
    },
    report: (workspace) => reportOn(line, workspace, { what: ['environments'] }),
  });
}
