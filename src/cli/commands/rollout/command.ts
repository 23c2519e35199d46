import { command } from '../../declaration.ts';
import { askingFlags } from '../../options/asking-flags.ts';
import * as shared from '../../options/shared-flags.ts';

export const rollout = command({
  name: 'rollout',
  description: 'let agents play the certified scenarios',
  flags: {
    ...askingFlags,
    agent: shared.agents,
    attempts: shared.attempts,
    user: shared.user,
    conversation: shared.conversation,
  },
  examples: ['envscaler rollout --agent reference random', 'envscaler rollout --agent openai --model NAME --attempts 4'],
  work: async (line, options) => (await import('./rollout.ts')).rollout(line, options),
});
