import type { Json } from '../../base/json.ts';
import { isObject } from '../../base/json.ts';
import type { State } from '../state.ts';
import type { Entity, Skeleton } from './skeleton.ts';
import { recordSchema } from './state-schema.ts';
import type { ValueType } from './value-type.ts';

const schemas = new WeakMap<Entity, ReturnType<typeof recordSchema>>();

function schemaOf(entity: Entity): ReturnType<typeof recordSchema> {
  const known = schemas.get(entity) ?? recordSchema(entity);
  schemas.set(entity, known);
  return known;
}

/** For each entity the records whose types are known to be in order: states that follow one another share most of theirs. */
const soundRecords = new WeakMap<Entity, WeakSet<object>>();

function soundOf(entity: Entity): WeakSet<object> {
  const known = soundRecords.get(entity) ?? new WeakSet();
  soundRecords.set(entity, known);
  return known;
}

/**
 * Where a state departs from its skeleton: unknown or missing collections, types and bounds, keys that differ from the key
 * attribute, dangling references, values that should be unique. Each problem names the record and attribute. At most `limit`.
 */
export function stateProblems(skeleton: Skeleton, state: State, limit = 20): string[] {
  const problems: string[] = [];
  const collections = skeleton.entities.map((entity) => entity.collection);
  for (const name of Object.keys(state)) if (!collections.includes(name)) problems.push(`/${name}: there is no such collection.`);
  for (const entity of skeleton.entities) {
    if (problems.length >= limit) break;
    const records = state[entity.collection];
    if (!isObject(records)) problems.push(`/${entity.collection}: the collection is missing.`);
    else problems.push(...collectionProblems(skeleton, entity, records, state));
  }
  return problems.slice(0, limit);
}

function collectionProblems(skeleton: Skeleton, entity: Entity, records: State[string], state: State): string[] {
  const problems: string[] = [];
  const schema = schemaOf(entity);
  const sound = soundOf(entity);
  for (const [key, record] of Object.entries(records)) {
    const where = `/${entity.collection}/${key}`;
    const parsed = sound.has(record) ? undefined : schema.safeParse(record);
    if (parsed?.success) sound.add(record);
    if (parsed?.success === false)
      problems.push(...parsed.error.issues.map((issue) => `${[where, ...issue.path].join('/')}: ${issue.message}`));
    else if (record[entity.key] !== key)
      problems.push(`${where}/${entity.key}: is ${JSON.stringify(record[entity.key])}, but the record's key is "${key}".`);
    for (const attribute of entity.attributes) {
      const value = record[attribute.name];
      if (value !== undefined && value !== null)
        problems.push(...referenceProblems(skeleton, `${where}/${attribute.name}`, attribute.type, value, state));
    }
  }
  for (const attribute of entity.attributes.filter((candidate) => candidate.unique)) {
    const seen = new Map<string, string>();
    for (const [key, record] of Object.entries(records)) {
      const value = JSON.stringify(record[attribute.name]);
      const other = seen.get(value);
      if (other !== undefined && record[attribute.name] !== null)
        problems.push(`/${entity.collection}/${key}/${attribute.name}: ${value} is not unique; ${other} has it too.`);
      seen.set(value, key);
    }
  }
  return problems;
}

function referenceProblems(skeleton: Skeleton, where: string, type: ValueType, value: Json, state: State): string[] {
  if (type.kind === 'reference' && typeof value === 'string') {
    const target = skeleton.entities.find((entity) => entity.name === type.entity);
    const exists = target !== undefined && Object.hasOwn(state[target.collection] ?? {}, value);
    return exists ? [] : [`${where}: refers to ${type.entity} "${value}", which does not exist.`];
  }
  if (type.kind === 'list' && Array.isArray(value))
    return value.flatMap((item, index) => referenceProblems(skeleton, `${where}/${index}`, type.items, item, state));
  if (type.kind === 'object' && isObject(value)) {
    return type.fields.flatMap((field) => {
      const inner = value[field.name];
      return inner === undefined || inner === null
        ? []
        : referenceProblems(skeleton, `${where}/${field.name}`, field.type, inner as Json, state);
    });
  }
  return [];
}
