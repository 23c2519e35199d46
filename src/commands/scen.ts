import type { AskingFlags } from '../cli/asking-flags.ts';
import type { CommandLine } from '../cli/command-line.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import type { DifficultyChoice } from '../domain/difficulty-level.ts';
import { reportOn } from './report-on.ts';
import { runPipeline } from './run-pipeline.ts';

export interface ScenOptions extends AskingFlags {
  readonly env?: readonly string[];
  readonly count: number;
  readonly difficulty: DifficultyChoice;
}

/** Makes scenarios in accepted environments: all of them, or those that are named. */
export function scen(line: CommandLine, options: ScenOptions): Promise<ExitCode> {
  return runPipeline(line, {
    options,
    asking: options,
    writer: 'author',
    work: async (workspace) => {
      const { makeScenarios } = await import('../stages.ts');
      return makeScenarios(workspace, { environments: options.env ?? [], count: options.count, difficulty: options.difficulty });
    },
    report: (workspace) => reportOn(line, workspace, ['environments']),
  });
}
