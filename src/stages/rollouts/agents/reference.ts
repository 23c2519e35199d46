import { hashText } from '../../../base/hash.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import type { Agent, AssistantMessage } from '../agent.ts';

/**
 * An agent that replays a scenario's reference solution and asks the user what the reference asks. Reads that do not wait for one
 * another are made together, and beside some calls it says what it is about. Its trajectories are demonstrations; they hold no
 * reasoning, since nobody reasoned.
 */
export const referenceAgent: Agent = {
  identity: { kind: 'reference' },
  parameters: { version: 4 },
  play({ scenario, tools }) {
    const writes = new Set(tools.filter(({ effect }) => effect === 'write').map(({ name }) => name));
    const questions = [...scenario.questions];
    let next = 0;
    return {
      async turn() {
        const [question] = questions;
        if (question && question.before <= next + 1) {
          questions.shift();
          return { kind: 'message', message: { role: 'assistant', content: question.says } };
        }
        const calls = togetherFrom(scenario, writes, next);
        if (calls.length === 0) return { kind: 'message', message: { role: 'assistant', content: closing(scenario) } };
        const content = wordsBeside(scenario, writes, next);
        const requests = calls.map((call, index) => requestOf(call, next + index + 1));
        next += calls.length;
        return { kind: 'message', message: { role: 'assistant', content, tool_calls: requests } };
      },
    };
  },
};

/** As many calls as one message makes. */
const mostTogether = 3;

/** The next call, with the reads behind it that take nothing from it or from one another. */
function togetherFrom({ reference, provenance, questions }: Scenario, writes: ReadonlySet<string>, next: number): ExecutedCall[] {
  const [first, ...others] = reference.slice(next, next + mostTogether);
  if (!first || writes.has(first.tool)) return first ? [first] : [];
  const together = [first];
  for (const [index, call] of others.entries()) {
    const place = next + index + 2;
    const waits = provenance.some(
      ({ call: number, origin }) =>
        number === place && (origin.kind === 'derived' || (origin.kind === 'observation' && origin.call > next)),
    );
    if (writes.has(call.tool) || waits || questions.some(({ before }) => before === place)) break;
    together.push(call);
  }
  return together;
}

/** "I look up the guest first." Beside the first read and the first change of every other scenario; nothing beside the rest. */
function wordsBeside({ name, reference }: Scenario, writes: ReadonlySet<string>, next: number): string {
  const turn = Number.parseInt(hashText(name).slice(0, 4), 16);
  const call = reference[next];
  const first = reference.findIndex(({ tool }) => writes.has(tool));
  if (!call || turn % 2 === 1) return '';
  if (next === 0 && !writes.has(call.tool))
    return (
      ['Let me look at the records first.', 'I will check what we have on this.', 'I look this up before I do anything.'][
        turn % 3
      ] ?? ''
    );
  if (next === first && next > 0)
    return (
      [
        'I have what I need, so I go ahead.',
        'That settles it; I make the change.',
        'The records bear this out. Now for the change itself.',
      ][turn % 3] ?? ''
    );
  return '';
}

function requestOf({ tool, arguments: args }: ExecutedCall, number: number): NonNullable<AssistantMessage['tool_calls']>[number] {
  return { id: `call_${number}`, type: 'function', function: { name: tool, arguments: JSON.stringify(args) } };
}

/** Scenarios of earlier versions have no closing of their own: what the tools said of the changes, and why others were refused. */
function closing({ closing: words, reference, refused }: Scenario): string {
  if (words !== '') return words;
  const changes = reference.filter((call) => call.patches.length > 0);
  const done = changes.map(({ tool, result }) =>
    result.success && result.message !== undefined ? result.message : `Done: ${tool.replaceAll('_', ' ')}.`,
  );
  const left = refused.flatMap(({ result }) => (result.success ? [] : [`I could not do this: ${result.error}`]));
  return [...done, ...left].join(' ');
}
