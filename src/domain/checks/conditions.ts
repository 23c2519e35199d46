import { z } from 'zod';
import type { Json } from '../../base/json.ts';
import type { Entity } from '../environment/skeleton.ts';
import type { StateRecord } from '../state.ts';
import type { ConditionKind, Ends, Place } from './conditions/condition-kind.ts';
import { equal } from './conditions/equal.ts';
import { type NewRecord, newRecord } from './conditions/new-record.ts';
import { present } from './conditions/present.ts';
import { says } from './conditions/says.ts';
import type { EpisodePart } from './episode.ts';
import type { DemandedValue, Setting } from './kind.ts';
import { member } from './source-text.ts';
import { spacedName } from './wording.ts';

interface NewRecordCondition extends NewRecord<Condition> {}

/** Every kind of condition by its name. A new kind is a file and two lines here. */
interface Shapes {
  equal: z.infer<typeof equal.schema>;
  present: z.infer<typeof present.schema>;
  says: z.infer<typeof says.schema>;
  'new-record': NewRecordCondition;
}

/** A condition on one attribute of a record. */
export type Condition = Shapes[keyof Shapes];

const described = newRecord<Condition>({
  schema: z.lazy(() => condition),
  source: conditionSource,
  holds: conditionHolds,
  demands: conditionDemands,
  shape: conditionShape,
});

const kinds: { readonly [Is in keyof Shapes]: ConditionKind<Shapes[Is]> } = { equal, present, says, 'new-record': described };

export const condition: z.ZodType<Condition> = z.discriminatedUnion('is', [
  equal.schema,
  present.schema,
  says.schema,
  described.schema,
]);

function kindOf<Is extends keyof Shapes>(is: Is): ConditionKind<Shapes[Is]> {
  return kinds[is];
}

/** TypeScript that is true where the condition holds of `record`, a name in the source. */
export function conditionSource(one: Condition, record: string, depth = 0): string {
  const place: Place = { value: `${record}${member(one.attribute)}`, depth };
  return kindOf(one.is).source(one, place);
}

/** The parts of an episode that this source looks at. */
export function conditionLooksAt(one: Condition): readonly EpisodePart[] {
  return kindOf(one.is).looksAt(one);
}

/** Whether a condition holds of a record of the final state. */
export function conditionHolds(one: Condition, record: StateRecord, ends: Ends): boolean {
  return kindOf(one.is).holds(one, record[one.attribute] ?? null, ends);
}

/** What the value of the attribute has to be: '"lent"', "some text". */
export function conditionWords(one: Condition, setting: Setting, entity: Entity): string {
  return kindOf(one.is).words(one, setting, entity).text;
}

/** What a new record has to hold: 'due "2026-03-16"'; undefined where it goes without saying. */
export function detailOf(one: Condition, setting: Setting, entity: Entity): string | undefined {
  const { text, isWorthSaying } = kindOf(one.is).words(one, setting, entity);
  return isWorthSaying ? `${spacedName(one.attribute.replace(/_id$/, ''))} ${text}` : undefined;
}

/** The values that an agent must come to know to fulfil a condition on a record of `collection`. */
export function conditionDemands(one: Condition, collection: string): readonly DemandedValue[] {
  return kindOf(one.is).demands(one, collection);
}

/** What a condition demands without particular people, things, numbers and dates. */
export function conditionShape(one: Condition): Json {
  return kindOf(one.is).shape(one);
}
