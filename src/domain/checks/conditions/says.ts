import { z } from 'zod';
import { saysWords } from '../../../language/says-words.ts';
import { quote } from '../source-text.ts';
import { valueText } from '../wording.ts';
import type { ConditionKind } from './condition-kind.ts';

const schema = z.strictObject({ attribute: z.string(), is: z.literal('says'), words: z.string() });

/** A free text that says these words: the rule is that of saysWords. They are the task's own, so nobody has to find them out. */
export const says = {
  schema,
  looksAt: () => ['final'],
  source: ({ words }, { value }) => `says(${value}, ${quote(words)})`,
  holds: ({ words }, value) => typeof value === 'string' && saysWords(value, words),
  words: ({ words }) => ({ text: valueText(words), isWorthSaying: true }),
  demands: () => [],
  shape: ({ attribute }) => [attribute, 'says'],
} satisfies ConditionKind<z.infer<typeof schema>>;
