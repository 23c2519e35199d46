import type { z } from 'zod';
import type { Contract } from '../domain/contract/form.ts';
import type { Skeleton } from '../domain/environment/skeleton.ts';
import type { State } from '../domain/state.ts';
import type { WrittenBy } from '../domain/written-by.ts';

/** The kinds of work an author can be asked for, in the order of the pipeline. */
export const workNames = [
  'judge-tasks',
  'infer-topic',
  'model-state',
  'plan-operations',
  'write-code',
  'repair-code',
  'write-state',
  'propose-call',
  'judge-call',
  'write-scenario',
  'read-task',
  'simulate-user',
] as const;
export type WorkName = (typeof workNames)[number];

/**
 * One kind of work: what goes in, the shape of what must come back, and the prompt that asks a model for it.
 * The schema may depend on the input (a state is shaped by its skeleton).
 */
export interface Work<Input, Answer> {
  readonly name: WorkName;
  /** File in prompts/, rendered with the input's fields as variables. */
  readonly prompt: string;
  answer(input: Input): z.ZodType<Answer>;
}

export interface AskContext {
  /** Everything random in a procedural answer comes from this; a model provider ignores it. */
  readonly seed: string;
  readonly signal: AbortSignal;
  /** The attempt that asks, for the ledger. */
  readonly attempt: number | undefined;
}

/**
 * The port that writes. Answers are validated against the work's schema before they are returned.
 * Throws, when none could be had, a ModelCallError (no response), an InvalidAnswerError (with the raw answer), or a DeclinedError.
 */
export interface Author {
  /** Who will answer a kind of work; enters fingerprints. */
  identity(work: WorkName): WrittenBy;
  ask<Input, Answer>(work: Work<Input, Answer>, input: Input, context: AskContext): Promise<Answer>;
  /** What the operations of a design promise, where the author declares that apart from their code. */
  contractOf?(skeleton: Skeleton): Contract<State> | undefined;
}
