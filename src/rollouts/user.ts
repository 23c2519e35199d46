import { type SimulateUserInput, simulateUser, type UserTurn } from '../author/works/conversations.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Message } from '../domain/trajectory.ts';
import type { StageContext } from '../pipeline/stage.ts';

/** Whoever answers an agent. Hears what the agent says, and nothing of its calls, of the records or of the checks. */
export interface User {
  /** Empty words of a user who is not done would leave the agent without an answer: they count as not understood. */
  reply(messages: readonly Message[]): Promise<UserTurn>;
}

const plainPersona = 'Somebody with a reason to ask, friendly and brief.';

/** A user with the profile of a scenario, played by whoever is assigned the work. Without a profile they want what the task says. */
export function simulatedUser(scenario: Scenario, ask: StageContext['ask']): User {
  const { persona = plainPersona, task, user } = scenario;
  const facts = (user?.facts ?? []).map(({ kind, about, says }) => ({ kind, about, says }));
  return {
    async reply(messages) {
      const turn = await ask(simulateUser, { persona, wants: user?.wants ?? task, facts, said: spoken(messages) });
      return turn.say.trim() === '' && !turn.done ? { ...turn, say: 'I did not understand that.' } : turn;
    },
  };
}

/** What was said aloud: no system message, no calls, no results. */
function spoken(messages: readonly Message[]): SimulateUserInput['said'] {
  return messages.flatMap((message): SimulateUserInput['said'] => {
    if (message.role === 'user') return [{ by: 'user', text: message.content }];
    if (message.role !== 'assistant' || message.content.trim() === '' || message.tool_calls?.length) return [];
    return [{ by: 'agent', text: message.content }];
  });
}
