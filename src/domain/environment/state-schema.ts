import { z } from 'zod';
import { patternOf } from '../patterns/pattern.ts';
import type { Skeleton } from './skeleton.ts';
import type { ValueType } from './value-type.ts';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-03-09');
const datetime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'must be a date-time like 2026-03-09T14:30:00Z');

function integer(bounds: { minimum?: number | undefined; maximum?: number | undefined }): z.ZodType {
  let schema = z.int();
  if (bounds.minimum !== undefined) schema = schema.min(bounds.minimum);
  if (bounds.maximum !== undefined) schema = schema.max(bounds.maximum);
  return schema;
}

function string(bounds: {
  pattern?: string | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
}): z.ZodType {
  let schema = z.string();
  if (bounds.minLength !== undefined) schema = schema.min(bounds.minLength);
  if (bounds.maxLength !== undefined) schema = schema.max(bounds.maxLength);
  const { pattern } = bounds;
  if (pattern === undefined) return schema;
  const matcher = patternOf(pattern);
  return schema.refine((text) => matcher.test(text), `Invalid string: must match pattern /${pattern}/`).meta({ pattern });
}

function number(bounds: { minimum?: number | undefined; maximum?: number | undefined }): z.ZodType {
  let schema = z.number();
  if (bounds.minimum !== undefined) schema = schema.min(bounds.minimum);
  if (bounds.maximum !== undefined) schema = schema.max(bounds.maximum);
  return schema;
}

/** The zod schema of a value of the type language. References and entities are checked for shape only, as key strings. */
export function valueSchema(type: ValueType): z.ZodType {
  switch (type.kind) {
    case 'string':
      return string(type);
    case 'integer':
      return integer(type);
    case 'number':
      return number(type);
    case 'boolean':
      return z.boolean();
    case 'date':
      return date;
    case 'datetime':
      return datetime;
    case 'enum':
      return z.enum(type.values as [string, ...string[]]);
    case 'reference':
      return z.string().min(1);
    case 'list':
      return z.array(valueSchema(type.items));
    case 'object':
      return z.strictObject(
        Object.fromEntries(
          type.fields.map((field) => [field.name, field.nullable ? valueSchema(field.type).nullable() : valueSchema(field.type)]),
        ),
      );
    case 'entity':
      throw new Error('an entity type occurs in results only');
  }
}

/** The schema of one record of an entity. */
export function recordSchema(entity: Skeleton['entities'][number]): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      entity.attributes.map((attribute) => {
        const schema = valueSchema(attribute.type).describe(attribute.description);
        return [attribute.name, attribute.nullable ? schema.nullable() : schema];
      }),
    ),
  );
}

/** The schema of a state as an author writes it: for each collection a list of records. */
export function stateAnswerSchema(skeleton: Skeleton): z.ZodType<Record<string, Record<string, unknown>[]>> {
  return z.strictObject(
    Object.fromEntries(
      skeleton.entities.map((entity) => [entity.collection, z.array(recordSchema(entity)).describe(entity.description)]),
    ),
  );
}
