import type { Agent } from '../agent.ts';

/** An agent that does nothing: what it scores is what a scenario gives away for free. */
export const noopAgent: Agent = {
  identity: { kind: 'noop' },
  parameters: {},
  play: () => ({
    turn: async () => ({ kind: 'message', message: { role: 'assistant', content: 'I did nothing.' } }),
  }),
};
