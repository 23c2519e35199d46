import type { Message } from '../../domain/rollout/trajectory.ts';

type ToolCall = NonNullable<Extract<Message, { role: 'assistant' }>['tool_calls']>[number];

/**
 * The calls of a turn with ids that are unique in their conversation: an id of the server stays where it has one that was not
 * given before; any other call is numbered, in nine letters and digits, which the strictest servers want.
 */
export function withUniqueIds(calls: readonly ToolCall[], before: readonly Message[]): ToolCall[] {
  const earlier = before.flatMap((message) => (message.role === 'assistant' ? (message.tool_calls ?? []) : []));
  const taken = new Set(earlier.map((call) => call.id));
  const given = new Set(calls.map((call) => call.id));
  let number = earlier.length;
  const next = (): string => {
    for (;;) {
      number++;
      const id = `call${String(number).padStart(5, '0')}`;
      if (!taken.has(id) && !given.has(id)) return id;
    }
  };
  return calls.map((call) => {
    const id = call.id.trim() === '' || taken.has(call.id) ? next() : call.id;
    taken.add(id);
    return { ...call, id };
  });
}
