import { z } from 'zod';
import { writtenBy } from './written-by.ts';

/** One real user request, as collected. */
export const userTask = z.strictObject({
  text: z.string().min(1),
  /** Where it came from: file name and line (or index), plus what the file itself said. */
  source: z.strictObject({ file: z.string(), line: z.int(), origin: z.string().optional(), licence: z.string().optional() }),
});
export type UserTask = z.infer<typeof userTask>;

/** Whether a request needs a stateful, domain-specific environment, and why. */
export const verdict = z.strictObject({
  text: z.string(),
  stateful: z.boolean(),
  reason: z.string(),
  writtenBy,
});
export type Verdict = z.infer<typeof verdict>;

/** A topic as inferred from one request, before the selection. */
export const candidate = z.strictObject({
  /** A short name of the system: "Tool library". */
  title: z.string().min(1),
  summary: z.string().min(1),
  introduction: z.string().min(1),
  domain: z.string().min(1),
  usefulness: z.int().min(1).max(10),
  modelability: z.int().min(1).max(10),
  reason: z.string(),
  /** The request it was inferred from. */
  task: z.string().min(1),
  writtenBy,
});
export type Candidate = z.infer<typeof candidate>;

/** What became of every candidate, and why. */
export const selection = z.strictObject({
  decisions: z.array(
    z.strictObject({
      /** Hash of the candidate artifact. */
      candidate: z.string(),
      title: z.string(),
      outcome: z.enum(['chosen', 'merged', 'dropped']),
      /** The slug of the topic it became or was merged into. */
      topic: z.string().optional(),
      reason: z.string(),
    }),
  ),
});
export type TopicSelection = z.infer<typeof selection>;

/** A setting worth simulating, with the evidence it came from. */
export const topic = z.strictObject({
  /** kebab-case; the human name of everything that grows from it. */
  slug: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case'),
  summary: z.string().min(1),
  introduction: z.string().min(1),
  domain: z.string().min(1),
  usefulness: z.int().min(1).max(10),
  modelability: z.int().min(1).max(10),
  reason: z.string(),
  /** The requests it was inferred from. */
  tasks: z.array(z.string()).min(1),
  writtenBy,
});
export type Topic = z.infer<typeof topic>;
