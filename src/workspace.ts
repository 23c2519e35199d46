import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Author } from './author/author.ts';
import { type Converser, createConverser } from './author/converse.ts';
import { createEndpoint, type Endpoint } from './author/endpoint.ts';
import { openPrompts, type Prompts } from './author/prompt.ts';
import { createOpenAiAuthor } from './author/providers/openai.ts';
import { UserError } from './base/errors.ts';
import { isObject } from './base/json.ts';
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

/** Everything a run is determined by, complete: options and environment variables have been read. */
export interface WorkspaceOptions {
  readonly directory: string;
  readonly seed: number;
  readonly author: 'procedural' | 'openai';
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
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
  let endpoint: Endpoint | undefined;
  const theEndpoint = (): Endpoint => {
    endpoint ??= openEndpoint(options, store);
    return endpoint;
  };
  const author: Author =
    options.author === 'openai' ? createOpenAiAuthor({ endpoint: theEndpoint(), prompts }) : createProceduralAuthor();
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
    converser: () => createConverser(theEndpoint()),
    async close(exitCode) {
      if (!options.plan) await store.endRun(run, { exitCode, endedAt: now() });
      await sandbox.close();
      await store.close();
    },
  };
}

function openEndpoint(options: WorkspaceOptions, store: Store): Endpoint {
  if (options.model === undefined) {
    throw new UserError('No model is named. Give --model NAME or set ENVSCALER_MODEL.');
  }
  return createEndpoint({
    baseUrl: options.baseUrl ?? 'https://api.openai.com/v1',
    apiKey: options.apiKey ?? 'none',
    model: options.model,
    parameters: {},
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

/** Name and version of this program, from its package file. */
export function thisTool(): { name: string; version: string } {
  const file: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return { name: 'envscaler', version: isObject(file) && typeof file.version === 'string' ? file.version : 'unknown' };
}
