import { inspect } from 'node:util';
import { BoundaryError, messageOf, UserError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';

/** Why a unit failed, as it is kept on its attempt. */
export interface Failure {
  readonly reason: string;
  readonly evidence: unknown;
}

/**
 * A boundary error keeps the evidence it carries (the raw answer of a model, the diagnostics of a compiler), a bug its
 * stack; the user's mistake needs neither.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof BoundaryError) {
    return {
      reason: error.message,
      evidence: storable({ error: 'boundary', boundary: error.boundary, evidence: error.evidence, cause: causeOf(error) }),
    };
  }
  if (error instanceof UserError) return { reason: error.message, evidence: { error: 'user' } };
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    reason: messageOf(error),
    evidence: storable({ error: 'bug', stack: stack ?? inspect(error), cause: causeOf(error) }),
  };
}

/** Where models had to do with a failed unit: no answer came from the endpoint, or the answer was of no use. */
export type FailureCause = 'endpoint' | 'answer';

/** Tells it from the evidence on an attempt; undefined where models had nothing to do with it. */
export function causeOfFailure(evidence: unknown): FailureCause | undefined {
  if (!isObject(evidence) || evidence.boundary !== 'author') return undefined;
  const failure = isObject(evidence.evidence) ? evidence.evidence.failure : undefined;
  return failure === 'transient' || failure === 'refused' ? 'endpoint' : 'answer';
}

function causeOf(error: unknown): string | undefined {
  return error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : undefined;
}

/** Evidence comes from outside: what JSON cannot hold (cycles, big integers) is kept as text. */
function storable(evidence: unknown): unknown {
  try {
    JSON.stringify(evidence);
    return evidence;
  } catch {
    return inspect(evidence, { depth: 6 });
  }
}
