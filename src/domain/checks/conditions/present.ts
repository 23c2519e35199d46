import { z } from 'zod';
import { canonicalJson, type Json } from '../../../base/json.ts';
import { hasContent } from '../helpers.ts';
import { literal } from '../source-text.ts';
import type { ConditionKind } from './condition-kind.ts';

const json: z.ZodType<Json> = z.json();
const schema = z.strictObject({ attribute: z.string(), is: z.literal('present'), unlike: json.optional() });

/**
 * A free text with a word in it (or a list with an item), and not what it was before. Only where the task does not say what to
 * write: any wording will do, so no value has to be known.
 */
export const present = {
  schema,
  looksAt: () => ['final'],
  source: ({ unlike }, { value }) => {
    const isThere = `hasContent(${value})`;
    return unlike === undefined ? isThere : `${isThere} && !sameValue(${value}, ${literal(unlike)})`;
  },
  holds: ({ unlike }, value) => hasContent(value) && canonicalJson(value) !== canonicalJson(unlike),
  words: ({ unlike }) => ({ text: unlike === undefined ? 'some text' : 'another text', isWorthSaying: true }),
  demands: () => [],
  shape: ({ attribute, unlike }) => [attribute, unlike === undefined ? 'present' : 'rewritten'],
} satisfies ConditionKind<z.infer<typeof schema>>;
