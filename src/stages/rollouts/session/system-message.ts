import type { Environment } from '../../../domain/environment/environment.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import { needsUser } from '../../../domain/scenario/scenario-kind.ts';
import type { Prompts } from '../../../generation/prompt.ts';

/** The prompt file that becomes the system message of every agent. */
export const agentPrompt = 'act.md';

/** `alone`: the task is all that is said. `conversation`: a simulated user answers. */
export type InteractionMode = 'alone' | 'conversation';

/** What an agent is told of the system it works in. Without a mode: as the scenario has to be played. */
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
