import { addDays, dayTime } from '../../../base/days.ts';
import type { Json } from '../../../base/json.ts';
import type { Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import type { State } from '../../../domain/state.ts';
import type { Leaf } from '../leaves.ts';

/** The entity whose record a value names: by the type, or because it is the key of one. */
export function entityNamed(skeleton: Skeleton, state: State, type: ValueType | undefined, value: Json): Entity | undefined {
  if (typeof value !== 'string') return undefined;
  if (type?.kind === 'reference') return skeleton.entities.find((entity) => entity.name === type.entity);
  if (type && type.kind !== 'string') return undefined;
  return skeleton.entities.find((entity) => Object.hasOwn(state[entity.collection] ?? {}, value));
}

/** Keys of other records of an entity, those most like the right one first: they are the likeliest to be mistaken for it. */
export function otherKeys(entity: Entity, state: State, key: string, most: number): string[] {
  const records = state[entity.collection] ?? {};
  const right = Object.hasOwn(records, key) ? records[key] : undefined;
  const alike = (other: string): number =>
    entity.attributes.filter(
      ({ name, type }) =>
        (type.kind === 'enum' || type.kind === 'boolean' || type.kind === 'reference') &&
        records[other]?.[name] === right?.[name],
    ).length;
  return Object.keys(records)
    .filter((other) => other !== key)
    .map((other) => ({ other, likeness: alike(other) }))
    .sort((one, two) => two.likeness - one.likeness || (one.other < two.other ? -1 : 1))
    .slice(0, most)
    .map(({ other }) => other);
}

/** Plausible wrong values for a plain value, the likeliest first. */
export function otherValues(type: ValueType | undefined, value: Leaf['value'], known: readonly string[] = []): Json[] {
  if (type?.kind === 'enum') return type.values.filter((other) => other !== value);
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value - 1].filter((other) => withinBounds(type, other));
  if (typeof value !== 'string') return [];
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return [shifted(value, 1), shifted(value, -1)];
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return [`${shifted(value.slice(0, 10), 1)}${value.slice(10)}`];
  const others = known.filter((other) => other !== value).slice(0, 2);
  return [...others, ...(value === '' ? ['something'] : ['something else', `${value} and more`])];
}

function withinBounds(type: ValueType | undefined, value: number): boolean {
  if (type?.kind !== 'integer' && type?.kind !== 'number') return true;
  return value >= (type.minimum ?? Number.NEGATIVE_INFINITY) && value <= (type.maximum ?? Number.POSITIVE_INFINITY);
}

function shifted(date: string, days: number): string {
  return Number.isNaN(dayTime(date)) ? `${date}x` : addDays(date, days);
}
