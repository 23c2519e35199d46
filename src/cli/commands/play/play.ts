import { createInterface } from 'node:readline';
import { UserError } from '../../../base/errors.ts';
import { isObject } from '../../../base/json.ts';
import type { Environment, Tool } from '../../../domain/environment/environment.ts';
import { type Artifact, shortId } from '../../../domain/kinds.ts';
import { type ExecutedCall, toolCall } from '../../../domain/rollout/call.ts';
import { rewardOf } from '../../../domain/rollout/reward.ts';
import type { Message } from '../../../domain/rollout/trajectory.ts';
import type { Reply } from '../../../domain/scenario/user-profile.ts';
import type { AskContext } from '../../../generation/author.ts';
import { fullCallText } from '../../../render/call-text.ts';
import { wrap, wrappedTable } from '../../../render/layout.ts';
import { checkLines, rewardText } from '../../../render/reward-text.ts';
import type { Instance, OpenEnvironment } from '../../../sandbox/sandbox.ts';
import { systemMessage } from '../../../stages/rollouts/rollout.ts';
import { simulatedUser, type User } from '../../../stages/rollouts/user/user.ts';
import type { StoredArtifact } from '../../../store/store.ts';
import type { ReadOnlyWorkspace } from '../../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findOfKind, isKind } from '../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../lookup/read-workspace.ts';
import { type PlayWord, playWords, readPlayLine } from './play-line.ts';

/** Lets a person play a scenario at a prompt, or a script through standard input, and tells the reward at the end. */
export async function play(line: CommandLine, id: string): Promise<ExitCode> {
  if (isEmptyWorkspace(line.flags.workspace))
    throw new UserError(`There is no scenario "${id}". ${emptyText(line.flags.workspace)}`);
  return readWorkspace(line, async (workspace) => {
    const scenario = await findOfKind(workspace.store, 'scenario', id);
    const environment = await environmentOf(workspace, scenario);
    const opened = await workspace.sandbox.open(environment);
    const { initialState: state, seed, start } = scenario.body;
    const instance = await opened.create({ state, seed, start });
    try {
      const author = await workspace.embeddedAuthor();
      const signal = line.interrupt.signal;
      const asked: AskContext = { seed, signal, attempt: undefined };
      const user = simulatedUser(scenario.body, (work, input) => author.ask(work, input, asked), 'scripted');
      const system = systemMessage(workspace.prompts, environment, scenario.body);
      return await playOn(line, { scenario, environment, opened, instance, user, system });
    } finally {
      await instance.close();
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
  readonly opened: OpenEnvironment;
  readonly instance: Instance;
  readonly user: User;
  /** What an agent is told of the system it works in. */
  readonly system: string;
}

/** What was said, with the opening message first, and what the user said after how many calls. */
interface Spoken {
  readonly messages: Message[];
  readonly replies: Reply[];
}

/** Reads lines until `done`, `quit` or the end of the input, which counts as `done`. */
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
  const calls: ExecutedCall[] = [];
  const spoken: Spoken = { messages: [{ role: 'user', content: game.scenario.body.task }], replies: [] };
  if (isTerminal) lines.prompt();
  for await (const text of lines) {
    const read = readPlayLine(text, game.environment.tools);
    if (read.kind === 'mistake') output.result(read.message, { event: 'mistake', message: read.message });
    if (read.kind === 'call')
      calls.push(await callTool(line, game.instance, { tool: read.tool.name, arguments: read.arguments }, calls.length + 1));
    if (read.kind === 'ask' && (await say(line, game, spoken, { text: read.text, after: calls.length }))) break;
    if (read.kind === 'word') {
      if (read.word === 'quit') return exitCodes.done;
      if (read.word === 'done') break;
      output.result(...(await answerTo(read.word, line, game)));
    }
    if (isTerminal) lines.prompt();
  }
  lines.close();
  if (interrupt.signal.aborted) return exitCodes.interrupted;
  await tellReward(line, game, calls, spoken.replies);
  return exitCodes.done;
}

function taskText(line: CommandLine, { scenario }: Game): string {
  return wrap(scenario.body.task, line.output.width);
}

/** Says something to the user and tells the answer. True where the user is done, which ends the episode as in a rollout. */
async function say(
  { output }: CommandLine,
  { user }: Game,
  { messages, replies }: Spoken,
  { text, after }: { readonly text: string; readonly after: number },
): Promise<boolean> {
  messages.push({ role: 'assistant', content: text });
  const { say: answer, done, told } = await user.reply(messages);
  messages.push({ role: 'user', content: answer });
  if (!done) replies.push({ after, text: answer, ...(told ? { told } : {}) });
  output.result(wrap(`The user${done ? ', who leaves it at that' : ''}: ${answer}`, output.width), {
    event: 'reply',
    text: answer,
    done,
  });
  return done;
}

/** Makes a call, tells what came back and what changed. */
async function callTool(
  line: CommandLine,
  instance: Instance,
  asked: { tool: string; arguments: unknown },
  number: number,
): Promise<ExecutedCall> {
  const call = toolCall.parse(asked);
  const report = await instance.call(call.tool, call.arguments);
  const executed: ExecutedCall = { ...call, outcome: report.outcome, result: report.result, patches: [...report.patches] };
  const defect = report.detail === undefined ? '' : `\n      (a defect of the environment, ${report.outcome}: ${report.detail})`;
  line.output.result(fullCallText(executed, number) + defect, { event: 'call', ...executed });
  return executed;
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
      return [game.system, { event: 'rules', text: game.system }];
    case 'task':
      return [taskText(line, game), { event: 'task', scenario: shortId(game.scenario), task: game.scenario.body.task }];
    case 'state': {
      const state = await game.instance.snapshot();
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

async function tellReward(
  line: CommandLine,
  { scenario, opened, instance }: Game,
  calls: readonly ExecutedCall[],
  replies: readonly Reply[],
): Promise<void> {
  const { initialState: initial, checks } = scenario.body;
  const final = await instance.snapshot();
  const [results = []] = await opened.evaluate(checks, [{ initial, final, calls, replies }]);
  const reward = rewardOf(checks, results);
  const text = [`Reward: ${rewardText(reward)}`, ...checkLines(checks, results)].join('\n');
  line.output.result(text, { event: 'reward', scenario: shortId(scenario), calls: calls.length, reward });
}
