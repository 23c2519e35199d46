import { isObject, type JsonObject } from '../../base/json.ts';
import type { Message } from '../../domain/rollout/trajectory.ts';

type AssistantMessage = Extract<Message, { role: 'assistant' }>;
type ToolMessage = Extract<Message, { role: 'tool' }>;

/** A tool call with its result. Arguments are parsed; the result is the text that the agent was shown. */
interface AnsweredCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
  readonly result: string;
}

/** One turn. `reasoning` is there only where the agent gave one. `calls` may be parallel; their results are in their order. */
export type Turn =
  | { readonly kind: 'user'; readonly text: string }
  | { readonly kind: 'answer'; readonly text: string; readonly reasoning: string | undefined }
  | {
      readonly kind: 'calls';
      readonly text: string;
      readonly reasoning: string | undefined;
      readonly calls: readonly AnsweredCall[];
    };

/** A conversation that any chat template can render: user and agent alternate, and the agent has the last word. */
export interface Conversation {
  readonly system: string | undefined;
  readonly turns: readonly Turn[];
}

export type ConversationReading =
  | { readonly kind: 'conversation'; readonly conversation: Conversation }
  | { readonly kind: 'unfit'; readonly reason: string };

/** Reads recorded messages as turns, or says why they cannot be learnt from. */
export function readConversation(messages: readonly Message[]): ConversationReading {
  const [first] = messages;
  const system = first?.role === 'system' ? first.content : undefined;
  const turns: Turn[] = [];
  let position = first?.role === 'system' ? 1 : 0;
  while (position < messages.length) {
    const message = messages[position++];
    const previous = turns.at(-1);
    if (message?.role === 'user') {
      if (previous && previous.kind !== 'answer') return unfit('trajectory whose user speaks out of turn');
      turns.push({ kind: 'user', text: message.content });
    } else if (message?.role === 'assistant') {
      if (!previous || previous.kind === 'answer') return unfit('trajectory whose agent speaks out of turn');
      const results: ToolMessage[] = [];
      for (let next = messages[position]; next?.role === 'tool'; next = messages[++position]) results.push(next);
      const turn = assistantTurn(message, results);
      if (typeof turn === 'string') return unfit(turn);
      turns.push(turn);
    } else return unfit('trajectory with a message out of place');
  }
  // A user's last word ends a conversation; nobody answers it.
  if (turns.at(-1)?.kind === 'user') turns.pop();
  const last = turns.at(-1);
  if (last?.kind !== 'answer' || last.text.trim() === '') return unfit('trajectory without a final answer');
  return { kind: 'conversation', conversation: { system, turns } };
}

/** The turn, or why there is none. */
function assistantTurn(message: AssistantMessage, results: readonly ToolMessage[]): Turn | string {
  const said = { text: message.content, reasoning: message.reasoning_content?.trim() ? message.reasoning_content : undefined };
  const calls = message.tool_calls ?? [];
  if (calls.length !== results.length) return 'trajectory with a tool call that has no result of its own';
  if (calls.length === 0) return { kind: 'answer', ...said };
  const answered: AnsweredCall[] = [];
  for (const call of calls) {
    const result = results.filter((candidate) => candidate.tool_call_id === call.id);
    if (result.length !== 1 || !result[0]) return 'trajectory with a tool call that has no result of its own';
    const parsed = parseArguments(call.function.arguments);
    if (!parsed) return 'trajectory with arguments that are not a JSON object';
    answered.push({ id: call.id, name: call.function.name, arguments: parsed, result: result[0].content });
  }
  return { kind: 'calls', ...said, calls: answered };
}

function parseArguments(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // JSON.parse gives nothing but JSON values.
    return isObject(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function unfit(reason: string): ConversationReading {
  return { kind: 'unfit', reason };
}
