import { UserError } from '../base/errors.ts';
import type { Agent } from '../stages/rollouts/agent.ts';
import { modelAgent } from '../stages/rollouts/agents/model.ts';
import { noopAgent } from '../stages/rollouts/agents/noop.ts';
import { randomAgent } from '../stages/rollouts/agents/random.ts';
import { referenceAgent } from '../stages/rollouts/agents/reference.ts';
import { rolloutStage } from '../stages/rollouts/rollout.ts';
import { agentPrompt } from '../stages/rollouts/session/system-message.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { chosenEnvironments } from './chosen-environments.ts';
import { type Conversations, interactionModeOf, rolloutUnits } from './rollout-units.ts';
import { type RunSummary, StageRunner } from './stage-runner.ts';

export type AgentName = 'reference' | 'random' | 'noop' | 'openai';

interface PlayOptions {
  readonly agents: readonly AgentName[];
  readonly attempts: number;
  readonly conversations?: Conversations;
  /** Only the scenarios of these environments; of all where empty or left out. */
  readonly environments?: readonly string[];
}

/** Stage 5: agents play the certified scenarios, each `attempts` times; those that leave something out with a simulated user. */
export async function playScenarios(workspace: Workspace, options: PlayOptions): Promise<RunSummary> {
  const runner = new StageRunner(workspace);
  const { store, engine, prompts } = workspace;
  const scenarios = (await store.artifacts('scenario')).filter((scenario) => scenario.body.certificate.complete);
  const among =
    options.environments && options.environments.length > 0
      ? await chosenEnvironments(workspace, options.environments)
      : await store.artifacts('environment');
  const environments = new Map(among.map((environment) => [environment.hash, environment]));
  if (scenarios.length === 0 && engine.mode === 'run') {
    throw new UserError('There is no scenario with a complete certificate yet. "envscaler scen" makes them.');
  }
  const playable = scenarios.flatMap((scenario) => {
    const environment = environments.get(scenario.body.environment);
    return environment ? [{ scenario, environment, manner: interactionModeOf(scenario, options.conversations ?? 'needed') }] : [];
  });
  const left = playable.filter(({ manner: mode }) => mode === undefined).length;
  if (left > 0)
    engine.events({
      kind: 'note',
      level: 'warning',
      text: `${left} underspecified scenarios need a user to ask and are not played.`,
    });
  for (const agent of options.agents.map((name) => agentOf(name, workspace))) {
    for (const mode of ['alone', 'conversation'] as const) {
      const chosen = playable.filter((item) => item.manner === mode);
      if (chosen.length === 0) continue;
      const units = rolloutUnits(agent, chosen, { attempts: options.attempts, prompt: prompts.hash(agentPrompt), mode: mode });
      await runner.run(rolloutStage(agent, prompts, mode), units);
    }
  }
  return runner.summary();
}

function agentOf(name: AgentName, workspace: Workspace): Agent {
  switch (name) {
    case 'reference':
      return referenceAgent;
    case 'random':
      return randomAgent;
    case 'noop':
      return noopAgent;
    case 'openai':
      return modelAgent(workspace.converser());
  }
}
