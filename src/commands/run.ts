import { join } from 'node:path';
import { UserError } from '../base/errors.ts';
import type { AskingFlags } from '../cli/asking-flags.ts';
import type { CommandLine } from '../cli/command-line.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import type { ExportedDataset } from '../exports/export.ts';
import { findFormat } from '../exports/formats.ts';
import { agentsCalled, playerOf } from './agents.ts';
import { writeDatasets } from './export.ts';
import { reportOn } from './report-on.ts';
import { runPipeline, type WorkEnd } from './run-pipeline.ts';

export interface RunOptions extends AskingFlags {
  readonly tasks?: readonly string[];
  readonly count: number;
  readonly rounds?: number;
  readonly scenarios: number;
  readonly agent?: readonly string[];
  readonly attempts: number;
  readonly format?: readonly string[];
  readonly to?: string;
}

/** Two datasets to learn from by imitation, one for reinforcement learning, and one that needs nothing else to be played. */
const defaultFormats = ['trl-sft', 'sharegpt', 'verl-rl', 'bundle'];

/** The whole pipeline: environments, scenarios, rollouts, datasets. What one part lacks does not stop the next. */
export async function run(line: CommandLine, options: RunOptions): Promise<ExitCode> {
  const agents = agentsCalled(line, options.agent);
  const formats = (options.format ?? defaultFormats).map((name) => findFormat(name).name);
  const to = options.to ?? join(line.flags.workspace, 'exports');
  let datasets: readonly ExportedDataset[] = [];
  return runPipeline(line, {
    options: { ...options, agent: agents, format: formats, to },
    asking: options,
    writer: 'author',
    player: playerOf(line, agents),
    work: async (workspace) => {
      const { buildEnvironments, makeScenarios, playScenarios } = await import('../stages.ts');
      const { shippedTasks } = await import('../workspace.ts');
      const parts: readonly (() => Promise<WorkEnd>)[] = [
        () =>
          buildEnvironments(workspace, { tasks: options.tasks ?? [shippedTasks], count: options.count, rounds: options.rounds }),
        () => makeScenarios(workspace, { environments: [], count: options.scenarios }),
        () => playScenarios(workspace, { agents, attempts: options.attempts }),
        async () => {
          if (!line.flags.plan) datasets = await writeDatasets(line, workspace, { ...options, format: formats, to });
          return { failed: 0, interrupted: false };
        },
      ];
      return oneAfterTheOther(parts, line.interrupt.signal);
    },
    report: (workspace) => reportOn(line, workspace, ['environments', 'rollouts'], datasets),
  });
}

/**
 * Does the parts of a run until one is interrupted or put off. After the first part a UserError is no mistake of the user: it says that
 * the parts before left nothing to go on with.
 */
async function oneAfterTheOther(parts: readonly (() => Promise<WorkEnd>)[], signal: AbortSignal): Promise<WorkEnd> {
  let failed = 0;
  for (const [index, part] of parts.entries()) {
    try {
      const end = await part();
      failed += end.failed;
      if (end.interrupted || signal.aborted) return { failed, interrupted: true };
      if (end.postponed) return { ...end, failed };
    } catch (error) {
      if (index === 0 || !(error instanceof UserError)) throw error;
      return { failed, interrupted: false, stopped: error.message };
    }
  }
  return { failed, interrupted: false };
}
