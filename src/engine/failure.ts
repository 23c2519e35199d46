import { inspect } from 'node:util';
import { messageOf, UserError } from '../base/errors.ts';
import type { Failure } from '../domain/failure.ts';
import { DeclinedError, InvalidAnswerError, ModelCallError } from '../generation/errors.ts';
import { SandboxError } from '../sandbox/sandbox-error.ts';

/** What a stage threw, as it is kept on the attempt: typed errors with their evidence, a bug with its stack. */
export function failureOf(error: unknown): { readonly reason: string; readonly failure: Failure } {
  return { reason: messageOf(error), failure: typed(error) };
}

function typed(error: unknown): Failure {
  const cause = causeOf(error);
  if (error instanceof ModelCallError) return { error: 'model-call', evidence: error.evidence, ...cause };
  if (error instanceof InvalidAnswerError) return { error: 'invalid-answer', evidence: error.evidence, ...cause };
  if (error instanceof SandboxError) return { error: 'sandbox', evidence: error.evidence, ...cause };
  if (error instanceof DeclinedError) return { error: 'declined' };
  if (error instanceof UserError) return { error: 'user' };
  const stack = error instanceof Error ? error.stack : undefined;
  return { error: 'bug', stack: stack ?? inspect(error), ...cause };
}

function causeOf(error: unknown): { readonly cause?: string } {
  return error instanceof Error && error.cause !== undefined ? { cause: messageOf(error.cause) } : {};
}

/** Where models had to do with a failed unit: no answer came from the endpoint, or the answer was of no use. */
export type FailureCause = 'endpoint' | 'answer';

/** Undefined where models had nothing to do with it. */
export function causeOfFailure(failure: Failure | undefined): FailureCause | undefined {
  switch (failure?.error === 'untyped' ? failure.about : failure?.error) {
    case 'model-call':
      return 'endpoint';
    case 'invalid-answer':
      return 'answer';
    default:
      return undefined;
  }
}
