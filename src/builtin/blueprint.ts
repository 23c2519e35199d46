import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { slugOf } from '../base/slug.ts';
import { type EnvironmentCode, environmentCode } from '../domain/environment/environment.ts';
import { type Skeleton, skeleton } from '../domain/environment/skeleton.ts';
import type { ValueType } from '../domain/environment/value-type.ts';
import type { Policy } from './kit/domain.ts';

const typeText = z.union([z.string(), z.record(z.string(), z.unknown())]);

const blueprintFile = z.strictObject({
  slug: z.string(),
  name: z.string(),
  /** "Tool library": the title under which topics of this kind go. */
  title: z.string(),
  domain: z.string(),
  summary: z.string(),
  /** Goes into topics, for which no policy is chosen yet. */
  introduction: z.string().refine((text) => !/\{[a-z_]+\}/.test(text), 'an introduction names no policy constant'),
  usefulness: z.int().min(1).max(10),
  modelability: z.int().min(1).max(10),
  /** Words and phrases of user requests that point to this domain. */
  terms: z.array(z.string()).min(5),
  policy: z
    .array(
      z.strictObject({ name: z.string(), values: z.array(z.union([z.number(), z.string()])).min(1), description: z.string() }),
    )
    .default([]),
  entities: z.array(
    z.strictObject({
      name: z.string(),
      collection: z.string(),
      key: z.string(),
      description: z.string(),
      attributes: z.array(
        z.strictObject({
          name: z.string(),
          type: typeText,
          description: z.string(),
          unique: z.boolean().optional(),
          nullable: z.boolean().optional(),
          policy: z.enum(['hard', 'semantic', 'exempt']).optional(),
        }),
      ),
    }),
  ),
  rules: z.array(z.strictObject({ id: z.string(), kind: z.enum(['invariant', 'guard']), text: z.string() })),
  operations: z.array(
    z.strictObject({
      name: z.string(),
      effect: z.enum(['read', 'write']),
      description: z.string(),
      parameters: z
        .array(
          z.strictObject({
            name: z.string(),
            type: typeText,
            description: z.string(),
            required: z.boolean().optional(),
            default: z.union([z.string(), z.number(), z.boolean()]).optional(),
          }),
        )
        .default([]),
      /** "message", or a type. */
      returns: typeText,
      rules: z.array(z.string()).default([]),
      body: z.string(),
    }),
  ),
  helpers: z.array(z.string()).default([]),
  invariants: z.array(z.strictObject({ rule: z.string(), predicate: z.string() })).default([]),
});
export type Blueprint = z.infer<typeof blueprintFile>;

/** Read and validate a blueprint that is written as YAML. Throws with the file's name and every problem. */
export function readBlueprint(path: string): Blueprint {
  const parsed = blueprintFile.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  // Topics are named by the title and find their blueprint again by the slug.
  if (slugOf(parsed.data.title) !== parsed.data.slug) throw new Error(`${path}: the title must be the slug in words`);
  return parsed.data;
}

/**
 * The short notation of types in blueprints: `string`, `string /^A-\d+$/`, `integer`, `integer 1..14`, `integer 0..`,
 * `number`, `boolean`, `date`, `datetime`, `enum a|b|c`, `ref Entity`, `entity Entity`, `list <type>`,
 * `object { name: type; other: type }` (fields of an object carry no description), or a type written out.
 */
export function parseType(notation: string | Record<string, unknown>): ValueType {
  if (typeof notation !== 'string') return notation as ValueType;
  const text = notation.trim();
  const [word = '', rest = ''] = [text.split(/\s/, 1)[0], text.slice(text.split(/\s/, 1)[0]?.length ?? 0).trim()];
  switch (word) {
    case 'string':
      return rest ? { kind: 'string', pattern: rest.replace(/^\/|\/$/g, '') } : { kind: 'string' };
    case 'integer':
    case 'number':
      return { kind: word, ...parseBounds(rest, text) };
    case 'boolean':
    case 'date':
    case 'datetime':
      return { kind: word };
    case 'enum':
      return { kind: 'enum', values: rest.split('|').map((value) => value.trim()) };
    case 'ref':
      return { kind: 'reference', entity: rest };
    case 'entity':
      return { kind: 'entity', entity: rest };
    case 'list':
      return { kind: 'list', items: parseType(rest) };
    case 'object':
      return { kind: 'object', fields: parseFields(rest, text) };
    default:
      throw new Error(`"${text}" is not a type`);
  }
}

function parseBounds(text: string, whole: string): { minimum?: number; maximum?: number } {
  if (text === '') return {};
  const match = /^(-?[\d.]+?)?\.\.(-?[\d.]+)?$/.exec(text);
  if (!match) throw new Error(`"${whole}": bounds are written low..high`);
  return {
    ...(match[1] === undefined ? {} : { minimum: Number(match[1]) }),
    ...(match[2] === undefined ? {} : { maximum: Number(match[2]) }),
  };
}

function parseFields(text: string, whole: string): { name: string; description: string; type: ValueType; nullable?: boolean }[] {
  const inner = /^\{(.*)\}$/s.exec(text)?.[1];
  if (inner === undefined) throw new Error(`"${whole}": an object is written { name: type; other: type }`);
  return splitTopLevel(inner).map((part) => {
    const colon = part.indexOf(':');
    const name = part.slice(0, colon).trim();
    const nullable = name.endsWith('?');
    const type = parseType(part.slice(colon + 1));
    return { name: nullable ? name.slice(0, -1) : name, description: '', type, ...(nullable ? { nullable } : {}) };
  });
}

/** Split at semicolons that are not inside braces. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (character === ';' && depth === 0) {
      parts.push(current);
      current = '';
    } else current += character;
  }
  return [...parts, current].map((part) => part.trim()).filter((part) => part !== '');
}

/** An attribute type may end in `?`: the value may then be null. */
function parseAttributeType({ type: notation, nullable = false }: Blueprint['entities'][number]['attributes'][number]): {
  type: ValueType;
  nullable: boolean;
} {
  if (typeof notation !== 'string' || !notation.trim().endsWith('?')) return { type: parseType(notation), nullable };
  return { type: parseType(notation.trim().slice(0, -1)), nullable: true };
}

/** `{basic_limit}` in texts stands for the policy constant of that name. */
function fill(text: string, policy: Policy): string {
  return text.replace(/\{([a-z][a-z0-9_]*)\}/g, (whole, name: string) => String(policy[name] ?? whole));
}

/** The skeleton of a blueprint with the chosen policy constants. */
export function skeletonOf(blueprint: Blueprint, policy: Policy): Skeleton {
  return skeleton.parse({
    name: blueprint.name,
    summary: blueprint.summary,
    introduction: blueprint.introduction,
    entities: blueprint.entities.map((entity) => ({
      ...entity,
      attributes: entity.attributes.map((attribute) => ({
        ...attribute,
        ...parseAttributeType(attribute),
      })),
    })),
    policy: blueprint.policy.map((constant) => ({
      name: constant.name,
      value: policy[constant.name] ?? constant.values[0],
      description: constant.description,
    })),
    rules: blueprint.rules.map((rule) => ({ ...rule, text: fill(rule.text, policy) })),
    operations: blueprint.operations.map(({ body: _, ...operation }) => ({
      ...operation,
      description: fill(operation.description, policy),
      parameters: operation.parameters.map((parameter) => ({
        ...parameter,
        description: fill(parameter.description, policy),
        type: parseType(parameter.type),
      })),
      returns: operation.returns === 'message' ? { kind: 'message' } : { kind: 'data', type: parseType(operation.returns) },
    })),
  });
}

/** The code of a blueprint; policy constants are referred to as POLICY.name, so it is the same for every policy. */
export function codeOf(blueprint: Blueprint): EnvironmentCode {
  return environmentCode.parse({
    methods: blueprint.operations.map((operation) => ({ operation: operation.name, body: operation.body.trim() })),
    helpers: blueprint.helpers.map((helper) => helper.trim()),
    invariants: blueprint.invariants.map((invariant) => ({ rule: invariant.rule, predicate: invariant.predicate.trim() })),
  });
}
