import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import type { Agent } from '../agent.ts';

/**
 * An agent that replays a scenario's reference solution, one call a turn, and asks the user what the reference asks. Its trajectories are demonstrations; they hold
 * no reasoning, since nobody reasoned.
 */
export const referenceAgent: Agent = {
  identity: { kind: 'reference' },
  parameters: { version: 3 },
  play({ scenario }) {
    let next = 0;
    const questions = [...scenario.questions];
    return {
      async turn() {
        const [question] = questions;
        if (question && question.before <= next + 1) {
          questions.shift();
          return { kind: 'message', message: { role: 'assistant', content: question.says } };
        }
        const call = scenario.reference[next];
        if (!call) return { kind: 'message', message: { role: 'assistant', content: closing(scenario) } };
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

/** What was done, in the words of the tools where they gave any, and what could not be done and why. */
function closing({ reference, refused, kind }: Scenario): string {
  const changes = reference.filter((call) => call.patches.length > 0);
  const reasons = refused.flatMap(({ result }) => (result.success ? [] : [result.error]));
  const left = reasons.length === 0 ? [] : [`${infeasible(kind, changes.length > 0)} ${reasons.join(' ')}`];
  if (changes.length === 0) return left.length > 0 ? left.join(' ') : 'I changed nothing: there was nothing to change.';
  return [done(changes, left.length > 0), ...left].join(' ');
}

function done(changes: readonly ExecutedCall[], onlyInPart: boolean): string {
  const messages = changes.flatMap(({ result }) => (result.success && result.message !== undefined ? [result.message] : []));
  if (messages.length === changes.length) return messages.join(' ');
  const names = changes.map((call) => call.tool.replaceAll('_', ' '));
  const counted = [...new Set(names)].map((name) => {
    const times = names.filter((other) => other === name).length;
    return times === 1 ? name : `${name} (${times} times)`;
  });
  const what = onlyInPart ? 'What is possible is done.' : 'Everything you asked for is done.';
  return `${what} Steps that changed something: ${counted.join(', ')}.`;
}

function infeasible(kind: Scenario['kind'], somethingDone: boolean): string {
  if (kind === 'already-done') return somethingDone ? 'The rest is so already:' : 'That is so already, and I changed nothing:';
  return somethingDone ? 'One thing cannot be done:' : 'That cannot be done, and I changed nothing:';
}
