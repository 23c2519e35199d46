import { z } from 'zod';
import { condition, conditionDemands, conditionLooksAt, conditionShape, conditionSource, conditionWords } from '../conditions.ts';
import type { RenderedKind } from '../kind.ts';
import { member, quote } from '../source-text.ts';
import { entityOf, nameRecord, spacedName, valueText } from '../wording.ts';

const schema = z.strictObject({ kind: z.literal('changed'), collection: z.string(), key: z.string(), condition });

/** The record is still there and its attribute fulfils the condition. */
export const changed = {
  schema,
  looksAt: (predicate) => ['final', ...conditionLooksAt(predicate.condition)],
  demands: (predicate) => conditionDemands(predicate.condition, predicate.collection),
  shape: (predicate) => [predicate.collection, conditionShape(predicate.condition)],
  question: (predicate, setting) => {
    const { collection, key, condition: demanded } = predicate;
    const before = setting.initial[collection]?.[key]?.[demanded.attribute];
    const from = before === undefined || typeof before === 'object' ? '' : ` from ${valueText(before)}`;
    const after = conditionWords(demanded, setting, entityOf(setting.skeleton, collection));
    return `Has the ${spacedName(demanded.attribute)} of ${nameRecord(setting, predicate)} changed${from} to ${after}?`;
  },
  body: (predicate) => {
    const record = `final${member(predicate.collection)}[${quote(predicate.key)}]`;
    return ` {\n  const record = ${record};\n  return record !== undefined && ${conditionSource(predicate.condition, 'record')};\n}`;
  },
} satisfies RenderedKind<z.infer<typeof schema>>;
