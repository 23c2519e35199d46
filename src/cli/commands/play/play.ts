import { createInterface } from 'node:readline';
import { UserError } from '../../../base/errors.ts';
import { isObject } from '../../../base/json.ts';
import type { Environment, Tool } from '../../../domain/environment/environment.ts';
import { type Artifact, isKind, shortId } from '../../../domain/kinds.ts';
import type { AskContext } from '../../../generation/author.ts';
import { fullCallText } from '../../../render/text/call-text.ts';
import { wrap, wrappedTable } from '../../../render/text/layout.ts';
import { checkLines, rewardText } from '../../../render/text/reward-text.ts';
import { endWords } from '../../../stages/rollouts/session/end-words.ts';
import { openEpisode } from '../../../stages/rollouts/session/open-episode.ts';
import type { CallAnswer, EpisodeSession, Over, SayAnswer, ScoredEpisode } from '../../../stages/rollouts/session/session.ts';
import { simulatedUser } from '../../../stages/rollouts/user/user.ts';
import type { StoredArtifact } from '../../../store/store.ts';
import type { ReadOnlyWorkspace } from '../../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findOfKind } from '../../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';
import { type PlayWord, playWords, readPlayLine } from './play-line.ts';

/** Lets a person play a scenario at a prompt, or a script through standard input, and tells the reward at the end. */
export async function play(line: CommandLine, id: string): Promise<ExitCode> {
  if (isEmptyWorkspace(line.flags.workspace))
    throw new UserError(`There is no scenario "${id}". ${emptyText(line.flags.workspace)}`);
  return readWorkspace(line, async (workspace) => {
    const scenario = await findOfKind(workspace.store, 'scenario', id);
    const environment = await environmentOf(workspace, scenario);
    const { sandbox, prompts } = workspace;
    const author = await workspace.embeddedAuthor();
    const asked: AskContext = { seed: scenario.body.seed, signal: line.interrupt.signal, attempt: undefined };
    const user = simulatedUser(scenario.body, (work, input) => author.ask(work, input, asked), 'scripted');
    const session = await openEpisode({ sandbox, environment, scenario: scenario.body, prompts, user });
    try {
      return await playOn(line, { scenario, environment, session });
    } finally {
      await session.close();
    }
  });
}

async function environmentOf({ store }: ReadOnlyWorkspace, scenario: Artifact<'scenario'>): Promise<Environment> {
  const artifact = await store.artifact(scenario.body.environment);
  if (!artifact || !isKind(artifact, 'environment'))
    throw new UserError(`The environment of ${shortId(scenario)} is not in this workspace.`);
  return artifact.body;
}

interface Game {
  readonly scenario: StoredArtifact<'scenario'>;
  readonly environment: Environment;
  readonly session: EpisodeSession;
}

/** Reads lines until `done`, `quit`, the end of the episode or the end of the input, which counts as `done`. */
async function playOn(line: CommandLine, game: Game): Promise<ExitCode> {
  const { output, streams, interrupt } = line;
  const isTerminal = streams.stdin.isTTY === true && streams.stdout.isTTY === true && !output.json;
  const names = [...game.environment.tools.map((tool) => tool.name), ...playWords];
  const lines = createInterface({
    input: streams.stdin,
    ...(isTerminal
      ? { output: process.stderr, completer: (text: string) => [names.filter((name) => name.startsWith(text)), text] }
      : {}),
    prompt: isTerminal ? '> ' : '',
    signal: interrupt.signal,
  });
  // In a terminal readline takes Ctrl-C for itself.
  lines.on('SIGINT', () => process.emit('SIGINT'));
  const { name, start } = game.scenario.body;
  output.note(
    `Scenario ${shortId(game.scenario)}, ${name}. It is ${start.slice(0, 10)}. "help" tells what can be typed, "rules" what else an agent is told.`,
  );
  output.result(taskText(line, game), { event: 'task', scenario: shortId(game.scenario), task: game.scenario.body.task });
  if (isTerminal) lines.prompt();
  for await (const text of lines) {
    const read = readPlayLine(text, game.environment.tools);
    if (read.kind === 'mistake') output.result(read.message, { event: 'mistake', message: read.message });
    if (read.kind === 'call') tellCall(line, game, await game.session.call(read.tool.name, read.arguments));
    if (read.kind === 'ask') tellReply(line, game, await game.session.say(read.text));
    if (read.kind === 'word') {
      if (read.word === 'quit') return exitCodes.done;
      if (read.word === 'done') break;
      output.result(...(await answerTo(read.word, line, game)));
    }
    if (game.session.end) break;
    if (isTerminal) lines.prompt();
  }
  lines.close();
  if (interrupt.signal.aborted) return exitCodes.interrupted;
  tellReward(line, game, await game.session.score());
  return exitCodes.done;
}

function taskText(line: CommandLine, { scenario }: Game): string {
  return wrap(scenario.body.task, line.output.width);
}

/** Tells what the user answered. A user who is done ends the episode, as in a rollout. */
function tellReply({ output }: CommandLine, { session }: Game, answer: SayAnswer | Over): void {
  if (answer.status === 'over' || answer.reply === undefined) return;
  const done = session.end?.reason === 'user-done';
  output.result(wrap(`The user${done ? ', who leaves it at that' : ''}: ${answer.reply}`, output.width), {
    event: 'reply',
    text: answer.reply,
    done,
  });
}

/** Tells what came back from a call and what changed. */
function tellCall({ output }: CommandLine, { session }: Game, answer: CallAnswer | Over): void {
  if (answer.status === 'over') return;
  const { call, detail } = answer;
  const defect = detail === undefined ? '' : `\n      (a defect of the environment, ${call.outcome}: ${detail})`;
  output.result(fullCallText(call, session.calls.length) + defect, { event: 'call', ...call });
}

async function answerTo(
  word: Exclude<PlayWord, 'done' | 'quit'>,
  line: CommandLine,
  game: Game,
): Promise<[string, { event: string; [key: string]: unknown }]> {
  const { tools } = game.environment;
  switch (word) {
    case 'help':
      return [helpText, { event: 'help', text: helpText }];
    case 'tools':
      return [toolsText(tools, line.output.width), { event: 'tools', tools }];
    case 'rules':
      return [game.session.system, { event: 'rules', text: game.session.system }];
    case 'task':
      return [taskText(line, game), { event: 'task', scenario: shortId(game.scenario), task: game.scenario.body.task }];
    case 'state': {
      const state = await game.session.snapshot();
      return [JSON.stringify(state, undefined, 2), { event: 'state', state }];
    }
  }
}

const helpText = `Call a tool:  borrow_book member_id=M-1 book_id=B-7   or   borrow_book {"member_id": "M-1", "book_id": "B-7"}
tools   what there is to call
rules   what else an agent is told: the business, its rules and numbers, the present day
task    what is asked
ask     say something to the one who asks: ask Which one do you mean?
state   the whole state (an agent does not see it)
done    end the episode and see the reward
quit    leave without a reward`;

function toolsText(tools: readonly Tool[], width: number): string {
  const rows = tools.map((tool) => [`${tool.name}(${parameterNames(tool).join(', ')})`, tool.effect, tool.description]);
  return wrappedTable(['tool', 'effect', 'description'], rows, Math.max(width, 140));
}

/** The arguments of a tool; a question mark stands after those that may be left out. */
function parameterNames(tool: Tool): string[] {
  const { properties, required } = tool.parameters;
  const needed = Array.isArray(required) ? required : [];
  return Object.keys(isObject(properties) ? properties : {}).map((name) => (needed.includes(name) ? name : `${name}?`));
}

/** Tells the reward, and before it which limit ended the episode, where one did. */
function tellReward({ output }: CommandLine, { scenario, session }: Game, { end, reward }: ScoredEpisode): void {
  if (end.kind === 'truncated') output.result(`The episode is over: ${endWords(end)}.`, { event: 'end', end });
  const text = [`Reward: ${rewardText(reward)}`, ...checkLines(scenario.body.checks, reward.checks)].join('\n');
  output.result(text, { event: 'reward', scenario: shortId(scenario), calls: session.calls.length, reward });
}
