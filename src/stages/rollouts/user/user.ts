import type { Message } from '../../../domain/rollout/trajectory.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import type { Fact, Reply } from '../../../domain/scenario/user-profile.ts';
import type { StageContext } from '../../../engine/stage.ts';
import { type SimulateUserInput, simulateUser, type UserTurn } from '../../../generation/work/conversations.ts';

/** Whoever answers an agent. Hears what the agent says, and nothing of its calls, of the records or of the checks. */
export interface User {
  /** Empty words of a user who is not done would leave the agent without an answer: they count as not understood. */
  reply(messages: readonly Message[]): Promise<Said>;
}

/** What a user says, and which facts that tells where they are told word for word. */
export type Said = UserTurn & Pick<Reply, 'told'>;

/** A script says facts in the words of the profile; a model has words of its own. */
export type Wording = 'scripted' | 'free';

const plainPersona = 'Somebody with a reason to ask, friendly and brief.';

/** A user with the profile of a scenario, played by whoever is assigned the work. Without a profile they want what the task says. */
export function simulatedUser(scenario: Scenario, ask: StageContext['ask'], wording: Wording): User {
  const { persona = plainPersona, task, user } = scenario;
  const facts = (user?.facts ?? []).map(({ kind, about, says }) => ({ kind, about, says }));
  return {
    async reply(messages) {
      const turn = await ask(simulateUser, { persona, wants: user?.wants ?? task, facts, said: spoken(messages) });
      const said = turn.say.trim() === '' && !turn.done ? { ...turn, say: 'I did not understand that.' } : turn;
      return wording === 'scripted' ? { ...said, told: toldBy(said.say, user?.facts ?? []) } : said;
    },
  };
}

function toldBy(text: string, facts: readonly Fact[]): string[] {
  return facts.filter(({ says }) => text.includes(says)).map(({ id }) => id);
}

/** What was said aloud: no system message, no calls, no results. */
function spoken(messages: readonly Message[]): SimulateUserInput['said'] {
  return messages.flatMap((message): SimulateUserInput['said'] => {
    if (message.role === 'user') return [{ by: 'user', text: message.content }];
    if (message.role !== 'assistant' || message.content.trim() === '' || message.tool_calls?.length) return [];
    return [{ by: 'agent', text: message.content }];
  });
}
