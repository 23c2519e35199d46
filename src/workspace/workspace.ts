import { join } from 'node:path';
import type { Logger } from 'pino';
import { UserError } from '../base/errors.ts';
import { seededRandom } from '../base/random.ts';
import type { EngineContext } from '../engine/engine-context.ts';
import type { PipelineEvent } from '../engine/events.ts';
import type { Asking } from '../generation/asking.ts';
import { type Assignment, keysOf, type ModelSettings, writingModels } from '../generation/assignment.ts';
import type { Author } from '../generation/author.ts';
import { addressOf } from '../generation/endpoint/address.ts';
import { type Converser, createConverser } from '../generation/endpoint/converse.ts';
import { createEndpoint, type Endpoint } from '../generation/endpoint/endpoint.ts';
import { createOpenAiAuthor } from '../generation/endpoint/openai-author.ts';
import { valueRedactor } from '../generation/endpoint/redact.ts';
import { type Budget, type BudgetLimits, createBudget } from '../generation/limits/budget.ts';
import { createEndpointLimits, type EndpointLimits } from '../generation/limits/endpoint-limits.ts';
import { type Price, type Prices, priceOf } from '../generation/limits/prices.ts';
import { collectingEndpoint, type PendingRequest } from '../generation/recording/pending-requests.ts';
import { openRecording } from '../generation/recording/recording.ts';
import { createRoutedAuthor } from '../generation/routed-author.ts';
import { isThere, locationOf } from '../store/location.ts';
import type { Store } from '../store/store.ts';
import { openReadOnly, packageRoot, type ReadOnlyWorkspace, userPrices } from './read-only-workspace.ts';

/** The task collection that topics are mined from when none is named. */
export const shippedTasks = join(packageRoot, 'topics', 'requests.jsonl');

/** Where the answers of models come from: their endpoints (and a copy goes to a file), or a file alone. */
export type Answers =
  | { readonly kind: 'ask' }
  | { readonly kind: 'record'; readonly file: string }
  | { readonly kind: 'replay'; readonly file: string }
  /** Nothing is sent: requests without an answer are noted. */
  | { readonly kind: 'collect'; note(request: PendingRequest): void };

/** Everything a run is determined by, complete: options and environment variables have been read. */
export interface WorkspaceOptions {
  readonly directory: string;
  readonly seed: number;
  readonly assignment: Assignment;
  /** The model that plays, where one does. */
  readonly player: ModelSettings | undefined;
  readonly answers: Answers;
  readonly asking: Asking;
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
export interface Workspace extends ReadOnlyWorkspace {
  readonly engine: EngineContext;
  /** One model by itself, for those who examine it. */
  endpoint(settings: ModelSettings): Endpoint;
  /** The model as a player of scenarios; a UserError where none is configured. */
  converser(): Converser;
  /** Ends the record of the run and stops child processes. */
  close(exitCode: number): Promise<void>;
}

/** The composition root: here and in read-only-workspace.ts, and nowhere else, adapters are named. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const location = locationOf(options.directory);
  const readable = await openReadOnly(options.directory, {
    // A plan writes nothing: where there is no database yet, it looks at an empty one in memory.
    location: options.plan && !isThere(location) ? { kind: 'memory' } : location,
    processes: Math.max(1, Math.min(2, options.concurrency)),
  });
  const { store, sandbox, prompts, prices } = readable;
  const now = (): string => new Date().toISOString();
  const budget = startBudget(options.asking.budget);
  const endpointOf = openEndpoints(options, { store, budget, prices, longest: await longestAnswers(options, store) });
  // What cannot be kept is said before anything is done.
  if (options.player && options.asking.budget.usd !== undefined) endpointOf(options.player);
  const author = authorOf(options.assignment, await readable.embeddedAuthor(), (model) =>
    createOpenAiAuthor({ endpoint: endpointOf(model), prompts }),
  );
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
    stopSignal: budget,
    fresh: options.asking.answers === 'fresh',
    run,
    mode: options.plan ? 'plan' : 'run',
    now,
    events: options.events,
    promptHash: prompts.hash,
    redact: valueRedactor(keysOf(options.assignment, options.player)),
  };
  return {
    ...readable,
    engine,
    endpoint: endpointOf,
    converser() {
      const { player } = options;
      if (!player) throw new UserError('No model is named that could play. Give --model NAME or set ENVSCALER_MODEL.');
      return createConverser(endpointOf(player));
    },
    async close(exitCode) {
      if (!options.plan) await store.endRun(run, { exitCode, endedAt: now() });
      await sandbox.close();
      await store.close();
    },
  };
}

/** Hands each kind of work to whom it is assigned. */
function authorOf(assignment: Assignment, procedural: Author, authorFor: (model: ModelSettings) => Author): Author {
  const byModel = new Map(writingModels(assignment).map((model) => [model, authorFor(model)]));
  return createRoutedAuthor((work) => {
    const writer = assignment.writerOf(work);
    const author = writer === 'procedural' ? procedural : byModel.get(writer);
    if (!author) throw new Error(`nobody is in charge of ${work}`);
    return author;
  });
}

/** A budget whose minutes begin now. */
function startBudget(limits: BudgetLimits): Budget {
  const began = performance.now();
  return createBudget(limits, () => performance.now() - began);
}

/** What the endpoints of a run share. */
interface Shared {
  readonly store: Store;
  readonly budget: Budget;
  readonly prices: Prices;
  readonly longest: LongestAnswers;
}

/** The longest answers of earlier runs, by model and then by kind of work: what a budget sets aside. */
type LongestAnswers = ReadonlyMap<string, ReadonlyMap<string, number>>;

async function longestAnswers({ asking }: WorkspaceOptions, store: Store): Promise<LongestAnswers> {
  const longest = new Map<string, Map<string, number>>();
  if (asking.budget.tokens === undefined && asking.budget.usd === undefined && asking.tokensPerMinute === undefined)
    return longest;
  for (const { endpoint, author, work, mostOutputTokens } of await store.ledger()) {
    if (mostOutputTokens === undefined) continue;
    const place = placeOf(endpoint, author.model ?? '');
    const byWork = longest.get(place) ?? new Map<string, number>();
    longest.set(place, byWork.set(work, Math.max(byWork.get(work) ?? 0, mostOutputTokens)));
  }
  return longest;
}

function placeOf(endpoint: string, model: string): string {
  return JSON.stringify([endpoint, model]);
}

/** The endpoints of a run, each opened once, when it is first needed. Settings apart, requests to one model share its limits. */
function openEndpoints(options: WorkspaceOptions, shared: Shared): (model: ModelSettings) => Endpoint {
  const around = wrapperOf(options.answers, shared.store);
  const opened = new Map<string, Endpoint>();
  const traffics = new Map<string, EndpointLimits>();
  return (model) => {
    const name = JSON.stringify([model.baseUrl, model.model, model.apiKey, model.parameters]);
    const known = opened.get(name);
    if (known) return known;
    const { shown } = addressOf(model.baseUrl);
    const place = placeOf(shown, model.model);
    const endpointLimits = traffics.get(place) ?? openTraffic(shown, model.model, options, shared.longest.get(place));
    traffics.set(place, endpointLimits);
    const price = priceOf(shared.prices, shown, model.model);
    if (price === undefined && options.asking.budget.usd !== undefined) throw unknownPrice(shown, model.model);
    const endpoint = around(openEndpoint(model, options, { ...shared, endpointLimits, price }));
    opened.set(name, endpoint);
    return endpoint;
  };
}

function unknownPrice(endpoint: string, model: string): UserError {
  return new UserError(
    `The price of the model "${model}" at ${endpoint} is not known, so that --max-usd cannot be kept. ` +
      `Add it to "${userPrices}" in the current directory or in the workspace, as {prices: [{model: "${model}", input: ..., output: ...}]} ` +
      'in US dollars per million tokens, or limit the run with --max-tokens or --max-calls.',
  );
}

function openTraffic(
  endpoint: string,
  model: string,
  { asking, concurrency, events }: WorkspaceOptions,
  longest: ReadonlyMap<string, number> | undefined,
): EndpointLimits {
  const { requestsPerMinute, tokensPerMinute } = asking;
  return createEndpointLimits({
    endpoint,
    model,
    limits: { concurrency, requestsPerMinute, tokensPerMinute },
    ...(longest ? { longestAnswers: longest } : {}),
    elapsed: () => performance.now(),
    onEvent: events,
  });
}

/** What stands between the authors and an endpoint. */
function wrapperOf(answers: Answers, store: Store): (endpoint: Endpoint) => Endpoint {
  switch (answers.kind) {
    case 'ask':
      return (endpoint) => endpoint;
    case 'record':
    case 'replay':
      return openRecording(answers.file, answers.kind).around;
    case 'collect':
      return (endpoint) => collectingEndpoint(endpoint, { batches: store, note: answers.note });
  }
}

function openEndpoint(
  model: ModelSettings,
  options: WorkspaceOptions,
  {
    store,
    budget,
    endpointLimits,
    price,
  }: Shared & { readonly endpointLimits: EndpointLimits; readonly price: Price | undefined },
): Endpoint {
  return createEndpoint({
    baseUrl: model.baseUrl,
    apiKey: model.apiKey ?? 'none',
    model: model.model,
    parameters: model.parameters,
    timeoutMs: 600_000,
    longestAnswerBytes: options.asking.longestAnswerBytes,
    retries: 5,
    backoffMs: 1000,
    longestWaitMs: 120_000,
    endpointLimits,
    budget,
    price,
    answers: options.asking.answers,
    calls: store,
    random: seededRandom(`${options.seed}/jitter`),
    clock: { now: () => new Date(), elapsed: () => performance.now() },
    onEvent: options.events,
  });
}
