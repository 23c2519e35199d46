import { z } from 'zod';
import type { RenderedKind } from '../kind.ts';
import { member, quote } from '../source-text.ts';
import { nameRecord } from '../wording.ts';

const schema = z.strictObject({ kind: z.literal('removed'), collection: z.string(), key: z.string() });

/** The record is gone. Its key is an argument of the reference, whose provenance is shown elsewhere. */
export const removed = {
  schema,
  looksAt: () => ['final'],
  demands: () => [],
  shape: ({ collection }) => [collection],
  question: (predicate, setting) => `Has ${nameRecord(setting, predicate)} been removed?`,
  body: ({ collection, key }) => ` !Object.hasOwn(final${member(collection)}, ${quote(key)})`,
} satisfies RenderedKind<z.infer<typeof schema>>;
