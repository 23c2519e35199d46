import type { Json } from '../../base/json.ts';
import type { Entity, Skeleton } from '../environment/skeleton.ts';
import type { StateRecord } from '../state.ts';
import type { Setting } from './kind.ts';

export function entityOf(skeleton: Skeleton, collection: string): Entity {
  const entity = skeleton.entities.find((candidate) => candidate.collection === collection);
  if (!entity) throw new Error(`there is no collection ${collection}`);
  return entity;
}

/** "LoanRequest" -> "loan request" */
export function nounOf(entity: Entity): string {
  return entity.name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
}

/** "due_date" -> "due date" */
export function spacedName(name: string): string {
  return name.replaceAll('_', ' ');
}

/** 'loan Bosch drill (L-12)': what people call a record, with its key; short without the noun. */
export function nameRecord(
  { skeleton, initial }: Setting,
  { collection, key }: { readonly collection: string; readonly key: string },
  form: 'full' | 'short' = 'full',
): string {
  const entity = entityOf(skeleton, collection);
  const label = labelOf(initial[collection]?.[key]);
  const name = label === undefined || label === key ? key : `${label} (${key})`;
  return form === 'full' ? `${nounOf(entity)} ${name}` : name;
}

function labelOf(record: StateRecord | undefined): string | undefined {
  for (const name of ['name', 'full_name', 'title', 'label', 'subject', 'plate', 'number']) {
    const value = record?.[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** A value as a question gives it. */
export function valueText(value: Json): string {
  if (value === null) return 'nothing';
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
