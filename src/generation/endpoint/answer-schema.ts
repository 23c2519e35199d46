import { z } from 'zod';
import { isObject } from '../../base/json.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schemas of an answer, derived from its zod schema. */
export interface AnswerSchema {
  /** As people would write it: optional keys may be left out. */
  readonly plain: JsonSchema;
  /** For strict structured output: every key is required, an optional one may be null, no object takes other keys. */
  readonly strict: JsonSchema;
}

/** Both JSON Schemas of the answer that a zod schema describes. Recursion is kept as `$ref`. */
export function answerSchema(type: z.ZodType): AnswerSchema {
  const plain = rewrite(z.toJSONSchema(type, { io: 'input' }), 'plain');
  return { plain, strict: rewrite(plain, 'strict') };
}

/**
 * The answer without the nulls that stand for "left out": strict output must name every key, so an optional key that was
 * not meant comes back as null. A null that the plain schema allows stays.
 */
export function withoutAbsent(value: unknown, schema: JsonSchema): unknown {
  return strip(value, schema, isObject(schema.$defs) ? schema.$defs : {});
}

/** Words that strict structured output does not take, and words that say nothing to a model. */
const dropped = { plain: ['$schema', 'default'], strict: ['$schema', 'default', 'minLength', 'maxLength'] } as const;

function rewrite(schema: unknown, form: 'plain' | 'strict'): JsonSchema {
  if (!isObject(schema)) return {};
  const result: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(schema)) {
    if (dropped[form].some((name) => name === word)) continue;
    // zod bounds every integer by what JavaScript can hold.
    if (typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER) continue;
    if ((word === 'properties' || word === '$defs') && isObject(value)) {
      result[word] = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rewrite(part, form)]));
    } else if (word === 'items') result.items = rewrite(value, form);
    else if ((word === 'anyOf' || word === 'oneOf') && Array.isArray(value))
      result.anyOf = value.map((part) => rewrite(part, form));
    else result[word] = value;
  }
  return form === 'strict' ? requireAll(result) : result;
}

function requireAll(schema: Record<string, unknown>): JsonSchema {
  const { properties } = schema;
  if (!isObject(properties)) return schema;
  const required = requiredOf(schema);
  const all = Object.entries(properties).map(([name, part]) => [name, required.has(name) ? part : nullable(part)]);
  return { ...schema, properties: Object.fromEntries(all), required: Object.keys(properties), additionalProperties: false };
}

function requiredOf(schema: JsonSchema): ReadonlySet<unknown> {
  return new Set(Array.isArray(schema.required) ? schema.required : []);
}

function nullable(schema: unknown): JsonSchema {
  if (!isObject(schema)) return {};
  if (allowsNull(schema)) return schema;
  const { type, enum: values, const: only } = schema;
  if (type !== undefined && values === undefined && only === undefined) return { ...schema, type: [type, 'null'].flat() };
  return { anyOf: [schema, { type: 'null' }] };
}

function allowsNull(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  if ([schema.type].flat().includes('null')) return true;
  return Array.isArray(schema.anyOf) && schema.anyOf.some(allowsNull);
}

function strip(value: unknown, schema: unknown, definitions: Record<string, unknown>): unknown {
  const shapes = shapesFor(value, schema, definitions);
  if (Array.isArray(value)) {
    const items = shapes.find((shape) => shape.items !== undefined)?.items;
    return items === undefined ? value : value.map((item) => strip(item, items, definitions));
  }
  if (!isObject(value)) return value;
  const shape = shapes.find((candidate) => isObject(candidate.properties));
  if (!shape || !isObject(shape.properties)) return value;
  const { properties } = shape;
  const required = requiredOf(shape);
  const kept = Object.entries(value).filter(([name, part]) => {
    const absent = part === null && name in properties && !required.has(name) && !allowsNull(properties[name]);
    return !absent;
  });
  return Object.fromEntries(kept.map(([name, part]) => [name, strip(part, properties[name], definitions)]));
}

/** The alternatives of a schema that a value may be meant for: a constant key (the discriminator) must agree. */
function shapesFor(value: unknown, schema: unknown, definitions: Record<string, unknown>): JsonSchema[] {
  if (!isObject(schema)) return [];
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace('#/$defs/', '');
    return shapesFor(value, definitions[name], definitions);
  }
  if (Array.isArray(schema.anyOf)) return schema.anyOf.flatMap((part) => shapesFor(value, part, definitions));
  return agrees(value, schema) ? [schema] : [];
}

function agrees(value: unknown, schema: JsonSchema): boolean {
  if (!isObject(value) || !isObject(schema.properties)) return true;
  return Object.entries(schema.properties).every(
    ([name, part]) => !isObject(part) || part.const === undefined || value[name] === part.const,
  );
}
