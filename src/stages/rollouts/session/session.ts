import { createQueue } from '../../../base/concurrency.ts';
import { messageOf } from '../../../base/errors.ts';
import type { Episode } from '../../../domain/checks/episode.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { rewardOf } from '../../../domain/rollout/reward.ts';
import type { End, Message, Trajectory } from '../../../domain/rollout/trajectory.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import type { State } from '../../../domain/state.ts';
import type { Instance, OpenEnvironment } from '../../../sandbox/sandbox.ts';
import { SandboxError } from '../../../sandbox/sandbox-error.ts';
import type { AssistantMessage, Turn } from '../agent.ts';
import type { User } from '../user/user.ts';
import { argumentsText, readArguments } from './arguments.ts';
import { endWords } from './end-words.ts';
import { type AgentWords, type AnsweredRequest, type CallRequest, createEpisodeLog, type EpisodeLog } from './episode-log.ts';
import { type EpisodeLimits, rolloutLimits } from './limits.ts';

/**
 * One episode: an instance of an environment with the state and the seed of a scenario, for one agent. Whatever plays (a rollout, a
 * person, a trainer) talks to it. What it is asked for is done one after the other in the order of asking. After the end nothing
 * more is done, and the answer says so.
 */
export interface EpisodeSession {
  /** What the agent is told of the system it works in. */
  readonly system: string;
  /** The conversation so far, as an agent sees it. */
  readonly messages: readonly Message[];
  readonly calls: readonly ExecutedCall[];
  /** What the agent has said in words so far. */
  readonly words: readonly AgentWords[];
  /** How the episode ended; undefined while it goes on. */
  readonly end: End | undefined;
  /** One message of an agent: its calls are made; words without a call go to the user, or end the episode where there is none. */
  take(turn: Turn): Promise<Over | undefined>;
  /** One call, as a message of its own. Arguments are a JSON text or an object; anything else is answered as the agent's mistake. */
  call(tool: string, args: unknown): Promise<CallAnswer | Over>;
  /** Words without a call, as a message of their own. */
  say(text: string): Promise<SayAnswer | Over>;
  /** The agent stops, with last words that nobody answers or without any. Does nothing after the end. */
  finish(words?: string): Promise<End>;
  /** Ends the episode if it goes on, and judges it once: the answer is the same ever after. Throws a SandboxError where the episode broke off. */
  score(): Promise<ScoredEpisode>;
  /** The present state, which agents do not see. */
  snapshot(): Promise<State>;
  /** Frees the instance, when what is under way is done. What waits is refused. */
  close(): Promise<void>;
}

/** Nothing was done, because the episode is over. */
export interface Over {
  readonly status: 'over';
  /** Why, for whoever asked. */
  readonly message: string;
}

export interface CallAnswer {
  readonly status: 'called';
  readonly call: ExecutedCall;
  /** SHA-256 of the canonical state after the call. */
  readonly stateHash: string;
  /** What happened to a defect of the environment; not for agents. */
  readonly detail: string | undefined;
}

export interface SayAnswer {
  readonly status: 'said';
  /** What the user answered; undefined where nobody did. */
  readonly reply: string | undefined;
}

/** What is stored of an episode. */
export type ScoredEpisode = Pick<Trajectory, 'messages' | 'steps' | 'finalState' | 'end' | 'reward'>;

export interface SessionOptions {
  readonly environment: OpenEnvironment;
  readonly scenario: Scenario;
  /** What the agent is told of the system it works in. */
  readonly system: string;
  /** Who answers the agent. Without a user the first message without a call is the last. */
  readonly user: User | undefined;
  readonly limits?: EpisodeLimits;
}

/** Begins an episode. Close it to free its instance. */
export async function openSession(options: SessionOptions): Promise<EpisodeSession> {
  const { environment, scenario } = options;
  const { initialState: state, seed, start } = scenario;
  return sessionOn(await environment.create({ state, seed, start }), options);
}

function sessionOn(
  instance: Instance,
  { environment, scenario, system, user, limits = rolloutLimits }: SessionOptions,
): EpisodeSession {
  const log = createEpisodeLog(system, scenario.task);
  const inOrder = createQueue();
  let turns = 0;
  let end: End | undefined;
  let closing: Promise<void> | undefined;
  let scored: Promise<ScoredEpisode> | undefined;
  let stateHash: string | undefined;

  const over = (): Over | undefined => {
    if (end) return { status: 'over', message: `The episode is over: ${endWords(end)}. Nothing more is done in it.` };
    return closing && { status: 'over', message: 'The episode is closed. Nothing more is done in it.' };
  };

  /** Does one turn of the agent unless the episode is over, and ends it where that was the last one. */
  const turn = <Answer>(work: () => Promise<Answer>): Promise<Answer | Over> =>
    inOrder(async () => {
      const refused = over();
      if (refused) return refused;
      const answer = await work();
      turns++;
      if (turns >= limits.turns) end ??= { kind: 'truncated', reason: 'turns' };
      return answer;
    });

  /** A change that cannot be recorded would be judged as if it had not been: the episode ends as failed. */
  const perform = async (request: CallRequest): Promise<AnsweredRequest> => {
    const read = readArguments(request.function.arguments);
    try {
      const report =
        'problem' in read
          ? { outcome: 'invalid-arguments' as const, result: { success: false as const, error: read.problem }, patches: [] }
          : await instance.call(request.function.name, read.arguments);
      // The state is the same as before where nothing was changed.
      if (stateHash === undefined || report.patches.length > 0) stateHash = await instance.hash();
      return { request, arguments: 'problem' in read ? {} : read.arguments, report, stateHash };
    } catch (error) {
      end = { kind: 'failed', reason: messageOf(error) };
      throw error;
    }
  };

  /** The message and the answer are recorded together: a user who cannot be asked costs nothing but this try. */
  const speak = async (message: AssistantMessage): Promise<SayAnswer> => {
    if (!user || log.replies.length >= limits.replies) {
      log.addMessage(message);
      end = user ? { kind: 'truncated', reason: 'user-turns' } : { kind: 'terminated', reason: 'answered' };
      return { status: 'said', reply: undefined };
    }
    const said = await user.reply([...log.messages, message]);
    log.addMessage(message);
    log.addReply(said);
    if (said.done) end = { kind: 'terminated', reason: 'user-done' };
    return { status: 'said', reply: said.say };
  };

  const stop = (message: AssistantMessage | undefined, how: End): End => {
    if (message) log.addMessage(message);
    end = how;
    return how;
  };

  const judge = async (): Promise<ScoredEpisode> => {
    const how = end ?? stop(undefined, { kind: 'terminated', reason: 'answered' });
    if (how.kind === 'failed')
      throw new SandboxError(`The episode cannot be scored, because it failed: ${how.reason}`, {
        kind: 'episode',
        problem: how.reason,
      });
    const finalState = await instance.snapshot();
    const [results = []] = await environment.evaluate(scenario.checks, [episodeOf(scenario, finalState, log)]);
    const reward = rewardOf(scenario.checks, results);
    return { messages: [...log.messages], steps: [...log.steps], finalState, end: how, reward };
  };

  return {
    system,
    messages: log.messages,
    calls: log.calls,
    words: log.words,
    get end() {
      return end;
    },
    take: (taken) =>
      turn(async () => {
        if (taken.kind === 'context-full') {
          stop(undefined, { kind: 'truncated', reason: 'context' });
          return undefined;
        }
        const { kind, message } = taken;
        if (kind === 'cut') stop(message, { kind: 'truncated', reason: 'length' });
        else if (kind === 'refused') stop(message, { kind: 'terminated', reason: 'refused' });
        else if (!message.tool_calls || message.tool_calls.length === 0) await speak(message);
        else {
          log.addMessage(message);
          for (const request of message.tool_calls) log.addCall(await perform(request));
        }
        return undefined;
      }),
    call: (tool, args) =>
      turn(async () => {
        const id = `call_${log.calls.length + 1}`;
        const request: CallRequest = { id, type: 'function', function: { name: tool, arguments: argumentsText(args) } };
        const answered = await perform(request);
        log.addMessage({ role: 'assistant', content: '', tool_calls: [request] });
        const call = log.addCall(answered);
        return { status: 'called', call, stateHash: answered.stateHash, detail: answered.report.detail };
      }),
    say: (text) => turn(() => speak({ role: 'assistant', content: text })),
    finish: (words) =>
      inOrder(async () => {
        const message = words === undefined || words.trim() === '' ? undefined : { role: 'assistant' as const, content: words };
        return end ?? stop(message, { kind: 'terminated', reason: 'answered' });
      }),
    score() {
      scored ??= inOrder(judge).catch((error: unknown) => {
        scored = undefined;
        throw error;
      });
      return scored;
    },
    snapshot: () => inOrder(() => instance.snapshot()),
    close() {
      closing ??= inOrder(() => instance.close());
      return closing;
    },
  };
}

/** What checks judge. The only place where it is put together. */
function episodeOf({ initialState }: Scenario, final: State, { calls, replies, words }: EpisodeLog): Episode {
  const said = words.filter(({ isToUser }) => isToUser).map(({ after, text }) => ({ after, text }));
  return { initial: initialState, final, calls, replies, said };
}
