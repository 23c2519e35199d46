import type { Environment } from '../../domain/environment/environment.ts';
import { inputOf } from '../../domain/kinds.ts';
import type { Trajectory } from '../../domain/rollout/trajectory.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import { needsUser } from '../../domain/scenario/scenario-kind.ts';
import type { Stage, StageResult } from '../../engine/stage.ts';
import type { Prompts } from '../../generation/prompt.ts';
import { simulateUser } from '../../generation/work/conversations.ts';
import type { Agent } from './agent.ts';
import { playEpisode } from './session/episode.ts';
import { simulatedUser } from './user/user.ts';

/** The prompt file that becomes the system message of every agent. */
export const agentPrompt = 'act.md';

/** `alone`: the task is all that is said. `conversation`: a simulated user answers. */
export type InteractionMode = 'alone' | 'conversation';

/** Stage 5: one agent plays scenarios. A unit is one attempt at one scenario; its inputs are environment and scenario. */
export function rolloutStage(agent: Agent, prompts: Prompts, mode: InteractionMode = 'alone'): Stage {
  const name = agent.identity.model ?? agent.identity.kind;
  const talks = mode === 'conversation';
  return {
    name: 'rollout',
    version: 4,
    noun: talks ? `conversations with ${name}` : `rollouts by ${name}`,
    writes: 'trajectory',
    works: talks ? [simulateUser] : [],
    asksModel: agent.identity.kind === 'openai',
    async run(unit, context): Promise<StageResult> {
      const environment = inputOf(unit.inputs, 'environment').body;
      const scenario = inputOf(unit.inputs, 'scenario');
      const attempt = Number(unit.parameters.attempt);
      if (!talks && needsUser(scenario.body.kind))
        return {
          status: 'rejected',
          reason: `${scenario.subject} is ${scenario.body.kind}: it can be played only with a user to ask.`,
        };
      const opened = await context.sandbox.open(environment);
      const player = agent.play({
        scenario: scenario.body,
        tools: environment.tools,
        seed: context.seed,
        attempt,
        ledgerAttempt: context.attempt,
        signal: context.signal,
      });
      const system = systemMessage(prompts, environment, scenario.body, mode);
      const wording = talks && context.writtenBy('simulate-user').provider === 'procedural' ? 'scripted' : 'free';
      const user = talks ? simulatedUser(scenario.body, context.ask, wording) : undefined;
      const played = await playEpisode(opened, scenario.body, { system, player, user });
      const body: Trajectory = {
        name: unit.subject,
        scenario: scenario.hash,
        agent: agent.identity,
        ...(talks ? { user: context.writtenBy('simulate-user') } : {}),
        attempt,
        ...played,
      };
      return { status: 'done', outputs: [{ kind: 'trajectory', subject: unit.subject, body }] };
    },
  };
}

/** What an agent is told of the system it works in. Without a manner: as the scenario has to be played. */
export function systemMessage(
  prompts: Prompts,
  environment: Environment,
  scenario: Scenario,
  mode: InteractionMode = needsUser(scenario.kind) ? 'conversation' : 'alone',
): string {
  const { introduction, rules, policy } = environment.skeleton;
  const { system, user } = prompts.render(agentPrompt, {
    introduction,
    rules: rules.map((rule) => rule.text),
    // Rules speak of the numbers of the business by name.
    constants: policy,
    today: scenario.start.slice(0, 10),
    time: scenario.start.slice(11, 16),
    conversation: mode === 'conversation',
  });
  return `${system}\n\n${user}`;
}
