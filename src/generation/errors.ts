import type { InvalidAnswerEvidence, ModelCallEvidence } from '../domain/failure.ts';

/** A request to a model got no usable response: the server refused it, or no try came through. */
export class ModelCallError extends Error {
  override readonly name = 'ModelCallError';
  readonly evidence: ModelCallEvidence;

  constructor(message: string, evidence: ModelCallEvidence, options?: ErrorOptions) {
    super(message, options);
    this.evidence = evidence;
  }
}

/** An answer came and is of no use: it does not fit what was asked for, was withheld or cut off. */
export class InvalidAnswerError extends Error {
  override readonly name = 'InvalidAnswerError';
  readonly evidence: InvalidAnswerEvidence;

  constructor(message: string, evidence: InvalidAnswerEvidence, options?: ErrorOptions) {
    super(message, options);
    this.evidence = evidence;
  }
}

/** An author does not do this work, or has nothing left to offer. The message says why, and who could do it. */
export class DeclinedError extends Error {
  override readonly name = 'DeclinedError';
}
