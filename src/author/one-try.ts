import type { WrittenBy } from '../domain/written-by.ts';
import type { CallOutcome } from '../store/store.ts';
import type { Address } from './address.ts';
import type { Amount } from './budget.ts';
import { type Completion, isCompletion, readCompletion, type Usage, usageOf } from './completion.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { type Failure, failureOf } from './failure.ts';
import { costOf } from './prices.ts';
import type { CanonicalRequest, Request } from './request.ts';
import { createSend } from './send.ts';

interface TryOptions extends EndpointOptions {
  readonly identity: WrittenBy;
  readonly address: Address;
  redact(text: string): string;
}

/**
 * One try at a request: waits for its turn, sets its part of the budget aside, sends, and stores what came before anything
 * looks into it. The answer, or why there is none; a store that fails is no fault of the endpoint and throws, and so does a
 * budget that is spent.
 */
export function createTry(options: TryOptions): (request: Request, canonical: CanonicalRequest) => Promise<Completion | Failure> {
  const { address, budget, calls, clock, model, price, redact } = options;
  const { limiter, estimator } = options.traffic;
  const send = createSend(options);

  const amountOf = (usage: Usage): Amount | undefined => {
    const { inputTokens, outputTokens } = usage;
    if (inputTokens === undefined || outputTokens === undefined) return undefined;
    return { tokens: inputTokens + outputTokens, usd: costOf(price, usage) };
  };

  return (request, canonical) => {
    const { body } = canonical;
    const estimate = { ...estimator.most(request.work, body), cachedTokens: undefined, reasoningTokens: undefined };
    const most = { tokens: estimate.inputTokens + estimate.outputTokens, usd: costOf(price, estimate) };
    return limiter.run(
      most.tokens,
      async (ticket) => {
        const reservation = await budget.reserve(most, request.signal);
        const started = { at: clock.now(), elapsed: clock.elapsed() };
        const save = async (outcome: CallOutcome, raw: string | undefined, usage: Usage): Promise<void> =>
          calls.saveCall({
            request: canonical.hash,
            attempt: request.attempt,
            work: request.work,
            author: options.identity,
            // Of a try that came to nothing the next one tells what was asked.
            requestBody: raw === undefined && outcome !== 'refused' ? null : body,
            endpoint: address.shown,
            outcome,
            responseBody: raw,
            ...usage,
            costUsd: costOf(price, usage),
            startedAt: started.at.toISOString(),
            durationMs: Math.round(clock.elapsed() - started.elapsed),
          });

        const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.timeoutMs)]);
        const [sent] = await Promise.allSettled([send(body, signal)]);
        if (sent.status === 'rejected') {
          if (request.signal.aborted) reservation.settle(undefined);
          request.signal.throwIfAborted();
          const failure = failureOf(sent.reason, { endpoint: address.shown, model }, clock.now().getTime());
          const outcome = failure.kind === 'transient' ? failure.trouble : 'refused';
          // What was cut off may have been counted by the server; what it turned away costs nothing.
          const nothing = { tokens: 0, usd: 0 };
          reservation.settle(outcome === 'timeout' || outcome === 'truncated' ? undefined : nothing);
          if (outcome === 'rate-limited' || outcome === 'server-error' || outcome === 'timeout')
            ticket.overloaded(waitOf(failure));
          await save(outcome, undefined, nothingKnown);
          return failure;
        }

        const raw = redact(sent.value);
        const usage = usageOf(raw);
        const used = amountOf(usage);
        reservation.settle(used);
        if (used) ticket.used(used.tokens);
        estimator.learn(request.work, body, usage);
        await save(isCompletion(raw) ? 'answered' : 'truncated', raw, usage);
        const completion = readCompletion(raw, false);
        if (!completion)
          return { kind: 'transient', trouble: 'truncated', reason: 'the response was cut off or is no chat completion' };
        ticket.succeeded();
        return completion;
      },
      request.signal,
    );
  };

  /** A wait that is too long to be kept by one is not kept by all. */
  function waitOf(failure: Failure): number | undefined {
    const waitMs = failure.kind === 'transient' ? failure.retryAfterMs : undefined;
    return waitMs !== undefined && waitMs <= options.longestWaitMs ? waitMs : undefined;
  }
}

const nothingKnown: Usage = {
  inputTokens: undefined,
  cachedTokens: undefined,
  outputTokens: undefined,
  reasoningTokens: undefined,
};
