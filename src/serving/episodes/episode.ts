import { messageOf } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import type { CallOutcome, ToolResult } from '../../domain/rollout/call.ts';
import { needsUser } from '../../domain/scenario/scenario-kind.ts';
import type { EpisodeSession } from '../../stages/rollouts/session/session.ts';
import type { ServedEnvironment, ServedScenario } from '../catalogue/catalogue.ts';
import { type AgentTool, episodeToolNames, toolsOfScenario, wayToEnd } from './agent-tools.ts';
import { type Outcome, outcomeOf, type RewardWish } from './outcome.ts';

/** What came of a call. `outcome` is set by the one call that ended the episode, and by no other. */
export type EpisodeAnswer =
  | { readonly kind: 'answered'; readonly how: CallOutcome; readonly result: ToolResult; readonly outcome?: Outcome }
  /** Nothing was done. */
  | { readonly kind: 'over'; readonly message: string };

/** An episode as a client plays it, whatever the protocol. It cannot go back, and shows nothing of its state and checks. */
export interface ServedEpisode {
  readonly environment: ServedEnvironment;
  readonly scenario: ServedScenario;
  readonly tools: readonly AgentTool[];
  /** What an agent is told that can only call tools: the system it works in, and how to end. */
  readonly system: string;
  /** That, and the task. */
  readonly prompt: string;
  /** How it ended; undefined while it goes on. */
  readonly outcome: Outcome | undefined;
  /** Calls so far. */
  readonly steps: number;
  call(tool: string, args: unknown): Promise<EpisodeAnswer>;
  /** Ends the episode, with the agent's last words, and scores it. The answer is the same ever after. */
  finish(words?: string): Promise<Outcome>;
  /** Milliseconds since it was last used; 0 while something is under way. */
  idleMs(): number;
  touch(): void;
  close(): Promise<void>;
}

/** What is told to whoever counts. */
export interface EpisodeEvents {
  called(how: CallOutcome, durationMs: number): void;
  ended(outcome: Outcome): void;
  /** Something that is the server's trouble and not the client's. */
  troubled(message: string): void;
}

export interface ServedEpisodeParts {
  readonly environment: ServedEnvironment;
  readonly scenario: ServedScenario;
  readonly session: EpisodeSession;
  readonly wish: RewardWish;
  readonly events: EpisodeEvents;
  /** A clock in milliseconds. */
  now(): number;
}

export function serveEpisode({ environment, scenario, session, wish, events, now }: ServedEpisodeParts): ServedEpisode {
  const names = episodeToolNames(environment);
  const hasUser = needsUser(scenario.body.kind);
  const tools = toolsOfScenario(environment, scenario);
  const system = `${scenario.system}\n\n${wayToEnd(names, hasUser)}`;
  let usedAt = now();
  let pending = 0;
  let steps = 0;
  let outcome: Outcome | undefined;
  let ending: Promise<Outcome> | undefined;

  const busy = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    pending++;
    try {
      return await work();
    } finally {
      pending--;
      usedAt = now();
    }
  };

  /** Scores once, and frees the instance: nobody needs it afterwards. */
  const end = (): Promise<Outcome> => {
    ending ??= session
      .score()
      .then((scored) => outcomeOf(scored, wish))
      .catch((error: unknown): Outcome => {
        events.troubled(`An episode of ${scenario.name} could not be scored: ${messageOf(error)}`);
        return { reward: null, ended: 'failed', unscored: 'The episode failed.' };
      })
      .then(async (made) => {
        outcome = made;
        events.ended(made);
        await session.close();
        return made;
      });
    return ending;
  };

  /** The answer of a turn, with the outcome where this turn is the one that ended the episode. */
  const answered = async (how: CallOutcome, result: ToolResult): Promise<EpisodeAnswer> => {
    if (!session.end || ending) return { kind: 'answered', how, result };
    return { kind: 'answered', how, result, outcome: await end() };
  };

  const submit = async (args: unknown): Promise<EpisodeAnswer> => {
    const problem = problemWith(args, 'answer', 'optional');
    if (problem !== undefined) return { kind: 'answered', how: 'invalid-arguments', result: { success: false, error: problem } };
    if (session.end || ending) return over();
    await session.finish(textOf(args, 'answer'));
    if (ending) return over();
    return answered('success', { success: true, message: 'The work is handed in.' });
  };

  const ask = async (args: unknown): Promise<EpisodeAnswer> => {
    if (!hasUser) return refused('There is nobody to ask: everything you need is in the task or in the system.');
    const problem = problemWith(args, 'message', 'required');
    if (problem !== undefined) return { kind: 'answered', how: 'invalid-arguments', result: { success: false, error: problem } };
    const said = await session.say(textOf(args, 'message') ?? '');
    if (said.status === 'over') return { kind: 'over', message: said.message };
    return answered('success', { success: true, message: said.reply ?? 'There is no answer any more.' });
  };

  const over = (): EpisodeAnswer => ({ kind: 'over', message: 'The episode is over. Nothing more is done in it.' });

  const callTool = async (tool: string, args: unknown): Promise<EpisodeAnswer> => {
    if (outcome) return over();
    if (tool === names.submit) return submit(args);
    if (tool === names.ask && environment.hasUsers) return ask(args);
    const called = await session.call(tool, args ?? {});
    return called.status === 'over'
      ? { kind: 'over', message: called.message }
      : answered(called.call.outcome, called.call.result);
  };

  return {
    environment,
    scenario,
    tools,
    system,
    prompt: `${system}\n\n${scenario.body.task}`,
    get outcome() {
      return outcome;
    },
    get steps() {
      return steps;
    },
    call: (tool, args) =>
      busy(async () => {
        const began = now();
        steps++;
        try {
          const answer = await callTool(tool, args);
          if (answer.kind === 'answered') events.called(answer.how, now() - began);
          return answer;
        } catch (error) {
          // The sandbox could not answer, or nobody could play the user: the agent learns that it failed, and no more.
          events.troubled(`A call of ${tool.slice(0, 80)} in ${scenario.name} failed: ${messageOf(error)}`);
          return answered('crashed', { success: false, error: 'The call failed for a reason of the system.' });
        }
      }),
    finish: (words) =>
      busy(async () => {
        if (!outcome) await session.finish(words);
        return end();
      }),
    idleMs: () => (pending > 0 ? 0 : now() - usedAt),
    touch() {
      usedAt = now();
    },
    close: () => session.close(),
  };

  function refused(error: string): EpisodeAnswer {
    return { kind: 'answered', how: 'refused', result: { success: false, error } };
  }
}

function problemWith(args: unknown, name: string, need: 'required' | 'optional'): string | undefined {
  if (args !== undefined && args !== null && !isObject(args)) return 'The arguments must be one JSON object.';
  const given = args?.[name];
  const extra = Object.keys(args ?? {}).find((key) => key !== name);
  if (extra !== undefined) return `"${extra.slice(0, 80)}" is not an argument of this tool; it has "${name}".`;
  if (given === undefined || given === null) return need === 'required' ? `"${name}" is required but was not given.` : undefined;
  return typeof given === 'string' ? undefined : `"${name}" must be a string.`;
}

function textOf(args: unknown, name: string): string | undefined {
  const text = isObject(args) ? args[name] : undefined;
  return typeof text === 'string' ? text : undefined;
}
