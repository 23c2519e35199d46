import { z } from 'zod';
import type { Json } from '../../../base/json.ts';
import type { StateRecord } from '../../state.ts';
import type { DemandedValue } from '../kind.ts';
import { member } from '../source-text.ts';
import { entityOf, nounOf } from '../wording.ts';
import type { ConditionKind, Ends } from './condition-kind.ts';

/** The attribute names a record created in this episode, in `collection`, for which `where` holds. */
export interface NewRecord<Inner> {
  attribute: string;
  is: 'new-record';
  collection: string;
  where: Inner[];
}

/** What has to be known of the conditions on the new record. */
interface InnerConditions<Inner> {
  readonly schema: z.ZodType<Inner>;
  source(condition: Inner, record: string, depth: number): string;
  holds(condition: Inner, record: StateRecord, ends: Ends): boolean;
  demands(condition: Inner, collection: string): readonly DemandedValue[];
  shape(condition: Inner): Json;
}

/** New records have keys that nobody can foresee, so a reference to one is described by the record. */
export function newRecord<Inner>(inner: InnerConditions<Inner>) {
  return {
    schema: z.strictObject({
      attribute: z.string(),
      is: z.literal('new-record'),
      collection: z.string(),
      where: z.array(inner.schema),
    }),
    looksAt: () => ['initial', 'final'],
    source: ({ collection, where }, { value, depth }) => {
      const record = `other${depth === 0 ? '' : depth}`;
      const key = `${record}Key`;
      const parts = [
        `${key} === ${value}`,
        `!Object.hasOwn(initial${member(collection)}, ${key})`,
        ...where.map((condition) => inner.source(condition, record, depth + 1)),
      ];
      return `Object.entries(final${member(collection)}).some(([${key}, ${record}]) => ${parts.join(' && ')})`;
    },
    holds: ({ collection, where }, value, ends) => {
      if (typeof value !== 'string' || Object.hasOwn(ends.initial[collection] ?? {}, value)) return false;
      const records = ends.final[collection] ?? {};
      const record = Object.hasOwn(records, value) ? records[value] : undefined;
      return record !== undefined && where.every((condition) => inner.holds(condition, record, ends));
    },
    words: ({ collection }, { skeleton }) => ({ text: `the new ${nounOf(entityOf(skeleton, collection))}`, isWorthSaying: true }),
    demands: ({ collection, where }) => where.flatMap((condition) => inner.demands(condition, collection)),
    shape: ({ attribute, collection, where }) => [attribute, 'new-record', collection, where.map(inner.shape)],
  } satisfies ConditionKind<NewRecord<Inner>>;
}
