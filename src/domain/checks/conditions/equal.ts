import { z } from 'zod';
import { canonicalJson, type Json } from '../../../base/json.ts';
import { literal } from '../source-text.ts';
import { nameRecord, valueText } from '../wording.ts';
import type { ConditionKind } from './condition-kind.ts';

const json: z.ZodType<Json> = z.json();
const schema = z.strictObject({ attribute: z.string(), is: z.literal('equal'), value: json });

/** The attribute has this value. */
export const equal = {
  schema,
  looksAt: () => ['final'],
  source: ({ value }, place) =>
    typeof value === 'object' && value !== null
      ? `sameValue(${place.value}, ${literal(value)})`
      : `${place.value} === ${literal(value)}`,
  holds: (condition, value) => canonicalJson(value) === canonicalJson(condition.value),
  words: ({ attribute, value }, setting, entity) => {
    const isWorthSaying = value !== null && value !== '';
    const type = entity.attributes.find(({ name }) => name === attribute)?.type;
    const target =
      type?.kind === 'reference' ? setting.skeleton.entities.find((candidate) => candidate.name === type.entity) : undefined;
    if (!target || typeof value !== 'string') return { text: valueText(value), isWorthSaying };
    return { text: nameRecord(setting, { collection: target.collection, key: value }, 'short'), isWorthSaying };
  },
  demands: ({ attribute, value }, collection) => [{ collection, attribute, value }],
  // Nothing and yes or no are no particulars: a task that sets a flag is not the one that clears it.
  shape: ({ attribute, value }) => [attribute, 'equal', value === null || typeof value === 'boolean' ? [value] : []],
} satisfies ConditionKind<z.infer<typeof schema>>;
