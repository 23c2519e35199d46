import type { DifficultyChoice } from '../../../domain/scenario/difficulty-level.ts';
import { scenarioKinds } from '../../../domain/scenario/scenario-kind.ts';
import type { ScenarioYield } from '../../../pipeline/scenario-yield.ts';
import type { CommandLine } from '../../command-line.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { AskingFlags } from '../../options/asking-flags.ts';
import { oneOf } from '../../options/flags.ts';
import { playerOf } from '../run/agents.ts';
import { inSequence } from '../run/in-sequence.ts';
import { reportOn } from '../run/report-on.ts';
import { runPipeline, type WorkEnd } from '../run/run-pipeline.ts';

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
      const { makeScenarios } = await import('../../../pipeline/make-scenarios.ts');
      const { playScenarios } = await import('../../../pipeline/play-scenarios.ts');
      const make = async (): Promise<WorkEnd> => {
        const made = await makeScenarios(workspace, { environments: env, count, difficulty, kinds });
        yields = made.yields;
        return made;
      };
      const attempt = (): Promise<WorkEnd> =>
        playScenarios(workspace, { agents: ['openai'], attempts: solve, environments: env });
      return inSequence(player ? [make, attempt] : [make], line.interrupt.signal);
    },
    report: (workspace) => reportOn(line, workspace, { what: ['environments'], yields, solver: player?.model }),
  });
}
