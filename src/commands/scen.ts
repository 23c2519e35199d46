import type { AskingFlags } from '../cli/asking-flags.ts';
import type { CommandLine } from '../cli/command-line.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import { oneOf } from '../cli/flags.ts';
import type { DifficultyChoice } from '../domain/difficulty-level.ts';
import { scenarioKinds } from '../domain/scenario-kind.ts';
import type { ScenarioYield } from '../scenario-waves.ts';
import { playerOf } from './agents.ts';
import { oneAfterTheOther } from './one-after-the-other.ts';
import { reportOn } from './report-on.ts';
import { runPipeline, type WorkEnd } from './run-pipeline.ts';

export interface ScenOptions extends AskingFlags {
  readonly env?: readonly string[];
  readonly count: number;
  readonly difficulty: DifficultyChoice;
  readonly kinds?: readonly string[];
  /** How often the model that plays attempts each scenario. */
  readonly solve: number;
}

/**
 * Makes so many usable scenarios in accepted environments: in all of them, or in those that are named. With --solve a model
 * that sees only what an agent sees attempts them.
 */
export async function scen(line: CommandLine, options: ScenOptions): Promise<ExitCode> {
  const { env = [], count, difficulty, solve } = options;
  const player = solve > 0 ? playerOf(line, ['openai']) : undefined;
  const kinds = options.kinds?.map((name) => oneOf('kind of task', name, scenarioKinds));
  let yields: readonly ScenarioYield[] = [];
  return runPipeline(line, {
    options,
    asking: options,
    writer: 'author',
    player,
    work: async (workspace) => {
      const { makeScenarios, playScenarios } = await import('../stages.ts');
      const make = async (): Promise<WorkEnd> => {
        const made = await makeScenarios(workspace, { environments: env, count, difficulty, kinds });
        yields = made.yields;
        return made;
      };
      const attempt = (): Promise<WorkEnd> =>
        playScenarios(workspace, { agents: ['openai'], attempts: solve, environments: env });
      return oneAfterTheOther(player ? [make, attempt] : [make], line.interrupt.signal);
    },
    report: (workspace) => reportOn(line, workspace, { what: ['environments'], yields, solver: player?.model }),
  });
}
