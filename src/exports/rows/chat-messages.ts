import type { TrajectoryRecord } from '../selection/records.ts';
import { type Conversation, readConversation, type Turn } from './conversation.ts';

/** The conversation of a trajectory that was selected because it has one. */
export function conversationOf({ trajectory }: TrajectoryRecord): Conversation {
  const reading = readConversation(trajectory.body.messages);
  if (reading.kind === 'unfit') throw new Error(`${trajectory.body.name} was selected although it is a ${reading.reason}`);
  return reading.conversation;
}

/** Why a trajectory is no conversation to learn from; undefined where it is one. */
export function unfitConversation({ trajectory }: TrajectoryRecord): string | undefined {
  const reading = readConversation(trajectory.body.messages);
  return reading.kind === 'unfit' ? reading.reason : undefined;
}

/** A message with arguments as objects, as chat templates want them. */
export type ChatMessage = { readonly role: string; readonly content: string } & Readonly<Record<string, unknown>>;

/** The messages of a conversation. Keys that do not apply are left out, so that no template sees a null. */
export function chatMessages({ system, turns }: Conversation): ChatMessage[] {
  return [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...turns.flatMap(messagesOfTurn)];
}

function messagesOfTurn(turn: Turn): ChatMessage[] {
  if (turn.kind === 'user') return [{ role: 'user', content: turn.text }];
  const said = {
    role: 'assistant',
    content: turn.text,
    ...(turn.reasoning === undefined ? {} : { reasoning_content: turn.reasoning }),
  };
  if (turn.kind === 'answer') return [said];
  const calls = turn.calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  const results = turn.calls.map((call) => ({ role: 'tool', tool_call_id: call.id, name: call.name, content: call.result }));
  return [{ ...said, tool_calls: calls }, ...results];
}

/** What an agent is told before it begins: the system it works in, and the task. */
export function promptOf(system: string, task: string): ChatMessage[] {
  return [
    { role: 'system', content: system },
    { role: 'user', content: task },
  ];
}
