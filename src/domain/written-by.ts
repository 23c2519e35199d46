import { z } from 'zod';

/**
 * Who wrote something. A procedural answer never pretends to be a model's: it has no model name.
 * `parameters` are the sampling settings that were sent; they enter fingerprints.
 */
export const writtenBy = z.strictObject({
  provider: z.enum(['procedural', 'openai', 'scripted']),
  model: z.string().optional(),
  /** The version of the procedural author; a change of its templates re-runs what it wrote. */
  version: z.int().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type WrittenBy = z.infer<typeof writtenBy>;

/** Who did which kind of work on something, by the name of the work. */
export const authors = z.record(z.string(), writtenBy);
export type Authors = z.infer<typeof authors>;
