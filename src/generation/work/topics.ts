import { z } from 'zod';
import type { Work } from '../author.ts';

export interface JudgeTasksInput {
  readonly tasks: readonly { readonly number: number; readonly text: string }[];
}

const judgeTasksAnswer = z.strictObject({
  verdicts: z.array(z.strictObject({ number: z.int(), stateful: z.boolean(), reason: z.string().min(1) })),
});

/** Which of these requests need a stateful, domain-specific environment? One verdict per request, by its number. */
export const judgeTasks: Work<JudgeTasksInput, z.infer<typeof judgeTasksAnswer>> = {
  name: 'judge-tasks',
  prompt: 'judge-tasks.md',
  answer: () => judgeTasksAnswer,
};

export interface InferTopicInput {
  readonly task: string;
}

const inferTopicAnswer = z.strictObject({
  /** A short name of the system, e.g. "Tool library". */
  title: z.string().min(1).max(60),
  summary: z.string().min(1),
  introduction: z.string().min(1),
  domain: z.string().min(1),
  usefulness: z.int().min(1).max(10),
  modelability: z.int().min(1).max(10),
  reason: z.string().min(1),
});

/** The environment in which a request of this kind is at home, with two grades from 1 to 10. */
export const inferTopic: Work<InferTopicInput, z.infer<typeof inferTopicAnswer>> = {
  name: 'infer-topic',
  prompt: 'infer-topic.md',
  answer: () => inferTopicAnswer,
};
