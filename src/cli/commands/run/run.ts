import { join } from 'node:path';
import type { OperationCount } from '../../../domain/environment/operation-count.ts';
import type { DifficultyChoice } from '../../../domain/scenario/difficulty-level.ts';
import type { ExportedDataset } from '../../../exports/export.ts';
import { findFormat } from '../../../exports/formats/formats.ts';
import type { ScenarioYield } from '../../../pipeline/scenario-yield.ts';
import type { CommandLine } from '../../command-line.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { AskingFlags } from '../../options/asking-flags.ts';
import { writeDatasets } from '../export/export.ts';
import { agentsCalled, conversationsOf, playerOf, type UserFlags, userNamed } from './agents.ts';
import { inSequence } from './in-sequence.ts';
import { reportOn } from './report-on.ts';
import { runPipeline, type WorkEnd } from './run-pipeline.ts';
import { toldOf } from './shortfall.ts';

export interface RunOptions extends AskingFlags, UserFlags {
  readonly tasks?: readonly string[];
  readonly count: number;
  readonly rounds?: number;
  readonly operations?: OperationCount;
  readonly scenarios: number;
  readonly difficulty: DifficultyChoice;
  readonly agent?: readonly string[];
  readonly attempts: number;
  readonly format?: readonly string[];
  readonly to?: string;
}

/** Two datasets to learn from by imitation, one for reinforcement learning, and one that needs nothing else to be played. */
const defaultFormats = ['trl-sft', 'sharegpt', 'verl-rl', 'trl-grpo', 'bundle'];

/** The whole pipeline: environments, scenarios, rollouts, datasets. What one part lacks does not stop the next. */
export async function run(line: CommandLine, options: RunOptions): Promise<ExitCode> {
  const agents = agentsCalled(line, options.agent);
  const conversations = conversationsOf(options);
  const formats = (options.format ?? defaultFormats).map((name) => findFormat(name).name);
  const to = options.to ?? join(line.flags.workspace, 'exports');
  let datasets: readonly ExportedDataset[] = [];
  let yields: readonly ScenarioYield[] = [];
  return runPipeline(line, {
    options: { ...options, agent: agents, format: formats, to },
    asking: options,
    writer: 'author',
    player: playerOf(line, agents),
    user: userNamed(line, options),
    work: async (workspace) => {
      const { buildEnvironments } = await import('../../../pipeline/build-environments.ts');
      const { makeScenarios } = await import('../../../pipeline/make-scenarios.ts');
      const { playScenarios } = await import('../../../pipeline/play-scenarios.ts');
      const { shippedTasks } = await import('../../../workspace/workspace.ts');
      const parts: readonly (() => Promise<WorkEnd>)[] = [
        async () => {
          const { tasks = [shippedTasks], count, rounds, operations } = options;
          return toldOf(line, await buildEnvironments(workspace, { tasks, count, rounds, operations }));
        },
        async () => {
          const { scenarios: count, difficulty } = options;
          const made = await makeScenarios(workspace, { environments: [], count, difficulty });
          yields = made.yields;
          return made;
        },
        () => playScenarios(workspace, { agents, attempts: options.attempts, conversations }),
        async () => {
          if (!line.flags.plan) datasets = await writeDatasets(line, workspace, { format: formats, to });
          return { failed: 0, interrupted: false };
        },
      ];
      return inSequence(parts, line.interrupt.signal);
    },
    report: (workspace) => reportOn(line, workspace, { what: ['environments', 'rollouts'], yields, datasets }),
  });
}
