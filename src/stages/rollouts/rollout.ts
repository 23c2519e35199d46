import { inputOf } from '../../domain/kinds.ts';
import type { Trajectory } from '../../domain/rollout/trajectory.ts';
import { needsUser } from '../../domain/scenario/scenario-kind.ts';
import type { Stage, StageResult } from '../../engine/stage.ts';
import type { Prompts } from '../../generation/prompt.ts';
import { simulateUser } from '../../generation/work/conversations.ts';
import type { Agent } from './agent.ts';
import { openEpisode } from './session/open-episode.ts';
import { playEpisode } from './session/play-episode.ts';
import type { InteractionMode } from './session/system-message.ts';
import { simulatedUser } from './user/user.ts';

/** Stage 5: one agent plays scenarios. A unit is one attempt at one scenario; its inputs are environment and scenario. */
export function rolloutStage(agent: Agent, prompts: Prompts, mode: InteractionMode = 'alone'): Stage {
  const name = agent.identity.model ?? agent.identity.kind;
  const talks = mode === 'conversation';
  return {
    name: 'rollout',
    version: 5,
    noun: talks ? `conversations with ${name}` : `rollouts by ${name}`,
    writes: 'trajectory',
    works: talks ? [simulateUser] : [],
    asksModel: agent.identity.kind === 'openai',
    async run(unit, context): Promise<StageResult> {
      const environment = inputOf(unit.inputs, 'environment').body;
      const { hash, subject, body: scenario } = inputOf(unit.inputs, 'scenario');
      const attempt = Number(unit.parameters.attempt);
      if (!talks && needsUser(scenario.kind))
        return { status: 'rejected', reason: `${subject} is ${scenario.kind}: it can be played only with a user to ask.` };
      const { sandbox, seed, signal } = context;
      const player = agent.play({ scenario, tools: environment.tools, seed, attempt, ledgerAttempt: context.attempt, signal });
      const wording = talks && context.writtenBy('simulate-user').provider === 'procedural' ? 'scripted' : 'free';
      const user = talks ? simulatedUser(scenario, context.ask, wording) : undefined;
      const played = await playEpisode(await openEpisode({ sandbox, environment, scenario, prompts, mode, user }), player);
      const body: Trajectory = {
        name: unit.subject,
        scenario: hash,
        agent: agent.identity,
        ...(talks ? { user: context.writtenBy('simulate-user') } : {}),
        attempt,
        ...played,
      };
      return { status: 'done', outputs: [{ kind: 'trajectory', subject: unit.subject, body }] };
    },
  };
}
