import type { AskingFlags } from '../cli/asking-flags.ts';
import type { CommandLine } from '../cli/command-line.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import { oneOf } from '../cli/flags.ts';
import type { DifficultyChoice } from '../domain/difficulty-level.ts';
import { scenarioKinds } from '../domain/scenario-kind.ts';
import type { ScenarioYield } from '../scenario-waves.ts';
import { reportOn } from './report-on.ts';
import { runPipeline } from './run-pipeline.ts';

export interface ScenOptions extends AskingFlags {
  readonly env?: readonly string[];
  readonly count: number;
  readonly difficulty: DifficultyChoice;
  readonly kinds?: readonly string[];
}

/** Makes so many usable scenarios in accepted environments: in all of them, or in those that are named. */
export async function scen(line: CommandLine, options: ScenOptions): Promise<ExitCode> {
  const { env = [], count, difficulty } = options;
  const kinds = options.kinds?.map((name) => oneOf('kind of task', name, scenarioKinds));
  let yields: readonly ScenarioYield[] = [];
  return runPipeline(line, {
    options,
    asking: options,
    writer: 'author',
    work: async (workspace) => {
      const { makeScenarios } = await import('../stages.ts');
      const made = await makeScenarios(workspace, { environments: env, count, difficulty, kinds });
      yields = made.yields;
      return made;
    },
    report: (workspace) => reportOn(line, workspace, { what: ['environments'], yields }),
  });
}
