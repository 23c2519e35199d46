import { z } from 'zod';
import { listOf } from '../../../language/lists.ts';
import { withArticle } from '../../../language/nouns.ts';
import { condition, conditionDemands, conditionShape, conditionSource, detailOf } from '../conditions.ts';
import type { RenderedKind } from '../kind.ts';
import { member } from '../source-text.ts';
import { entityOf, nounOf } from '../wording.ts';

const schema = z.strictObject({
  kind: z.literal('created'),
  collection: z.string(),
  where: z.array(condition),
  count: z.int().min(1),
});

/** Exactly `count` records that were not there initially fulfil all conditions. */
export const created = {
  schema,
  looksAt: () => ['initial', 'final'],
  demands: ({ collection, where }) => where.flatMap((one) => conditionDemands(one, collection)),
  shape: ({ collection, where, count }) => [collection, count, where.map(conditionShape)],
  question: ({ collection, where, count }, setting) => {
    const entity = entityOf(setting.skeleton, collection);
    const noun = nounOf(entity);
    const what = count === 1 ? withArticle(noun) : `exactly ${count} ${noun} records`;
    const details = where.flatMap((one) => detailOf(one, setting, entity) ?? []);
    return `${count === 1 ? 'Has' : 'Have'} ${what} been created${details.length > 0 ? ` with ${listOf(details)}` : ''}?`;
  },
  body: ({ collection, where, count }) => {
    const conditions = [
      `!Object.hasOwn(initial${member(collection)}, key)`,
      ...where.map((one) => conditionSource(one, 'record')),
    ];
    return `\n  Object.entries(final${member(collection)}).filter(([key, record]) =>\n    ${conditions.join(' &&\n    ')}).length === ${count}`;
  },
} satisfies RenderedKind<z.infer<typeof schema>>;
