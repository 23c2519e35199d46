import type { Artifact } from '../domain/kinds.ts';
import { needsUser } from '../domain/scenario/scenario-kind.ts';
import type { Unit } from '../engine/stage.ts';
import type { Agent } from '../stages/rollouts/agent.ts';
import type { InteractionMode } from '../stages/rollouts/session/system-message.ts';

/** Which scenarios are played in conversation: those that need it, all, or none (those that need it are then left out). */
export type Conversations = 'needed' | 'all' | 'none';

/** How a scenario is played; undefined where it cannot be. */
export function interactionModeOf({ body }: Artifact<'scenario'>, conversations: Conversations): InteractionMode | undefined {
  if (needsUser(body.kind)) return conversations === 'none' ? undefined : 'conversation';
  return conversations === 'all' ? 'conversation' : 'alone';
}

/** The attempts of an agent at scenarios. */
export function rolloutUnits(
  agent: Agent,
  scenarios: readonly { readonly scenario: Artifact<'scenario'>; readonly environment: Artifact<'environment'> }[],
  { attempts, prompt, mode }: { readonly attempts: number; readonly prompt: string; readonly mode: InteractionMode },
): Unit[] {
  const { kind, model } = agent.identity;
  return scenarios.flatMap(({ scenario, environment }) =>
    Array.from(
      { length: attempts },
      (_, index): Unit => ({
        subject: `${scenario.subject}/${model ?? kind}/${index + 1}`,
        inputs: [environment, scenario],
        parameters: { ...agent.parameters, agent: kind, model: model ?? null, attempt: index + 1, prompt, manner: mode },
      }),
    ),
  );
}
