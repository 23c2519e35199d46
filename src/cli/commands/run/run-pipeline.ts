import { availableParallelism } from 'node:os';
import { messageOf, type Postponed, UserError } from '../../../base/errors.ts';
import type { PipelineEvent } from '../../../engine/events.ts';
import type { FailureCause } from '../../../engine/failure.ts';
import {
  type Assignment,
  allProcedural,
  keysOf,
  type ModelSettings,
  type Writer,
  writingModels,
} from '../../../generation/assignment.ts';
import { addressOf } from '../../../generation/endpoint/address.ts';
import { estimateText } from '../../../render/text/estimate-text.ts';
import { plansOf, planText } from '../../../render/text/plan-text.ts';
import type { Answers, Workspace } from '../../../workspace/workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { chooseAuthors } from '../../config/author-choice.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { type AskingFlags, askingOf } from '../../options/asking-flags.ts';
import type { Display } from '../../terminal/display.ts';
import { type Logger, openLog, silentLog } from '../../terminal/log.ts';
import { openDisplay } from '../../terminal/open-display.ts';
import { answersOf, choiceSources } from './authors.ts';
import { type AskedWork, estimatePlan, type PlanEstimate } from './plan-estimate.ts';

/** Failed units by whose fault it was. */
export type FailureCounts = Readonly<Record<FailureCause, number>>;

/** How the work of a command ended. */
export interface WorkEnd {
  /** Units that broke; the rest is saved. */
  readonly failed: number;
  /** Whose fault that was; unknown when left out. */
  readonly causes?: FailureCounts;
  readonly interrupted: boolean;
  /** Why a later part of the work could not begin: what came before gave it nothing to work on. */
  readonly stopped?: string;
  /** Why some of the work was put off: neither done nor failed. */
  readonly postponed?: Postponed;
}

/** A command that makes artifacts. */
export interface PipelineCommand {
  /** As given, for the record of the run. */
  readonly options: unknown;
  /** What writes: an author, or nobody (agents play, exporters copy). */
  readonly writer: 'author' | 'nobody';
  /** The first line, where nobody writes. */
  readonly line?: string;
  /** How models may be asked; without limits when left out. */
  readonly asking?: AskingFlags;
  /** The model that plays, where one does. */
  readonly player?: ModelSettings | undefined;
  /** Who is the user in conversations, where that is not left to the general choice of authors. */
  readonly user?: Writer | undefined;
  /** Where the answers of models come from, where the flags do not say. */
  readonly answers?: Answers;
  work(workspace: Workspace): Promise<WorkEnd>;
  /** Tells what there is now; not in a plan, and not after an interruption. */
  report(workspace: Workspace): Promise<void>;
}

/** Requests to a model wait most of the time, so that many may be under way; procedural work keeps the cores busy. */
const modelConcurrency = 16;

/** Runs a command that makes artifacts: says who writes, shows progress, saves, reports, and words the exit code. */
export async function runPipeline(line: CommandLine, command: PipelineCommand): Promise<ExitCode> {
  const { flags, output, interrupt } = line;
  const choice = command.writer === 'author' ? chooseAuthors(choiceSources(line, command.answers)) : undefined;
  output.note(choice?.line ?? command.line ?? '');
  const assignment = withUser(choice?.assignment ?? allProcedural, command.user);
  const { player } = command;
  const isModelAsked = player !== undefined || writingModels(assignment).length > 0;
  const planned: PipelineEvent[] = [];
  const display = flags.plan ? undefined : openDisplay(line);
  const stopListening = remarkInterrupt(line, display);
  let code: ExitCode = exitCodes.someFailed;
  try {
    const log = flags.plan ? silentLog() : await logOf(line, keysOf(assignment, player));
    // Loaded only now: what is wrong with the command line is said at once.
    const { openWorkspace } = await import('../../../workspace/workspace.ts');
    const workspace = await openWorkspace({
      directory: flags.workspace,
      seed: flags.seed,
      assignment,
      player,
      answers: command.answers ?? answersOf(line),
      asking: askingOf(command.asking ?? {}),
      concurrency: flags.concurrency ?? (isModelAsked ? modelConcurrency : availableParallelism()),
      plan: flags.plan,
      command: line.command,
      commandOptions: command.options,
      events: (event) => (display ? display.show(event) : planned.push(event)),
      signal: interrupt.signal,
      log,
    });
    try {
      code = await finish(line, workspace, { command, display, planned, assignment });
    } finally {
      await workspace.close(code);
    }
  } finally {
    stopListening();
    display?.close();
  }
  return code;
}

function withUser(assignment: Assignment, user: Writer | undefined): Assignment {
  return user === undefined ? assignment : { writerOf: (work) => (work === 'simulate-user' ? user : assignment.writerOf(work)) };
}

function logOf({ flags, command, output }: CommandLine, secrets: readonly string[]): Promise<Logger> {
  return openLog(
    {
      directory: flags.workspace,
      command: command.replaceAll(' ', '-'),
      level: flags.verbose ? 'debug' : flags.quiet ? 'warn' : 'info',
      startedAt: new Date(),
      secrets,
    },
    (text) => output.problem(text),
  );
}

interface Showing {
  readonly command: PipelineCommand;
  readonly display: Display | undefined;
  readonly planned: readonly PipelineEvent[];
  readonly assignment: Assignment;
}

async function finish(
  line: CommandLine,
  workspace: Workspace,
  { command, display, planned, assignment }: Showing,
): Promise<ExitCode> {
  const end = await endOf(line, () => command.work(workspace));
  display?.close();
  if (end.interrupted) return exitCodes.interrupted;
  if (line.flags.plan) {
    const writerOf = (work: AskedWork): Writer => (work === 'act' ? (command.player ?? 'procedural') : assignment.writerOf(work));
    const estimate = await estimateOf(workspace, planned, writerOf);
    line.output.result(
      [planText(plansOf(planned), line.output.width), ...(estimate ? [estimateText(estimate, line.output.width)] : [])].join(
        '\n',
      ),
      ...planned.filter(({ kind }) => kind !== 'stage-work').map(({ kind, ...event }) => ({ event: kind, ...event })),
      ...(estimate ? [{ event: 'estimate', ...estimate }] : []),
    );
    return exitCodes.done;
  }
  await command.report(workspace);
  const code = exitCodeOf(end);
  if (end.stopped !== undefined) line.output.problem(`envscaler: ${end.stopped}`);
  if (end.postponed) line.output.event({ event: 'postponed', because: end.postponed.because, resume: line.typed });
  line.output.event({
    event: 'end',
    command: line.command,
    failed: end.failed,
    causes: end.causes,
    stopped: end.stopped ?? end.postponed?.message,
    exitCode: code,
  });
  if (end.failed > 0)
    line.output.note(`${end.failed} failed${causesText(end)}; the rest is saved. Try them again with: ${line.typed}`);
  if (end.postponed) line.output.problem(`${end.postponed.message} What is finished is saved; go on with: ${line.typed}`);
  return code;
}

/** " (2 without an answer of a model, 1 with an answer of no use)"; only where models had to do with it. */
function causesText({ causes }: WorkEnd): string {
  const parts = [
    ...(causes && causes.endpoint > 0 ? [`${causes.endpoint} without an answer of a model`] : []),
    ...(causes && causes.answer > 0 ? [`${causes.answer} with an answer of no use`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/** What the plan would probably ask models. */
async function estimateOf(
  { store, prompts, priceOf }: Workspace,
  events: readonly PipelineEvent[],
  writerOf: (work: AskedWork) => Writer,
): Promise<PlanEstimate | undefined> {
  return estimatePlan({
    events,
    ledger: await store.ledger(),
    writerOf,
    priceOf: ({ baseUrl, model }) => priceOf(addressOf(baseUrl).shown, model),
    promptBytes: (work) => prompts.size(`${work}.md`),
  });
}

function exitCodeOf({ failed, stopped, postponed }: WorkEnd): ExitCode {
  if (postponed?.because === 'budget') return exitCodes.budgetReached;
  return failed > 0 || stopped !== undefined || postponed?.because === 'endpoint' ? exitCodes.someFailed : exitCodes.done;
}

/** The end of the work. An interruption makes things throw that have nothing wrong with them, so that it comes first. */
async function endOf(line: CommandLine, work: () => Promise<WorkEnd>): Promise<WorkEnd> {
  const { signal } = line.interrupt;
  let end: WorkEnd;
  try {
    end = await work();
  } catch (error) {
    if (!signal.aborted || error instanceof UserError) throw error;
    line.output.problem(`Stopped in the middle: ${messageOf(error)}`);
    end = { failed: 0, interrupted: true };
  }
  if (!end.interrupted && !signal.aborted) return end;
  line.output.event({ event: 'interrupted', resume: line.typed });
  line.output.problem(`Interrupted. What is finished is saved; go on with: ${line.typed}`);
  return { ...end, interrupted: true };
}

/** Says at the first Ctrl-C what happens now. */
function remarkInterrupt(line: CommandLine, display: Display | undefined): () => void {
  const { signal } = line.interrupt;
  const tell = (): void => {
    const text = 'Stopping: nothing else is begun, work in flight may finish for a moment. Ctrl-C again stops at once.';
    if (display) display.remark(text);
    else line.output.problem(text);
  };
  signal.addEventListener('abort', tell, { once: true });
  return () => signal.removeEventListener('abort', tell);
}
