import { messageOf } from '../../../base/errors.ts';
import { isObject, type Json } from '../../../base/json.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { rewardOf } from '../../../domain/rollout/reward.ts';
import type { End, Message, Step, Trajectory } from '../../../domain/rollout/trajectory.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import type { Reply } from '../../../domain/scenario/user-profile.ts';
import type { CallReport, Instance, OpenEnvironment } from '../../../sandbox/sandbox.ts';
import type { Player } from '../agent.ts';
import type { User } from '../user/user.ts';

/** Messages of an agent after which a rollout is cut off. */
export const mostTurns = 40;

/** What a user says at most after the opening message. */
export const mostReplies = 12;

/** Who is in a rollout. Without a user the agent's first message without a call is its last. */
export interface Cast {
  readonly system: string;
  readonly player: Player;
  readonly user: User | undefined;
}

export type Played = Pick<Trajectory, 'messages' | 'steps' | 'finalState' | 'end' | 'reward'>;

/**
 * One rollout: the agent calls tools and, where there is a user, talks with them, until it answers without a call or the user
 * is done; the checks judge the state it leaves behind. A rollout that was cut off is judged like any other.
 */
export async function playEpisode(
  environment: OpenEnvironment,
  scenario: Scenario,
  { system, player, user }: Cast,
): Promise<Played> {
  const instance = await environment.create({ state: scenario.initialState, seed: scenario.seed, start: scenario.start });
  try {
    const messages: Message[] = [
      { role: 'system', content: system },
      { role: 'user', content: scenario.task },
    ];
    const log: EpisodeLog = { messages, steps: [], calls: [], replies: [] };
    const end = await converse(instance, player, user, log);
    const { steps, calls, replies } = log;
    const finalState = await instance.snapshot();
    const [results = []] = await environment.evaluate(scenario.checks, [
      { initial: scenario.initialState, final: finalState, calls, replies },
    ]);
    return { messages, steps, finalState, end, reward: rewardOf(scenario.checks, results) };
  } finally {
    await instance.close();
  }
}

/** What happens in a rollout, as it goes on. */
interface EpisodeLog {
  readonly messages: Message[];
  readonly steps: Step[];
  readonly calls: ExecutedCall[];
  readonly replies: Reply[];
}

async function converse(instance: Instance, player: Player, user: User | undefined, log: EpisodeLog): Promise<End> {
  const { messages, steps, calls, replies } = log;
  for (let turn = 0; turn < mostTurns; turn++) {
    const { kind, message } = await player.turn(messages);
    messages.push(message);
    if (kind === 'cut') return { kind: 'truncated', reason: 'length' };
    if (kind === 'refused') return { kind: 'terminated', reason: 'refused' };
    if (!message.tool_calls || message.tool_calls.length === 0) {
      if (!user) return { kind: 'terminated', reason: 'answered' };
      if (replies.length === mostReplies) return { kind: 'truncated', reason: 'user-turns' };
      const { say, done, told } = await user.reply(messages);
      if (say.trim() !== '') messages.push({ role: 'user', content: say });
      if (done) return { kind: 'terminated', reason: 'user-done' };
      replies.push({ after: calls.length, text: say, ...(told ? { told } : {}) });
      continue;
    }
    for (const request of message.tool_calls) {
      const { name, arguments: text } = request.function;
      const { args, report } = await callWithText(instance, name, text);
      const { outcome, result, patches } = report;
      steps.push({ tool: name, arguments: text, outcome, result, patches: [...patches], stateHash: await instance.hash() });
      calls.push({ tool: name, arguments: args, outcome, result, patches: [...patches] });
      messages.push({ role: 'tool', tool_call_id: request.id, name, content: JSON.stringify(result) });
    }
  }
  return { kind: 'truncated', reason: 'turns' };
}

/** Arguments come from an agent as text; what is not a JSON object is the agent's mistake and is answered as one. */
async function callWithText(
  instance: Instance,
  tool: string,
  text: string,
): Promise<{ args: Record<string, Json>; report: CallReport }> {
  let args: unknown;
  try {
    args = text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    return { args: {}, report: refusal(`The arguments are not valid JSON: ${messageOf(error)}`) };
  }
  if (!isObject(args)) return { args: {}, report: refusal('The arguments must be one JSON object.') };
  return { args: args as Record<string, Json>, report: await instance.call(tool, args) };
}

function refusal(error: string): CallReport {
  return { outcome: 'invalid-arguments', result: { success: false, error }, patches: [] };
}
