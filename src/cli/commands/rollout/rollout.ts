import type { CommandLine } from '../../command-line.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { AskingFlags } from '../../options/asking-flags.ts';
import { agentsCalled, agentsLine, conversationsOf, playerOf, type UserFlags, userLine, userOf } from '../run/agents.ts';
import { reportOn } from '../run/report-on.ts';
import { runPipeline } from '../run/run-pipeline.ts';

export interface RolloutOptions extends AskingFlags, UserFlags {
  readonly agent?: readonly string[];
  readonly attempts: number;
}

/** Lets agents play the certified scenarios. */
export async function rollout(line: CommandLine, options: RolloutOptions): Promise<ExitCode> {
  const agents = agentsCalled(line, options.agent);
  const conversations = conversationsOf(options);
  const user = conversations === 'none' ? undefined : userOf(line, options);
  return runPipeline(line, {
    options: { ...options, agent: agents },
    asking: options,
    writer: 'nobody',
    player: playerOf(line, agents),
    user,
    line: [agentsLine(line, agents), ...(user ? [userLine(user)] : [])].join(' '),
    work: async (workspace) => {
      const { playScenarios } = await import('../../../pipeline/play-scenarios.ts');
      return playScenarios(workspace, { agents, attempts: options.attempts, conversations });
    },
    report: (workspace) => reportOn(line, workspace, { what: ['rollouts'] }),
  });
}
