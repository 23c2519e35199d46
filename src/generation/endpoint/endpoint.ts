import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Postponed, UserError } from '../../base/errors.ts';
import { hashJson } from '../../base/hash.ts';
import type { WrittenBy } from '../../domain/written-by.ts';
import { InvalidAnswerError, ModelCallError } from '../errors.ts';
import { createBudgetedAttempt } from '../limits/budgeted-attempt.ts';
import type { RequestEnd } from '../limits/circuit-breaker.ts';
import { limitNames } from '../limits/output-limit.ts';
import { costOf } from '../limits/prices.ts';
import { addressOf } from './address.ts';
import type { CallEnd, CallEvent } from './call-event.ts';
import { type Completion, readCompletion } from './completion.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { causeWithout, redactor } from './redact.ts';
import type { CanonicalRequest, Request } from './request.ts';
import type { RequestFailure } from './request-failure.ts';

type Outcome =
  | { readonly kind: 'answered'; readonly completion: Completion }
  | { readonly kind: 'format-refused'; readonly message: string }
  /** The request is longer than what the model can hold. */
  | { readonly kind: 'context-full'; readonly message: string };

/** One model behind one OpenAI-compatible endpoint. Every answer is stored before anything looks into it. */
export interface Endpoint {
  readonly identity: WrittenBy;
  canonical(request: Request): CanonicalRequest;
  /** The answer to a request that was asked before, without asking. */
  stored(request: Request): Promise<Completion | undefined>;
  /**
   * The answer, from the store or the server. Throws a UserError where nothing can work (key, model, credit), a
   * ModelCallError where the server gave no usable response, a Postponed where the run must not ask any more, the signal's
   * reason when aborted.
   */
  complete(request: Request): Promise<Outcome>;
  /** The answer to a request was of no use: the next one who asks gets another. */
  discard(request: Request): Promise<void>;
  /** The way of asking for structured answers that worked last; undefined where none is known or fresh answers are wanted. */
  workingStep(): Promise<string | undefined>;
  saveWorkingStep(step: string): Promise<void>;
  /** Tells the display and the log. */
  tell(event: CallEvent): void;
  /** Text without the secrets this endpoint knows. */
  redact(text: string): string;
}

/** Opens an endpoint. Sends nothing yet. Throws a UserError for an address that is not one. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const address = addressOf(options.baseUrl);
  const { model, parameters, clock, calls, budget, endpointLimits } = options;
  const redact = redactor([options.apiKey, ...address.secrets]);
  const identity: WrittenBy = { provider: 'openai', model, ...(Object.keys(parameters).length > 0 ? { parameters } : {}) };
  const underway = new Map<string, Promise<Outcome>>();
  const asked = new Set<string>();

  const bodyOf = (request: Request): CanonicalRequest['body'] => ({ model, ...parameters, ...request.body });
  // Taken once per request: requests are long, and one is looked up, sent and noted.
  const known = new WeakMap<Request, CanonicalRequest>();
  const canonical = (request: Request): CanonicalRequest => {
    const before = known.get(request);
    if (before) return before;
    const body = bodyOf(request);
    const hash = hashJson({ endpoint: address.shown, body, sample: request.sample });
    const result = { hash, endpoint: address.shown, body };
    known.set(request, result);
    return result;
  };
  const tell = (request: Request, end: Omit<CallEnd, 'kind' | 'work' | 'model'>): void =>
    options.onEvent({ kind: 'call-end', work: request.work, model, ...end });
  const tryOnce = createBudgetedAttempt({ ...options, identity, address, redact, price: options.price });

  const stored = async (request: Request): Promise<Completion | undefined> => {
    const { hash } = canonical(request);
    if (options.answers === 'fresh' && !asked.has(hash)) return undefined;
    const record = await calls.storedCall(hash);
    const completion = typeof record?.responseBody === 'string' ? readCompletion(record.responseBody, true) : undefined;
    if (completion) {
      endpointLimits.standing.hasWorked = true;
      tell(request, { status: 'stored', usage: completion.usage, costUsd: 0, retries: 0, durationMs: 0 });
    }
    return completion;
  };

  const ask = async (request: Request): Promise<Outcome> => {
    const begun = clock.elapsed();
    const reasons: string[] = [];
    for (let retries = 0; ; retries++) {
      const outcome = await tryOnce(request, canonical(request));
      const durationMs = Math.round(clock.elapsed() - begun);
      if (!('kind' in outcome)) {
        asked.add(canonical(request).hash);
        endpointLimits.circuitBreaker.note({ kind: 'answered' });
        const costUsd = costOf(options.price, outcome.usage);
        tell(request, { status: 'answered', usage: outcome.usage, costUsd, retries, durationMs });
        return { kind: 'answered', completion: outcome };
      }
      if (outcome.kind === 'format-refused' && hasFormat(request.body))
        return { kind: 'format-refused', message: redact(outcome.message) };
      if (outcome.kind === 'context-full') return { kind: 'context-full', message: redact(outcome.message) };
      if (outcome.kind === 'transient') {
        const reason = redact(outcome.reason);
        reasons.push(reason);
        const backoffMs = options.backoffMs * 2 ** retries * (0.5 + options.random.next());
        const waitMs = Math.round(outcome.retryAfterMs ?? Math.min(backoffMs, options.longestWaitMs));
        if (retries < options.retries && waitMs <= options.longestWaitMs) {
          options.onEvent({ kind: 'call-retry', work: request.work, model, trouble: outcome.trouble, reason, waitMs });
          await pause(waitMs, request.signal);
          continue;
        }
      }
      const trouble = outcome.kind === 'transient' ? { trouble: outcome.trouble } : {};
      tell(request, { status: 'failed', ...trouble, usage: undefined, costUsd: undefined, retries, durationMs });
      if (outcome.kind !== 'fatal') stopWhereHopeless(outcome);
      throw errorOf(outcome, request, reasons);
    }
  };

  /** Ends the run where requests to this endpoint have no prospect. */
  const stopWhereHopeless = (failure: Exclude<RequestFailure, { kind: 'fatal' }>): void => {
    const words = redact(failure.kind === 'transient' ? failure.reason : failure.message);
    const end: RequestEnd =
      failure.kind === 'transient' ? { kind: 'trouble', trouble: failure.trouble } : { kind: 'refused', words };
    const stop = endpointLimits.circuitBreaker.note(end);
    if (stop !== undefined) budget.pull(new Postponed('endpoint', `${stop} The last one: ${words}.`));
  };

  const errorOf = (
    failure: Exclude<RequestFailure, { kind: 'context-full' }>,
    request: Request,
    reasons: readonly string[],
  ): Error => {
    const about = { work: request.work, endpoint: address.shown, model };
    switch (failure.kind) {
      case 'fatal':
        return new UserError(redact(failure.error.message));
      case 'unusable':
        return new InvalidAnswerError(
          `No usable answer for "${request.work}" from ${address.shown}: ${redact(failure.message)}`,
          {
            work: request.work,
            problems: [redact(failure.message)],
            raw: '',
          },
        );
      case 'format-refused':
      case 'refused':
        return new ModelCallError(redact(`${address.shown} refused the request for "${request.work}": ${failure.message}`), {
          ...about,
          outcome: 'refused',
          tries: [...reasons, redact(failure.message)],
        });
      case 'transient': {
        const tries = reasons.length === 1 ? '1 try' : `${reasons.length} tries`;
        const text = `${address.shown} gave no answer for "${request.work}" in ${tries}; the last one: ${reasons.at(-1)}`;
        return new ModelCallError(
          text,
          { ...about, outcome: failure.trouble, tries: [...reasons] },
          causeWithout(failure.cause, redact),
        );
      }
    }
  };

  return {
    identity,
    redact,
    canonical,
    stored,
    tell: options.onEvent,
    workingStep: async () => (options.answers === 'fresh' ? undefined : calls.workingStep(address.shown, model)),
    async discard(request) {
      asked.delete(canonical(request).hash);
      await calls.discardAnswers(canonical(request).hash);
    },
    saveWorkingStep: (step) => calls.saveWorkingStep(address.shown, model, step),
    async complete(request) {
      // One signal stops a whole run: thousands of requests may listen to it.
      setMaxListeners(0, request.signal);
      const { hash } = canonical(request);
      for (let other = underway.get(hash); other; other = underway.get(hash)) {
        const [outcome] = await Promise.allSettled([other]);
        if (outcome.status === 'fulfilled') return outcome.value;
        request.signal.throwIfAborted();
        // Where only the other one was aborted, this one asks for itself.
        if ([ModelCallError, UserError, Postponed].some((known) => outcome.reason instanceof known)) throw outcome.reason;
      }
      const answer = answerOf(request);
      underway.set(hash, answer);
      try {
        return await answer;
      } finally {
        underway.delete(hash);
      }
    },
  };

  async function answerOf(request: Request): Promise<Outcome> {
    const completion = await stored(request);
    return completion ? { kind: 'answered', completion } : ask(request);
  }
}

/** Whether a request asks for its answer in some form: what is refused for its form can be asked otherwise. */
function hasFormat(body: Request['body']): boolean {
  return ['response_format', 'tools', 'tool_choice', ...limitNames].some((name) => name in body);
}

/** Waits; throws the signal's reason when it is aborted meanwhile. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await Promise.allSettled([wait(milliseconds, undefined, { signal })]);
  signal.throwIfAborted();
}
