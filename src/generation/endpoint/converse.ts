import type { Tool } from '../../domain/environment/environment.ts';
import type { Message } from '../../domain/rollout/trajectory.ts';
import type { WrittenBy } from '../../domain/written-by.ts';
import { ModelCallError } from '../errors.ts';
import type { Usage } from './completion.ts';
import type { Endpoint } from './endpoint.ts';

type AssistantMessage = Extract<Message, { role: 'assistant' }>;

export interface ConverseRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** Several attempts at one conversation are different questions: give each its own number. */
  readonly sample: number;
  readonly attempt: number | undefined;
  readonly signal: AbortSignal;
}

/** One turn of a model. The reasoning is the model's own, where it gave one. */
interface ConverseTurn {
  readonly message: AssistantMessage;
  readonly finishReason: string;
  readonly usage: Usage;
}

/** A model that talks and calls tools, one turn at a time. */
export interface Converser {
  readonly identity: WrittenBy;
  /** Throws like Endpoint.complete; answers are stored under the work "act". */
  converse(request: ConverseRequest): Promise<ConverseTurn>;
}

/** Native function calling over an endpoint. */
export function createConverser(endpoint: Endpoint): Converser {
  return {
    identity: endpoint.identity,
    async converse({ messages, tools, sample, attempt, signal }) {
      const body = { messages: messages.map(wireMessage), ...(tools.length > 0 ? { tools: tools.map(wireTool) } : {}) };
      const response = await endpoint.complete({ work: 'act', attempt, body, sample, signal });
      if (response.kind === 'format-refused') {
        throw new ModelCallError(`The endpoint refused a turn of the agent: ${response.message}`, {
          work: 'act',
          model: endpoint.identity.model,
          outcome: 'refused',
          tries: [response.message],
        });
      }
      const { completion } = response;
      const message: AssistantMessage = {
        role: 'assistant',
        content: completion.content || completion.refusal || '',
        ...(completion.reasoning === undefined ? {} : { reasoning_content: completion.reasoning }),
        ...(completion.toolCalls.length === 0 ? {} : { tool_calls: [...completion.toolCalls] }),
      };
      return { message, finishReason: completion.finishReason, usage: completion.usage };
    },
  };
}

function wireTool(tool: Tool): object {
  return { type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.parameters } };
}

/** Only what every server takes: reasoning stays here, tool messages carry no name, a turn of calls alone has no content. */
function wireMessage(message: Message): object {
  switch (message.role) {
    case 'system':
    case 'user':
      return message;
    case 'assistant':
      return message.tool_calls
        ? { role: 'assistant', content: message.content || null, tool_calls: message.tool_calls }
        : { role: 'assistant', content: message.content };
    case 'tool':
      return { role: 'tool', tool_call_id: message.tool_call_id, content: message.content };
  }
}
