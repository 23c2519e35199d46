import type { Json } from '../../../base/json.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { Message, Step } from '../../../domain/rollout/trajectory.ts';
import type { Reply } from '../../../domain/scenario/user-profile.ts';
import type { CallReport } from '../../../sandbox/sandbox.ts';
import type { AssistantMessage } from '../agent.ts';
import type { Said } from '../user/user.ts';

/** Something the agent said in words: its final message, a question, words beside calls. */
export interface AgentWords {
  /** How many calls had been made before. */
  readonly after: number;
  readonly text: string;
  /** Whether it went to the user: words beside calls do not. */
  readonly isToUser: boolean;
}

/** A tool call as a message of an agent asks for it. */
export type CallRequest = NonNullable<AssistantMessage['tool_calls']>[number];

/** A request, its arguments as they were understood, and what came of it. */
export interface AnsweredRequest {
  readonly request: CallRequest;
  readonly arguments: Record<string, Json>;
  readonly report: CallReport;
  readonly stateHash: string;
}

/** What has happened in an episode. All that is stored of it, shown of it or judged comes from here. */
export interface EpisodeLog {
  readonly messages: readonly Message[];
  readonly steps: readonly Step[];
  readonly calls: readonly ExecutedCall[];
  readonly replies: readonly Reply[];
  readonly words: readonly AgentWords[];
  addMessage(message: AssistantMessage): void;
  /** The call belongs to the last message of the agent. */
  addCall(answered: AnsweredRequest): ExecutedCall;
  /** The last words of a user who is done are a message, and no reply: no call comes after them. */
  addReply(said: Said): void;
}

/** A log that begins with what the agent is told and asked. */
export function createEpisodeLog(system: string, task: string): EpisodeLog {
  const messages: Message[] = [
    { role: 'system', content: system },
    { role: 'user', content: task },
  ];
  const steps: Step[] = [];
  const calls: ExecutedCall[] = [];
  const replies: Reply[] = [];
  const words: AgentWords[] = [];
  return {
    messages,
    steps,
    calls,
    replies,
    words,
    addMessage(message) {
      messages.push(message);
      if (message.content.trim() !== '') {
        const isToUser = (message.tool_calls ?? []).length === 0;
        words.push({ after: calls.length, text: message.content, isToUser });
      }
    },
    addCall({ request, arguments: args, report, stateHash }) {
      const { name, arguments: text } = request.function;
      const { outcome, result, patches } = report;
      const call = { tool: name, arguments: args, outcome, result, patches: [...patches] };
      steps.push({ tool: name, arguments: text, outcome, result, patches: [...patches], stateHash });
      calls.push(call);
      messages.push({ role: 'tool', tool_call_id: request.id, name, content: JSON.stringify(result) });
      return call;
    },
    addReply({ say, done, told }) {
      if (say.trim() !== '') messages.push({ role: 'user', content: say });
      if (!done) replies.push({ after: calls.length, text: say, ...(told ? { told } : {}) });
    },
  };
}
