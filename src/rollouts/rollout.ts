import type { Prompts } from '../author/prompt.ts';
import type { Environment } from '../domain/environment.ts';
import { inputOf } from '../domain/kinds.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Trajectory } from '../domain/trajectory.ts';
import type { Stage, StageResult } from '../pipeline/stage.ts';
import type { Agent } from './agent.ts';
import { playEpisode } from './episode.ts';

/** The prompt file that becomes the system message of every agent. */
export const agentPrompt = 'act.md';

/** Stage 5: one agent plays scenarios. A unit is one attempt at one scenario; its inputs are environment and scenario. */
export function rolloutStage(agent: Agent, prompts: Prompts): Stage {
  return {
    name: 'rollout',
    version: 1,
    noun: `rollouts by ${agent.identity.model ?? agent.identity.kind}`,
    writes: 'trajectory',
    works: [],
    asksModel: agent.identity.kind === 'openai',
    async run(unit, context): Promise<StageResult> {
      const environment = inputOf(unit.inputs, 'environment').body;
      const scenario = inputOf(unit.inputs, 'scenario');
      const attempt = Number(unit.parameters.attempt);
      const opened = await context.sandbox.open(environment);
      const player = agent.play({
        scenario: scenario.body,
        tools: environment.tools,
        seed: context.seed,
        attempt,
        ledgerAttempt: context.attempt,
        signal: context.signal,
      });
      const played = await playEpisode(opened, scenario.body, systemMessage(prompts, environment, scenario.body), player);
      const body: Trajectory = { name: unit.subject, scenario: scenario.hash, agent: agent.identity, attempt, ...played };
      return { status: 'done', outputs: [{ kind: 'trajectory', subject: unit.subject, body }] };
    },
  };
}

/** What an agent is told of the system it works in. */
export function systemMessage(prompts: Prompts, environment: Environment, scenario: Scenario): string {
  const { introduction, rules } = environment.skeleton;
  const { system, user } = prompts.render(agentPrompt, {
    introduction,
    rules: rules.map((rule) => rule.text),
    today: scenario.start.slice(0, 10),
    time: scenario.start.slice(11, 16),
  });
  return `${system}\n\n${user}`;
}
