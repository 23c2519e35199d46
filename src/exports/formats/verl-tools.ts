import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { EnvironmentRecord } from '../selection/records.ts';
import { orderedParameters } from './tool-schema.ts';

/** The class of these tools, in the Python file beside them. */
const verlToolClass = 'envscaler_client.VerlTool';

/**
 * What verl calls the tools of each environment, by environment id and tool name. verl keeps the tools of all environments in one
 * list, so a name that two environments share gets its environment's id in front.
 */
export function verlToolNames(environments: readonly EnvironmentRecord[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const counts = new Map<string, number>();
  for (const { artifact } of environments)
    for (const { name } of artifact.body.tools) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    environments.map(({ id, artifact }) => [
      id,
      new Map(
        artifact.body.tools.map(({ name }) => [name, (counts.get(name) ?? 0) > 1 ? `${id.replaceAll('-', '_')}__${name}` : name]),
      ),
    ]),
  );
}

/** The entries of a verl tool file for one environment. */
export function verlTools(environment: EnvironmentRecord, names: ReadonlyMap<string, string>): Json[] {
  return environment.artifact.body.tools.map((tool) => ({
    class_name: verlToolClass,
    config: { type: 'native', env_id: environment.id, tool: tool.name },
    tool_schema: {
      type: 'function',
      function: {
        name: names.get(tool.name) ?? tool.name,
        description: tool.description,
        parameters: verlParameters(orderedParameters(environment.artifact.body, tool)),
      },
    },
  }));
}

/**
 * A schema that verl's own model of a tool accepts: each argument has one plain type, enums are strings, `required` is there.
 * verl drops everything else without a word, so the description says it.
 */
export function verlParameters(schema: unknown): JsonObject {
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, verlProperty(property)])),
    required: isObject(schema) ? strings(schema.required) : [],
  };
}

function verlProperty(schema: unknown): JsonObject {
  const { plain, nullable } = plainSchema(schema);
  const options = optionsOf(plain);
  const description = [descriptionOf(plain), ...limitsOf(plain), ...(nullable ? ['May be null.'] : [])]
    .filter((text) => text !== '')
    .join(' ');
  return options.length > 0 ? { type: 'string', description, enum: options } : { type: typeOf(plain), description };
}

type Schema = Readonly<Record<string, unknown>>;

/** A schema without unions: of several types the first that is not null counts. */
function plainSchema(schema: unknown): { plain: Schema; nullable: boolean } {
  if (!isObject(schema)) return { plain: {}, nullable: false };
  const { anyOf, oneOf, ...rest } = schema;
  const union = [anyOf, oneOf].find(Array.isArray);
  if (!union) return { plain: rest, nullable: Array.isArray(rest.type) && rest.type.includes('null') };
  const members = union.filter(isObject);
  const chosen = members.find((member) => member.type !== 'null') ?? {};
  return { plain: { ...plainSchema(chosen).plain, ...rest }, nullable: members.some((member) => member.type === 'null') };
}

function typeOf({ type }: Schema): string {
  const types = Array.isArray(type) ? strings(type) : typeof type === 'string' ? [type] : [];
  return types.find((name) => name !== 'null') ?? 'string';
}

function optionsOf(schema: Schema): string[] {
  return Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null).map(String) : [];
}

function descriptionOf(schema: Schema): string {
  return typeof schema.description === 'string' ? schema.description : '';
}

/** What a schema demands beyond its type, in sentences. */
function limitsOf(schema: Schema): string[] {
  const limits: string[] = [];
  if (schema.format === 'date') limits.push('A date like 2026-03-09.');
  if (schema.format === 'date-time') limits.push('A date-time in UTC like 2026-03-09T14:30:00Z.');
  if (typeof schema.pattern === 'string') limits.push(`Matches ${schema.pattern}.`);
  if (schema.minimum !== undefined) limits.push(`At least ${String(schema.minimum)}.`);
  if (schema.maximum !== undefined) limits.push(`At most ${String(schema.maximum)}.`);
  if (schema.minLength !== undefined) limits.push(`At least ${String(schema.minLength)} characters.`);
  if (schema.maxLength !== undefined) limits.push(`At most ${String(schema.maxLength)} characters.`);
  if (isObject(schema.items)) limits.push(`A list; each item is ${inWords(schema.items)}.`);
  if (isObject(schema.properties)) limits.push(`An object with ${fieldsInWords(schema)}.`);
  if (schema.default !== undefined) limits.push(`Default: ${JSON.stringify(schema.default)}.`);
  return limits;
}

/** A nested schema as part of a sentence: `an object with "sku" (string), "quantity" (integer; At least 1.)`. */
function inWords(schema: unknown): string {
  const { plain, nullable } = plainSchema(schema);
  if (isObject(plain.properties)) return `an object with ${fieldsInWords(plain)}`;
  if (isObject(plain.items)) return `a list of ${inWords(plain.items)}`;
  const options = optionsOf(plain);
  const kind = options.length > 0 ? `one of ${options.map((option) => JSON.stringify(option)).join(', ')}` : typeOf(plain);
  const details = [descriptionOf(plain), ...limitsOf(plain)].filter((text) => text !== '').join(' ');
  return `${kind}${nullable ? ' or null' : ''}${details === '' ? '' : `; ${details}`}`;
}

function fieldsInWords(schema: Schema): string {
  const required = strings(schema.required);
  return Object.entries(isObject(schema.properties) ? schema.properties : {})
    .map(([name, field]) => `"${name}" (${inWords(field)}${required.includes(name) ? '' : ', optional'})`)
    .join(', ');
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
