import { z } from 'zod';
import type { Skeleton } from '../../domain/environment/skeleton.ts';
import { readingFinding } from '../../domain/scenario/reading.ts';
import type { Work } from '../author.ts';

export interface ReadTaskInput {
  readonly skeleton: Skeleton;
  readonly task: string;
  /** What the user tells when asked; nothing where the task says it all. */
  readonly told: readonly string[];
  /** "2026-03-09" */
  readonly today: string;
  /** The questions of the checks, in their order. The reference is not shown. */
  readonly claims: readonly string[];
}

const readTaskAnswer = z.strictObject({
  /** Each thing that the text asks for, with the numbers of the claims that cover it (1 is the first). */
  requests: z.array(z.strictObject({ words: z.string().min(1), claims: z.array(z.int()) })),
  findings: z.array(readingFinding),
});

/** A second reading of a task by somebody who does not know the solution: does what is measured agree with what is asked? */
export const readTask: Work<ReadTaskInput, z.infer<typeof readTaskAnswer>> = {
  name: 'read-task',
  prompt: 'read-task.md',
  answer: () => readTaskAnswer,
};
