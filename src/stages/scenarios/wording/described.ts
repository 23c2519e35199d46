import type { Json } from '../../../base/json.ts';
import type { Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { surfaceFormIn } from '../../../language/surface-forms/surface-form-in.ts';

/** How many references are followed from a record to what people call it by: fee, enrolment, group, course. */
const furthest = 3;
/** Smaller numbers stand in almost every text for something else. */
const leastNumber = 13;

export interface Description {
  readonly skeleton: Skeleton;
  readonly state: State;
  readonly text: string;
  readonly today: string;
}

/**
 * What a text says of a record: its values, and those of the records it refers to, that stand in the text, each with the
 * words that say it. A record of which everything is true that the text says of another one cannot be told from it by the text.
 */
export function saidOf(description: Description, entity: Entity, key: string): ReadonlyMap<string, string> {
  return new Map(valuesOf(description, entity, description.state[entity.collection]?.[key] ?? {}, '', furthest));
}

function valuesOf(
  description: Description,
  entity: Entity,
  record: StateRecord,
  path: string,
  further: number,
): [string, string][] {
  const { skeleton, state, text, today } = description;
  return entity.attributes.flatMap(({ name, type }): [string, string][] => {
    const value = record[name] ?? null;
    const words = isTelling(value) ? surfaceFormIn(text, { value, name, today }) : undefined;
    const said: [string, string][] = words === undefined ? [] : [[`${path}${name} ${String(value)}`, words]];
    const target = type.kind === 'reference' ? skeleton.entities.find((other) => other.name === type.entity) : undefined;
    const next = target && typeof value === 'string' ? state[target.collection]?.[value] : undefined;
    return target && next && further > 0
      ? [...said, ...valuesOf(description, target, next, `${path}${name}.`, further - 1)]
      : said;
  });
}

function isTelling(value: Json): boolean {
  return typeof value === 'string' ? value !== '' : typeof value === 'number' && Math.abs(value) >= leastNumber;
}

/** Whether everything that is said of one record is true of the other, too. */
export function fitsAll(said: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return [...said.keys()].every((item) => other.has(item));
}
