import type { AskingFlags } from '../cli/asking-flags.ts';
import type { CommandLine } from '../cli/command-line.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import { oneOf } from '../cli/flags.ts';
import type { DifficultyChoice } from '../domain/difficulty-level.ts';
import { scenarioKinds } from '../domain/scenario-kind.ts';
import { reportOn } from './report-on.ts';
import { runPipeline } from './run-pipeline.ts';

export interface ScenOptions extends AskingFlags {
  readonly env?: readonly string[];
  readonly count: number;
  readonly difficulty: DifficultyChoice;
  readonly kinds?: readonly string[];
}

/** Makes scenarios in accepted environments: all of them, or those that are named. */
export async function scen(line: CommandLine, options: ScenOptions): Promise<ExitCode> {
  const { env = [], count, difficulty } = options;
  const kinds = options.kinds?.map((name) => oneOf('kind of task', name, scenarioKinds));
  return runPipeline(line, {
    options,
    asking: options,
    writer: 'author',
    work: async (workspace) => {
      const { makeScenarios } = await import('../stages.ts');
      return makeScenarios(workspace, { environments: env, count, difficulty, kinds });
    },
    report: (workspace) => reportOn(line, workspace, ['environments']),
  });
}
