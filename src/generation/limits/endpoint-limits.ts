import type { CallEvent } from '../endpoint/call-event.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import { createEstimator, type Estimator } from './estimate.ts';
import { createLimiter, type Limiter, type LimiterState, type Limits } from './limiter.ts';
import { createOutputLimit, type OutputLimit } from './output-limit.ts';

/** What all requests to one model at one endpoint share, whatever they are for. */
export interface EndpointLimits {
  readonly limiter: Limiter;
  readonly circuitBreaker: CircuitBreaker;
  readonly estimator: Estimator;
  readonly outputLimit: OutputLimit;
  /** What is known of the endpoint by now. */
  readonly standing: Standing;
}

export interface Standing {
  /** Whether it ever gave an answer, in this run or in an earlier one. */
  hasWorked: boolean;
}

export interface EndpointLimitsOptions {
  /** Host and path of the endpoint, for texts. */
  readonly endpoint: string;
  readonly model: string;
  readonly limits: Limits;
  /** The longest answer so far per kind of work, from earlier runs. */
  readonly longestAnswers?: ReadonlyMap<string, number>;
  /** Milliseconds that never run backwards. */
  elapsed(): number;
  onEvent(event: CallEvent): void;
}

/** The traffic of a model at an endpoint, still empty. */
export function createEndpointLimits(options: EndpointLimitsOptions): EndpointLimits {
  const { endpoint, model, limits } = options;
  const tell = (state: LimiterState): void => {
    const { by, atOnce, underway, waiting } = state;
    options.onEvent({ kind: 'call-limit', model, by, text: textOf(state, options), atOnce, underway, waiting });
  };
  return {
    limiter: createLimiter(limits, options.elapsed, tell),
    circuitBreaker: createCircuitBreaker(endpoint),
    estimator: createEstimator(options.longestAnswers),
    outputLimit: createOutputLimit(`the model ${model} at ${endpoint}`),
    standing: { hasWorked: false },
  };
}

function textOf({ by, atOnce, forMs }: LimiterState, { limits, endpoint }: EndpointLimitsOptions): string {
  const seconds = `${Math.max(1, Math.ceil((forMs ?? 0) / 1000))} s`;
  switch (by) {
    case 'nothing':
      return 'nothing limits the calls';
    case 'concurrency':
      return atOnce < limits.concurrency
        ? `${atOnce} calls at once, growing up to ${limits.concurrency} while ${endpoint} keeps up`
        : `${atOnce} calls at once (--concurrency)`;
    case 'rate-limited':
      return `${atOnce} calls at once, because ${endpoint} had too much to do`;
    case 'retry-after':
      return `no call for ${seconds}, as ${endpoint} asked (Retry-After)`;
    case 'rpm':
      return `no call for ${seconds}: ${limits.requestsPerMinute} requests per minute (--rpm)`;
    case 'tpm':
      return `no call for ${seconds}: ${limits.tokensPerMinute} tokens per minute (--tpm)`;
  }
}
