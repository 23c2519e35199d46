import { UserError } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import type { Tool } from '../../domain/environment/environment.ts';
import type { Message } from '../../domain/rollout/trajectory.ts';
import type { WrittenBy } from '../../domain/written-by.ts';
import { ModelCallError } from '../errors.ts';
import { withUniqueIds } from './call-ids.ts';
import type { Completion, Usage } from './completion.ts';
import type { Endpoint } from './endpoint.ts';
import { callsInText } from './response/calls-in-text.ts';
import { concernsTools } from './response/meaning.ts';
import { toolCallFlags } from './tool-call-advice.ts';

type AssistantMessage = Extract<Message, { role: 'assistant' }>;

export interface ConverseRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** Several attempts at one conversation are different questions: give each its own number. */
  readonly sample: number;
  readonly attempt: number | undefined;
  readonly signal: AbortSignal;
}

/** One turn of a model. The reasoning is the model's own, where it gave one; ids of calls are unique in the conversation. */
interface ConverseTurn {
  readonly kind: 'turn';
  readonly message: AssistantMessage;
  readonly finishReason: string;
  readonly usage: Usage;
}

/** The conversation has grown beyond what the model can hold. */
interface ContextFull {
  readonly kind: 'context-full';
  /** The server's words. */
  readonly message: string;
}

/** A model that talks and calls tools, one turn at a time. */
export interface Converser {
  readonly identity: WrittenBy;
  /** Throws like Endpoint.complete, and a UserError where the endpoint offers no calls of tools; answers are stored under the work "act". */
  converse(request: ConverseRequest): Promise<ConverseTurn | ContextFull>;
}

/** Native function calling over an endpoint. */
export function createConverser(endpoint: Endpoint): Converser {
  let hasTakenTools = false;
  return {
    identity: endpoint.identity,
    async converse({ messages, tools, sample, attempt, signal }) {
      const body = { messages: messages.map(wireMessage), ...(tools.length > 0 ? { tools: tools.map(wireTool) } : {}) };
      const response = await endpoint.complete({ work: 'act', attempt, body, sample, signal });
      if (response.kind === 'context-full') return response;
      if (response.kind === 'format-refused') {
        if (!hasTakenTools && tools.length > 0 && concernsTools(response.message)) {
          throw new UserError(
            `The model "${endpoint.identity.model}" offers no tool calls at its endpoint, so that it cannot play: ${response.message}. ${toolCallFlags}.`,
          );
        }
        throw new ModelCallError(`The endpoint refused a turn of the agent: ${response.message}`, {
          work: 'act',
          model: endpoint.identity.model,
          outcome: 'refused',
          tries: [response.message],
        });
      }
      const { completion } = response;
      hasTakenTools ||= tools.length > 0;
      const said = callsOf(completion, tools);
      const calls = withUniqueIds(said.calls, messages);
      const message: AssistantMessage = {
        role: 'assistant',
        content: said.content || completion.refusal || '',
        ...(completion.reasoning === undefined ? {} : { reasoning_content: completion.reasoning }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      };
      return { kind: 'turn', message, finishReason: completion.finishReason, usage: completion.usage };
    },
  };
}

/** The calls of an answer; where it has none, those that its server left in the text. */
function callsOf(
  { content, toolCalls }: Completion,
  tools: readonly Tool[],
): { content: string; calls: Completion['toolCalls'] } {
  const written = toolCalls.length > 0 ? undefined : callsInText(content, new Set(tools.map((tool) => tool.name)));
  if (!written) return { content, calls: toolCalls };
  const calls = written.calls.map((call) => ({ id: '', type: 'function' as const, function: call }));
  return { content: written.content, calls };
}

function wireTool(tool: Tool): object {
  return { type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.parameters } };
}

/**
 * Only what every server takes: reasoning stays here, tool messages carry no name, a turn of calls alone has no content, and what a model
 * called wrongly is sent back as a call that can be read.
 */
function wireMessage(message: Message): object {
  switch (message.role) {
    case 'system':
    case 'user':
      return message;
    case 'assistant':
      return message.tool_calls
        ? { role: 'assistant', content: message.content || null, tool_calls: message.tool_calls.map(wireCall) }
        : { role: 'assistant', content: message.content };
    case 'tool':
      return { role: 'tool', tool_call_id: message.tool_call_id, content: message.content };
  }
}

function wireCall(call: NonNullable<AssistantMessage['tool_calls']>[number]): object {
  const { name, arguments: given } = call.function;
  return {
    ...call,
    function: {
      name: name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64),
      arguments: isObjectText(given) ? given : JSON.stringify({ malformed: given.slice(0, 2000) }),
    },
  };
}

function isObjectText(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    // Servers that put conversations into templates fail at what is no JSON.
    return false;
  }
}
