import type { Converser } from '../../../generation/endpoint/converse.ts';
import { ModelCallError } from '../../../generation/errors.ts';
import type { Agent, Turn } from '../agent.ts';

/** A model that plays through native function calling. */
export function modelAgent(converser: Converser): Agent {
  const { model } = converser.identity;
  return {
    identity: { kind: 'openai', ...(model === undefined ? {} : { model }) },
    parameters: { ...converser.identity.parameters },
    play({ tools, attempt, ledgerAttempt, signal }) {
      return {
        async turn(messages): Promise<Turn> {
          const turn = await converser.converse({
            messages,
            tools,
            sample: attempt,
            attempt: ledgerAttempt,
            signal,
          });
          if (turn.kind === 'context-full') {
            if (messages.some((message) => message.role === 'assistant')) return { kind: 'context-full' };
            throw new ModelCallError(`The task and the tools do not fit the context of the model: ${turn.message}`, {
              work: 'act',
              model,
              outcome: 'refused',
              tries: [turn.message],
            });
          }
          const { message, finishReason } = turn;
          if (finishReason === 'length') return { kind: 'cut', message };
          if (finishReason === 'content_filter') return { kind: 'refused', message };
          return { kind: 'message', message };
        },
      };
    },
  };
}
