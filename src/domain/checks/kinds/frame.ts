import { z } from 'zod';
import type { RenderedKind } from '../kind.ts';
import { literal, property } from '../source-text.ts';

const schema = z.strictObject({
  kind: z.literal('frame'),
  created: z.array(z.strictObject({ collection: z.string(), count: z.int().min(1) })),
  removed: z.array(z.strictObject({ collection: z.string(), key: z.string() })),
  changed: z.array(z.strictObject({ collection: z.string(), key: z.string(), attributes: z.array(z.string()) })),
  /** Attributes that are never compared, by collection. */
  exempt: z.record(z.string(), z.array(z.string())),
});
type Frame = z.infer<typeof schema>;

/** Nothing else changed: at most these records appeared, disappeared or changed, and only in these attributes. */
export const frame = {
  schema,
  looksAt: () => ['initial', 'final'],
  demands: () => [],
  // Which attributes change together on one record, and on how many, is told here alone. What is exempt demands nothing.
  shape: (predicate) => [
    predicate.created.map(({ collection, count }) => `${collection} ${count}`).sort(),
    predicate.removed.map(({ collection }) => collection).sort(),
    predicate.changed.map(({ collection, attributes }) => `${collection} ${[...attributes].sort().join(' ')}`).sort(),
  ],
  question: (predicate) =>
    predicate.created.length + predicate.removed.length + predicate.changed.length === 0
      ? 'Has nothing been changed?'
      : 'Has nothing else been changed?',
  body: (predicate) => `\n  changedOnly(initial, final, ${allowedSource(predicate)})`,
} satisfies RenderedKind<Frame>;

function allowedSource(predicate: Frame): string {
  const touched = [...predicate.created, ...predicate.removed, ...predicate.changed].map(({ collection }) => collection);
  const collections = [...new Set([...touched, ...Object.keys(predicate.exempt)])].sort();
  const parts = collections.map((collection) => {
    const created = predicate.created.find((entry) => entry.collection === collection)?.count;
    const removed = predicate.removed.filter((entry) => entry.collection === collection).map((entry) => entry.key);
    const changed = predicate.changed.filter((entry) => entry.collection === collection);
    const exempt = predicate.exempt[collection] ?? [];
    const fields = [
      ...(created === undefined ? [] : [`created: ${created}`]),
      ...(removed.length === 0 ? [] : [`removed: ${literal(removed)}`]),
      ...(changed.length === 0
        ? []
        : [`changed: ${literal(Object.fromEntries(changed.map((entry) => [entry.key, entry.attributes])))}`]),
      ...(exempt.length === 0 ? [] : [`exempt: ${literal(exempt)}`]),
    ];
    return `    ${property(collection)}: { ${fields.join(', ')} },`;
  });
  return parts.length === 0 ? '{}' : `{\n${parts.join('\n')}\n  }`;
}
