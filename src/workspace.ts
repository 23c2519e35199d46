import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type Assignment, type ModelSettings, writingModels } from './author/assignment.ts';
import type { Author } from './author/author.ts';
import { type Converser, createConverser } from './author/converse.ts';
import { createEndpoint, type Endpoint } from './author/endpoint.ts';
import { openPrompts, type Prompts } from './author/prompt.ts';
import { createOpenAiAuthor } from './author/providers/openai.ts';
import { openRecording } from './author/recording.ts';
import { createRoutedAuthor } from './author/routed.ts';
import { UserError } from './base/errors.ts';
import { seededRandom } from './base/random.ts';
import type { EngineContext } from './pipeline/engine-context.ts';
import type { PipelineEvent } from './pipeline/events.ts';
import { createProceduralAuthor } from './procedural/author.ts';
import type { Sandbox } from './runtime/sandbox.ts';
import { createSandbox } from './runtime/ses-sandbox.ts';
import { openStore } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';

/** Where the files are that ship with the program: prompts/, topics/, package.json. The same from src/ and from dist/. */
const packageRoot = fileURLToPath(new URL('..', import.meta.url));

/** The task collection that topics are mined from when none is named. */
export const shippedTasks = join(packageRoot, 'topics', 'requests.jsonl');

/** Where the answers of models come from: their endpoints (and a copy goes to a file), or a file alone. */
export type Answers =
  | { readonly kind: 'ask' }
  | { readonly kind: 'record'; readonly file: string }
  | { readonly kind: 'replay'; readonly file: string };

/** Everything a run is determined by, complete: options and environment variables have been read. */
export interface WorkspaceOptions {
  readonly directory: string;
  readonly seed: number;
  readonly assignment: Assignment;
  readonly answers: Answers;
  readonly concurrency: number;
  readonly plan: boolean;
  /** For the record of the run. */
  readonly command: string;
  readonly commandOptions: unknown;
  readonly events: (event: PipelineEvent) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** The adapters of one run, chosen and connected. */
export interface Workspace {
  readonly directory: string;
  readonly store: Store;
  readonly sandbox: Sandbox;
  readonly engine: EngineContext;
  readonly prompts: Prompts;
  /** The model as a player of scenarios; a UserError where none is configured. */
  converser(): Converser;
  /** Ends the record of the run and stops child processes. */
  close(exitCode: number): Promise<void>;
}

/** The composition root: the only place that names adapters. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const file = join(options.directory, 'envscaler.sqlite');
  // A plan writes nothing: where there is no database yet, it looks at an empty one in memory.
  const store = await openStore(options.plan && !existsSync(file) ? ':memory:' : file);
  const sandbox = createSandbox({ processes: Math.max(1, Math.min(2, options.concurrency)) });
  const prompts = openPrompts(join(packageRoot, 'prompts'));
  const now = (): string => new Date().toISOString();
  const endpointOf = openEndpoints(options, store);
  const author = authorOf(options.assignment, (model) => createOpenAiAuthor({ endpoint: endpointOf(model), prompts }));
  const run = options.plan
    ? 0
    : await store.startRun({ command: options.command, options: options.commandOptions, startedAt: now() });
  const engine: EngineContext = {
    store,
    author,
    sandbox,
    log: options.log,
    seed: String(options.seed),
    concurrency: options.concurrency,
    signal: options.signal,
    run,
    mode: options.plan ? 'plan' : 'run',
    now,
    events: options.events,
    promptHash: prompts.hash,
  };
  return {
    directory: options.directory,
    store,
    sandbox,
    engine,
    prompts,
    converser() {
      const { act } = options.assignment;
      if (!act) throw new UserError('No model is named that could play. Give --model NAME or set ENVSCALER_MODEL.');
      return createConverser(endpointOf(act));
    },
    async close(exitCode) {
      if (!options.plan) await store.endRun(run, { exitCode, endedAt: now() });
      await sandbox.close();
      await store.close();
    },
  };
}

/** Hands each kind of work to whom it is assigned. */
function authorOf(assignment: Assignment, authorFor: (model: ModelSettings) => Author): Author {
  const procedural = createProceduralAuthor();
  const byModel = new Map(writingModels(assignment).map((model) => [model, authorFor(model)]));
  return createRoutedAuthor((work) => {
    const writer = assignment.writerOf(work);
    const author = writer === 'procedural' ? procedural : byModel.get(writer);
    if (!author) throw new Error(`nobody is in charge of ${work}`);
    return author;
  });
}

/** The endpoints of a run, each opened once, when it is first needed. */
function openEndpoints(options: WorkspaceOptions, store: Store): (model: ModelSettings) => Endpoint {
  const { answers } = options;
  const recording = answers.kind === 'ask' ? undefined : openRecording(answers.file, answers.kind);
  const opened = new Map<ModelSettings, Endpoint>();
  return (model) => {
    const known = opened.get(model);
    if (known) return known;
    const endpoint = openEndpoint(model, options, store);
    const used = recording ? recording.around(endpoint) : endpoint;
    opened.set(model, used);
    return used;
  };
}

function openEndpoint(model: ModelSettings, options: WorkspaceOptions, store: Store): Endpoint {
  return createEndpoint({
    baseUrl: model.baseUrl,
    apiKey: model.apiKey ?? 'none',
    model: model.model,
    parameters: model.parameters,
    timeoutMs: 600_000,
    retries: 5,
    backoffMs: 1000,
    longestWaitMs: 120_000,
    concurrency: options.concurrency,
    calls: store,
    random: seededRandom(`${options.seed}/jitter`),
    clock: { now: () => new Date(), elapsed: () => performance.now() },
    onEvent: options.events,
  });
}
