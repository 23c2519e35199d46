import { hashJson } from '../../base/hash.ts';
import type { WrittenBy } from '../../domain/written-by.ts';
import type { CallOutcome } from '../../store/store.ts';
import type { Amount, Reservation } from '../limits/budget.ts';
import type { Estimate } from '../limits/estimate.ts';
import { type Held, limitIn } from '../limits/output-limit.ts';
import { costOf } from '../limits/prices.ts';
import type { Address } from './address.ts';
import type { Completion, Usage } from './completion.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import type { CanonicalRequest, Request } from './request.ts';
import type { RequestFailure, Target } from './request-failure.ts';
import { outcomeOf } from './response/read-response.ts';
import { createSend } from './send.ts';
import { failureOfTransport } from './transport/transport-failure.ts';

export interface AttemptOptions extends EndpointOptions {
  readonly identity: WrittenBy;
  readonly address: Address;
  redact(text: string): string;
}

/** What came of one try. */
export interface AttemptResult {
  readonly outcome: Completion | RequestFailure;
  /** What the answer was held to for the sake of the budget; undefined where it was not. */
  readonly held: Held | undefined;
}

/**
 * One try at a request: waits for its turn, sets its part of the budget aside, sends, and stores what came before anything
 * looks into it. The answer, or why there is none; a store that fails is no fault of the endpoint and throws, and so does a
 * budget that is spent. Where the budget counts tokens, the answer may only be as long as was set aside for it. That limit is
 * no part of the question: an answer that keeps to it answers the question without it, and one that is cut off by it is
 * stored as the answer to another one.
 */
export function createSingleAttempt(
  options: AttemptOptions,
): (request: Request, canonical: CanonicalRequest, length: Estimate['output']) => Promise<AttemptResult> {
  const { address, budget, calls, clock, model, price, redact } = options;
  const { limiter, estimator, outputLimit, standing } = options.endpointLimits;
  const send = createSend(options);

  const amountOf = (usage: Usage): Amount | undefined => {
    const { inputTokens, outputTokens } = usage;
    if (inputTokens === undefined || outputTokens === undefined) return undefined;
    return { tokens: inputTokens + outputTokens, usd: costOf(price, usage) };
  };

  return (request, canonical, length) => {
    const { body } = canonical;
    const { likelyTokens, inputTokens } = estimator.estimate(request.work, body);
    const usdFor = (input: number, output: number): number | undefined =>
      costOf(price, { ...nothingKnown, inputTokens: input, outputTokens: output });
    const need = {
      input: { tokens: inputTokens, usd: usdFor(inputTokens, 0) },
      output: { ...length, usdEach: usdFor(0, 1) },
    };
    return limiter.run(
      likelyTokens,
      async (ticket): Promise<AttemptResult> => {
        const reservation = await budget.reserve(need, request.signal);
        const held = holdFor(body, reservation);
        const wire = held === undefined ? body : { ...body, [held.by]: held.to };
        const started = { at: clock.now(), elapsed: clock.elapsed() };
        const save = async (outcome: CallOutcome, raw: string | undefined, usage: Usage, asked = body): Promise<void> =>
          calls.saveCall({
            request: asked === body ? canonical.hash : hashJson([canonical.hash, asked]),
            attempt: request.attempt,
            work: request.work,
            author: options.identity,
            // Of a try that came to nothing the next one tells what was asked.
            requestBody: raw === undefined && outcome !== 'refused' ? null : asked,
            endpoint: address.shown,
            outcome,
            responseBody: raw,
            ...usage,
            inBatch: false,
            startedAt: started.at.toISOString(),
            durationMs: Math.round(clock.elapsed() - started.elapsed),
          });

        const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.timeoutMs)]);
        const [sent] = await Promise.allSettled([send(wire, signal)]);
        if (sent.status === 'rejected') {
          if (request.signal.aborted) reservation.settle(undefined);
          request.signal.throwIfAborted();
          const failure = failureOfTransport(sent.reason, target());
          const outcome = storedOutcome(failure);
          // What was cut off may have been counted by the server; what it turned away costs nothing.
          reservation.settle(outcome === 'timeout' || outcome === 'truncated' ? undefined : nothingUsed);
          if (outcome === 'timeout') ticket.overloaded();
          await save(outcome, undefined, nothingKnown, outcome === 'refused' ? wire : body);
          return { outcome: failure, held };
        }

        const raw = redact(sent.value.text);
        const { outcome, usage = nothingKnown } = outcomeOf({ ...sent.value, text: raw }, target(), clock.now().getTime());
        const used = amountOf(usage);
        if ('kind' in outcome) {
          const stored = storedOutcome(outcome);
          // What came with a good status may have been counted, even where it is no answer.
          const isCounted = sent.value.status < 300 && (stored === 'truncated' || stored === 'empty');
          reservation.settle(used ?? (isCounted ? undefined : nothingUsed));
          if (stored === 'rate-limited' || stored === 'server-error' || stored === 'timeout') ticket.overloaded(waitOf(outcome));
          await save(stored, isCounted ? raw : undefined, usage, stored === 'refused' ? wire : body);
          return { outcome, held };
        }
        reservation.settle(used);
        if (used) ticket.used(used.tokens);
        estimator.learn(request.work, body, usage);
        if (held && (usage.outputTokens ?? 0) > held.to) outputLimit.ignored(held);
        await save('answered', raw, usage, held && isCutBy(held, outcome) ? wire : body);
        standing.hasWorked = true;
        ticket.succeeded();
        return { outcome, held };
      },
      request.signal,
    );
  };

  function target(): Target {
    return { endpoint: address.shown, model, hasWorked: standing.hasWorked };
  }

  /** What was granted, where that is less than the request itself would allow. */
  function holdFor(body: CanonicalRequest['body'], reservation: Reservation): Held | undefined {
    const { outputTokens } = reservation;
    if (!budget.boundsAnswers || outputTokens >= (limitIn(body) ?? Number.POSITIVE_INFINITY)) return undefined;
    try {
      return outputLimit.hold(body, outputTokens);
    } catch (error) {
      reservation.settle(nothingUsed);
      throw error;
    }
  }

  /** A wait that is too long to be kept by one is not kept by all. */
  function waitOf(failure: RequestFailure): number | undefined {
    const waitMs = failure.kind === 'transient' ? failure.retryAfterMs : undefined;
    return waitMs !== undefined && waitMs <= options.longestWaitMs ? waitMs : undefined;
  }
}

/** Whether it was this limit that cut an answer off, and not one of the server's own. Servers may count a little differently. */
export function isCutBy(held: Held, { finishReason, usage }: Completion): boolean {
  return finishReason === 'length' && (usage.outputTokens ?? held.to) >= held.to * 0.95;
}

function storedOutcome(failure: RequestFailure): Exclude<CallOutcome, 'answered'> {
  if (failure.kind === 'transient') return failure.trouble;
  return failure.kind === 'unusable' ? 'truncated' : 'refused';
}

const nothingUsed: Amount = { tokens: 0, usd: 0 };

const nothingKnown: Usage = {
  inputTokens: undefined,
  cachedTokens: undefined,
  outputTokens: undefined,
  reasoningTokens: undefined,
};
