import { canonicalJson, isObject, type Json } from '../../../base/json.ts';
import type { Operation, Skeleton } from '../../../domain/environment/skeleton.ts';
import { valueSchema } from '../../../domain/environment/state-schema.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import type { ToolResult } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';

/** What a result is held against. */
export interface Around {
  readonly skeleton: Skeleton;
  readonly before: State;
  readonly after: State;
}

/**
 * Where a successful result departs from what the operation declares: types, missing and undeclared fields, keys that name
 * nothing, and whole records that are not as the state holds them. A record that the call itself removed may be shown as it was.
 */
export function resultProblems(operation: Operation, result: ToolResult, around: Around): string[] {
  if (!result.success) return [];
  if (operation.returns.kind === 'message')
    return result.data === undefined ? [] : ['returns data where it declares nothing but a message'];
  if (result.data === undefined) return ['returns nothing but a message where it declares data'];
  return valueProblems(operation.returns.type, result.data, 'data', around);
}

function valueProblems(type: ValueType, value: Json, where: string, around: Around): string[] {
  switch (type.kind) {
    case 'entity':
      return recordProblems(type.entity, value, where, around);
    case 'reference': {
      const exists = typeof value === 'string' && holdersOf(type.entity, value, around).length > 0;
      return exists ? [] : [`returns ${where} = ${shown(value)}, which is not the key of any ${type.entity}`];
    }
    case 'list':
      if (!Array.isArray(value)) return [`returns ${where} = ${shown(value)} where it declares a list`];
      return firstOf(value, (item, index) => valueProblems(type.items, item, `${where}[${index}]`, around));
    case 'object':
      return objectProblems(type, value, where, around);
    default: {
      const parsed = schemaOf(type).safeParse(value);
      return parsed.success
        ? []
        : [`returns ${where} = ${shown(value)} where it declares ${type.kind}: ${parsed.error.issues[0]?.message ?? ''}`];
    }
  }
}

function objectProblems(type: ValueType & { kind: 'object' }, value: Json, where: string, around: Around): string[] {
  if (!isObject(value)) return [`returns ${where} = ${shown(value as Json)} where it declares an object`];
  const names = type.fields.map((field) => field.name);
  const extra = Object.keys(value).find((name) => !names.includes(name));
  if (extra !== undefined) return [`returns ${where} with "${extra}", which it does not declare`];
  return firstOf(type.fields, (field) => {
    const inner = value[field.name] as Json | undefined;
    if (inner === undefined) return [`returns ${where} without "${field.name}"`];
    if (inner === null && field.nullable) return [];
    return valueProblems(field.type, inner, `${where}.${field.name}`, around);
  });
}

function recordProblems(name: string, value: Json, where: string, around: Around): string[] {
  const entity = around.skeleton.entities.find((candidate) => candidate.name === name);
  if (!entity) return [];
  if (!isObject(value)) return [`returns ${where} = ${shown(value)} where it declares a ${name}`];
  const key = value[entity.key];
  const attributes = entity.attributes.map((attribute) => attribute.name);
  const extra = Object.keys(value).find((attribute) => !attributes.includes(attribute));
  if (extra !== undefined) return [`returns ${where} with "${extra}", which is no attribute of ${name}`];
  const held = typeof key === 'string' ? holdersOf(name, key, around) : [];
  const [record] = held;
  if (record === undefined)
    return [`returns ${where}, a ${name} with the key ${shown(key as Json)}, which the state does not hold`];
  if (canonicalJson(record) === canonicalJson(value)) return [];
  const differing = attributes.find((attribute) => canonicalJson(record[attribute]) !== canonicalJson(value[attribute]));
  return [
    `returns ${where}, the ${name} ${shown(key as Json)}, with ${differing} = ${shown(value[differing ?? ''] as Json)}, while the state holds ${shown(record[differing ?? ''] as Json)}`,
  ];
}

/** The record in the state after the call, or else before it. */
function holdersOf(name: string, key: string, { skeleton, before, after }: Around): Record<string, Json>[] {
  const collection = skeleton.entities.find((entity) => entity.name === name)?.collection ?? '';
  return [after, before].flatMap((state) => {
    const records = state[collection] ?? {};
    const record = Object.hasOwn(records, key) ? records[key] : undefined;
    return record === undefined ? [] : [record];
  });
}

/** The problems of the first item that has some. */
function firstOf<Item>(items: readonly Item[], problemsOf: (item: Item, index: number) => string[]): string[] {
  for (const [index, item] of items.entries()) {
    const problems = problemsOf(item, index);
    if (problems.length > 0) return problems;
  }
  return [];
}

const schemas = new WeakMap<ValueType, ReturnType<typeof valueSchema>>();

function schemaOf(type: ValueType): ReturnType<typeof valueSchema> {
  const known = schemas.get(type) ?? valueSchema(type);
  schemas.set(type, known);
  return known;
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
