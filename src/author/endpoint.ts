import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import OpenAI from 'openai';
import { BoundaryError, UserError } from '../base/errors.ts';
import { hashJson } from '../base/hash.ts';
import type { Random } from '../base/random.ts';
import type { WrittenBy } from '../domain/written-by.ts';
import type { Store } from '../store/store.ts';
import { addressOf } from './address.ts';
import { type Completion, readCompletion, type Usage, usageOf } from './completion.ts';
import { type Failure, failureOf } from './failure.ts';
import { createGate } from './gate.ts';
import { redactor } from './redact.ts';

interface CallEnd {
  readonly kind: 'call-end';
  readonly work: string;
  readonly model: string;
  /** `stored`: answered from the store, free of charge. `failed`: no usable response after all tries. */
  readonly status: 'answered' | 'stored' | 'failed';
  readonly usage: Usage | undefined;
  readonly retries: number;
  readonly durationMs: number;
}

/** What the client tells while it works, for the display and the log. Never holds a key. */
export type CallEvent =
  | CallEnd
  | {
      readonly kind: 'call-retry';
      readonly work: string;
      readonly model: string;
      readonly reason: string;
      readonly waitMs: number;
    };

export interface EndpointOptions {
  /** E.g. "https://api.openai.com/v1". */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Sampling settings that are sent with every request, e.g. temperature; they enter fingerprints. */
  readonly parameters: NonNullable<WrittenBy['parameters']>;
  /** For one try, until the last byte of the answer. */
  readonly timeoutMs: number;
  /** Further tries after a failure that may pass. */
  readonly retries: number;
  /** The wait before the first retry; doubled before each further one, with jitter. */
  readonly backoffMs: number;
  /** A server that asks for a longer wait than this is not waited for. */
  readonly longestWaitMs: number;
  readonly concurrency: number;
  readonly calls: Pick<Store, 'storedCall' | 'saveCall'>;
  /** For jitter only. */
  readonly random: Random;
  readonly clock: {
    now(): Date;
    /** Milliseconds that never run backwards. */
    elapsed(): number;
  };
  onEvent(event: CallEvent): void;
}

/** A request: what is asked, for which work, and what tells apart requests that are meant to be answered anew. */
export interface Request {
  readonly work: string;
  readonly attempt: number | undefined;
  /** The body without model and sampling settings. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Equal requests with different samples are different questions, e.g. several attempts at one scenario. */
  readonly sample?: number;
  readonly signal: AbortSignal;
}

type Outcome =
  | { readonly kind: 'answered'; readonly completion: Completion }
  | { readonly kind: 'format-refused'; readonly message: string };

/** A request as it is known to the store, without secrets. */
export interface CanonicalRequest {
  /** SHA-256 of endpoint, body and sample: equal hashes are one question. */
  readonly hash: string;
  /** Host and path, without credentials. */
  readonly endpoint: string;
  /** With model and sampling settings. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** One model behind one OpenAI-compatible endpoint. Every answer is stored before anything looks into it. */
export interface Endpoint {
  readonly identity: WrittenBy;
  canonical(request: Request): CanonicalRequest;
  /** The answer to a request that was asked before, without asking. */
  stored(request: Request): Promise<Completion | undefined>;
  /**
   * The answer, from the store or the server. Throws a UserError where nothing can work (key, model, credit), a
   * BoundaryError where the server gave no usable response, the signal's reason when aborted.
   */
  complete(request: Request): Promise<Outcome>;
  /** Text without the secrets this endpoint knows. */
  redact(text: string): string;
}

/** Opens an endpoint. Sends nothing yet. Throws a UserError for an address that is not one. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const address = addressOf(options.baseUrl);
  const { model, parameters, clock, calls } = options;
  const redact = redactor([options.apiKey, ...address.secrets]);
  const identity: WrittenBy = { provider: 'openai', model, ...(Object.keys(parameters).length > 0 ? { parameters } : {}) };
  // Organisation, project and log level in the shell's variables are meant for other programs.
  const client = new OpenAI({
    baseURL: options.baseUrl,
    apiKey: options.apiKey,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: options.timeoutMs,
    logLevel: 'off',
  });
  const gate = createGate(options.concurrency);
  const underway = new Map<string, Promise<Outcome>>();

  const bodyOf = (request: Request): Readonly<Record<string, unknown>> => ({ model, ...parameters, ...request.body });
  const hashOf = (request: Request): string =>
    hashJson({ endpoint: address.shown, body: bodyOf(request), sample: request.sample });
  const tell = (request: Request, end: Omit<CallEnd, 'kind' | 'work' | 'model'>): void =>
    options.onEvent({ kind: 'call-end', work: request.work, model, ...end });

  const stored = async (request: Request): Promise<Completion | undefined> => {
    const record = await calls.storedCall(hashOf(request));
    const completion = typeof record?.responseBody === 'string' ? readCompletion(record.responseBody, true) : undefined;
    if (completion) tell(request, { status: 'stored', usage: completion.usage, retries: 0, durationMs: 0 });
    return completion;
  };

  /** One try, until the last byte; the body as it came, but for secrets. */
  const send = async (request: Request): Promise<string> => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.timeoutMs)]);
    const response = await client.post('/chat/completions', { body: bodyOf(request), signal }).asResponse();
    return redact(await response.text());
  };

  const save = async (request: Request, raw: string, started: { at: Date; elapsed: number }): Promise<void> => {
    const { inputTokens, outputTokens } = usageOf(raw);
    await calls.saveCall({
      request: hashOf(request),
      attempt: request.attempt,
      work: request.work,
      author: identity,
      requestBody: bodyOf(request),
      endpoint: address.shown,
      responseBody: raw,
      inputTokens,
      outputTokens,
      startedAt: started.at.toISOString(),
      durationMs: Math.round(clock.elapsed() - started.elapsed),
    });
  };

  /** One try: the answer, or why there is none. A store that fails is no fault of the endpoint and throws. */
  const attempt = async (request: Request): Promise<Completion | Failure> => {
    const started = { at: clock.now(), elapsed: clock.elapsed() };
    const [sent] = await Promise.allSettled([send(request)]);
    if (sent.status === 'rejected') {
      request.signal.throwIfAborted();
      return failureOf(sent.reason, { endpoint: address.shown, model }, clock.now().getTime());
    }
    await save(request, sent.value, started);
    return (
      readCompletion(sent.value, false) ?? { kind: 'transient', reason: 'the response was cut off or is no chat completion' }
    );
  };

  const ask = async (request: Request): Promise<Outcome> => {
    const begun = clock.elapsed();
    const reasons: string[] = [];
    for (let retries = 0; ; retries++) {
      const outcome = await attempt(request);
      const durationMs = Math.round(clock.elapsed() - begun);
      if (!('kind' in outcome)) {
        tell(request, { status: 'answered', usage: outcome.usage, retries, durationMs });
        return { kind: 'answered', completion: outcome };
      }
      if (outcome.kind === 'format-refused') return { kind: 'format-refused', message: redact(outcome.message) };
      if (outcome.kind === 'transient') {
        const reason = redact(outcome.reason);
        reasons.push(reason);
        const backoffMs = options.backoffMs * 2 ** retries * (0.5 + options.random.next());
        const waitMs = Math.round(outcome.retryAfterMs ?? Math.min(backoffMs, options.longestWaitMs));
        if (retries < options.retries && waitMs <= options.longestWaitMs) {
          options.onEvent({ kind: 'call-retry', work: request.work, model, reason, waitMs });
          await pause(waitMs, request.signal);
          continue;
        }
      }
      tell(request, { status: 'failed', usage: undefined, retries, durationMs });
      throw errorOf(outcome, request, reasons);
    }
  };

  const errorOf = (
    failure: Exclude<Failure, { kind: 'format-refused' }>,
    request: Request,
    reasons: readonly string[],
  ): Error => {
    const evidence = { work: request.work, failure: failure.kind, endpoint: address.shown, model, tries: reasons };
    switch (failure.kind) {
      case 'fatal':
        return new UserError(redact(failure.error.message));
      case 'refused':
        return new BoundaryError(
          'author',
          redact(`${address.shown} refused the request for "${request.work}": ${failure.message}`),
          { evidence },
        );
      case 'transient': {
        const tries = reasons.length === 1 ? '1 try' : `${reasons.length} tries`;
        const text = `${address.shown} gave no answer for "${request.work}" in ${tries}; the last one: ${reasons.at(-1)}`;
        return new BoundaryError('author', text, { evidence });
      }
    }
  };

  return {
    identity,
    redact,
    canonical: (request) => ({ hash: hashOf(request), endpoint: address.shown, body: bodyOf(request) }),
    stored,
    async complete(request) {
      // One signal stops a whole run: thousands of requests may listen to it.
      setMaxListeners(0, request.signal);
      const hash = hashOf(request);
      for (let other = underway.get(hash); other; other = underway.get(hash)) {
        const [outcome] = await Promise.allSettled([other]);
        if (outcome.status === 'fulfilled') return outcome.value;
        request.signal.throwIfAborted();
        // Where only the other one was aborted, this one asks for itself.
        if (outcome.reason instanceof BoundaryError || outcome.reason instanceof UserError) throw outcome.reason;
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
    const known = await stored(request);
    return known ? { kind: 'answered', completion: known } : gate.run(() => ask(request), request.signal);
  }
}

/** Waits; throws the signal's reason when it is aborted meanwhile. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await Promise.allSettled([wait(milliseconds, undefined, { signal })]);
  signal.throwIfAborted();
}
