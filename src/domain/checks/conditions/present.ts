import { z } from 'zod';
import { canonicalJson, type Json } from '../../../base/json.ts';
import { literal } from '../source-text.ts';
import type { ConditionKind } from './condition-kind.ts';

const json: z.ZodType<Json> = z.json();
const schema = z.strictObject({ attribute: z.string(), is: z.literal('present'), unlike: json.optional() });

/** A free text (or list) that is not empty, nor what it was before. Any wording will do, so no value has to be known. */
export const present = {
  schema,
  looksAt: () => ['final'],
  source: ({ unlike }, { value }) => {
    const isThere = `${value} !== null && ${value}.length > 0`;
    return unlike === undefined ? isThere : `${isThere} && !sameValue(${value}, ${literal(unlike)})`;
  },
  holds: ({ unlike }, value) =>
    (typeof value === 'string' || Array.isArray(value)) && value.length > 0 && canonicalJson(value) !== canonicalJson(unlike),
  words: ({ unlike }) => ({ text: unlike === undefined ? 'some text' : 'another text', isWorthSaying: true }),
  demands: () => [],
  shape: ({ attribute, unlike }) => [attribute, unlike === undefined ? 'present' : 'rewritten'],
} satisfies ConditionKind<z.infer<typeof schema>>;
