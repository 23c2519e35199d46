import { inspect } from 'node:util';
import { BoundaryError, messageOf, UserError } from '../base/errors.ts';

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
