import { isObject, type Json } from '../../base/json.ts';
import type { ValueType } from '../../domain/environment/value-type.ts';
import type { ToolResult } from '../../domain/rollout/call.ts';

/** A plain value inside a JSON value, with the way there ("items.0.sku", empty for the value itself). */
export interface Leaf {
  readonly path: string;
  readonly value: null | boolean | number | string;
}

/** All plain values inside a JSON value; a tool's result is one too, which its type does not say. */
export function leavesOf(value: Json | ToolResult, path = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, under(path, String(index))));
  if (isObject(value))
    return Object.entries(value as { [key: string]: Json }).flatMap(([key, inner]) => leavesOf(inner, under(path, key)));
  return typeof value === 'object' ? [{ path, value: null }] : [{ path, value }];
}

function under(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** The last name in a path: what the value is called. */
export function nameIn(path: string): string {
  return path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path;
}

/** The value at a dotted path such as "data.items.0.item_id", in a JSON value or in a tool's result. */
export function valueAt(value: Json | ToolResult, path: string): Json | undefined {
  let present: unknown = value;
  for (const part of path.split('.').filter((piece) => piece !== '')) {
    if (Array.isArray(present)) present = present[Number(part)];
    else if (isObject(present) && Object.hasOwn(present, part)) present = present[part];
    else return undefined;
  }
  return present as Json | undefined;
}

/** The value with another one at a path. */
export function withValueAt(value: Json, path: string, replacement: Json): Json {
  const [first, ...rest] = path.split('.').filter((piece) => piece !== '');
  if (first === undefined) return replacement;
  const inner = rest.join('.');
  if (Array.isArray(value))
    return value.map((item: Json, index) => (String(index) === first ? withValueAt(item, inner, replacement) : item));
  if (!isObject(value)) return value;
  const fields = value as { [key: string]: Json };
  return Object.fromEntries(
    Object.entries(fields).map(([key, item]) => [key, key === first ? withValueAt(item, inner, replacement) : item]),
  );
}

/** The type at a path inside a type; undefined where the path leads nowhere. */
export function typeAt(type: ValueType, path: string): ValueType | undefined {
  const [first, ...rest] = path.split('.').filter((piece) => piece !== '');
  if (first === undefined) return type;
  if (type.kind === 'list') return typeAt(type.items, rest.join('.'));
  const field = type.kind === 'object' ? type.fields.find((candidate) => candidate.name === first) : undefined;
  return field && typeAt(field.type, rest.join('.'));
}
