import { Postponed } from '../../base/errors.ts';
import type { Completion } from '../endpoint/completion.ts';
import type { CanonicalRequest, Request } from '../endpoint/request.ts';
import type { RequestFailure } from '../endpoint/request-failure.ts';
import { type AttemptOptions, createSingleAttempt, isCutBy } from '../endpoint/single-attempt.ts';
import { type Estimate, mostAnswerTokens } from './estimate.ts';
import { type Held, limitIn } from './output-limit.ts';
import { costOf } from './prices.ts';

/** An answer shorter than this is none: a request that does not even have room for it is refused for itself. */
const shortest = 256;

/**
 * A try at a request whose answer may have to keep to a length, as it is under a budget of tokens or dollars. A limit that the
 * server does not take is told it in another way, and an answer that this limit cut off is asked for once more, with as much
 * room as the budget has: what a budget does to an answer is to put it off, never to make it worse.
 */
export function createBudgetedAttempt(
  options: AttemptOptions,
): (request: Request, canonical: CanonicalRequest) => Promise<Completion | RequestFailure> {
  const { budget, clock, model, price } = options;
  const { estimator, outputLimit } = options.endpointLimits;
  const singleAttempt = createSingleAttempt(options);

  /** Room for the answer after a refusal that was about the limit. */
  const afterRefusal = (failure: RequestFailure, held: Held, body: CanonicalRequest['body']): Estimate['output'] | undefined => {
    if (failure.kind !== 'format-refused' && failure.kind !== 'refused' && failure.kind !== 'context-full') return undefined;
    switch (outputLimit.refused(failure.message, held)) {
      case 'name':
        // The name is the request's own: it is for its author to choose another.
        return limitIn(body) === undefined ? { most: held.to, least: Math.min(held.to, shortest) } : undefined;
      case 'size': {
        const most = Math.floor(held.to / 2);
        return most < shortest ? undefined : { most, least: shortest };
      }
      default:
        return undefined;
    }
  };

  return async (request, canonical) => {
    const { body } = canonical;
    const capped = ({ most, least }: Estimate['output']): Estimate['output'] => {
      const cap = Math.min(most, outputLimit.most);
      return { most: cap, least: Math.min(cap, least) };
    };
    const begun = clock.elapsed();
    let hasHadMore = false;
    /** What the server leaves for the answer to this request. */
    let roomOfServer = Number.POSITIVE_INFINITY;
    let length = estimator.estimate(request.work, body).output;
    for (;;) {
      const { outcome, held } = await singleAttempt(request, canonical, capped(length));
      if (held === undefined) return outcome;
      if ('kind' in outcome) {
        const next = afterRefusal(outcome, held, body);
        if (next === undefined) return outcome;
        if (next.most < held.to) roomOfServer = next.most;
        length = next;
        continue;
      }
      const most = Math.min(limitIn(body) ?? mostAnswerTokens, outputLimit.most, roomOfServer);
      if (held.to >= most || !isCutBy(held, outcome)) return outcome;
      if (hasHadMore) {
        const text = `All that the budget had left, ${held.to} tokens, was too little for the answer to "${request.work}".`;
        const why = new Postponed('budget', text);
        budget.pull(why);
        throw why;
      }
      hasHadMore = true;
      length = { most, least: Math.min(most, Math.ceil(held.to * 1.5)) };
      const about = { work: request.work, model };
      const costUsd = costOf(price, outcome.usage);
      const durationMs = Math.round(clock.elapsed() - begun);
      options.onEvent({ kind: 'call-end', ...about, status: 'answered', usage: outcome.usage, costUsd, retries: 0, durationMs });
      const reason = `the answer was cut off at the ${held.to} tokens that were set aside for it`;
      options.onEvent({ kind: 'answer-unfit', ...about, next: 'more-room', reason });
    }
  };
}
