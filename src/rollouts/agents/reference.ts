import type { ExecutedCall } from '../../domain/call.ts';
import type { Agent } from '../agent.ts';

/**
 * An agent that replays a scenario's reference solution, one call a turn. Its trajectories are demonstrations; they hold
 * no reasoning, since nobody reasoned.
 */
export const referenceAgent: Agent = {
  identity: { kind: 'reference' },
  parameters: { version: 1 },
  play({ scenario }) {
    let next = 0;
    return {
      async turn() {
        const call = scenario.reference[next];
        if (!call) return { kind: 'message', message: { role: 'assistant', content: closing(scenario.reference) } };
        next++;
        const id = `call_${next}`;
        const request = {
          id,
          type: 'function' as const,
          function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
        };
        return { kind: 'message', message: { role: 'assistant', content: '', tool_calls: [request] } };
      },
    };
  },
};

/** What was done, in the words of the tools where they gave any. */
function closing(reference: readonly ExecutedCall[]): string {
  const changes = reference.filter((call) => call.patches.length > 0);
  const messages = changes.flatMap(({ result }) => (result.success && result.message !== undefined ? [result.message] : []));
  if (messages.length === changes.length) return messages.join(' ');
  const names = changes.map((call) => call.tool.replaceAll('_', ' '));
  const counted = [...new Set(names)].map((name) => {
    const times = names.filter((other) => other === name).length;
    return times === 1 ? name : `${name} (${times} times)`;
  });
  return `Everything you asked for is done. Steps that changed something: ${counted.join(', ')}.`;
}
