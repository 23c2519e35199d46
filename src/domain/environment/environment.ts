import { z } from 'zod';
import { writtenBy } from '../written-by.ts';
import { skeleton } from './skeleton.ts';

/** What an author writes of a class: everything else is rendered from the skeleton. */
export const environmentCode = z.strictObject({
  /** One body per operation: the statements between the braces. The parameters are in scope under their names. */
  methods: z.array(z.strictObject({ operation: z.string(), body: z.string().min(1) })),
  /** Private methods, each a whole TypeScript class member starting with `private`. */
  helpers: z.array(z.string()),
  /** One predicate per invariant rule: a TypeScript arrow function `(state) => boolean`. */
  invariants: z.array(z.strictObject({ rule: z.string(), predicate: z.string().min(1) })),
});
export type EnvironmentCode = z.infer<typeof environmentCode>;

/** A tool as an agent sees it. `parameters` is a JSON Schema of type object with `additionalProperties: false`. */
export const tool = z.strictObject({
  name: z.string(),
  description: z.string(),
  effect: z.enum(['read', 'write']),
  parameters: z.record(z.string(), z.unknown()),
});
export type Tool = z.infer<typeof tool>;

/** A generated environment: the design, what the author wrote, and the TypeScript module rendered from both. */
export const environment = z.strictObject({
  slug: z.string(),
  skeleton,
  code: environmentCode,
  /** The whole module; it type-checks against the runtime's declarations alone. */
  source: z.string(),
  tools: z.array(tool).min(1),
  /** Of the code. */
  writtenBy,
  /** Others whose repairs are in the code. */
  repairedBy: z.array(writtenBy).readonly().optional(),
});
export type Environment = z.infer<typeof environment>;
