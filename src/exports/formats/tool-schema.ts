import { isObject } from '../../base/json.ts';
import type { Environment, Tool } from '../../domain/environment/environment.ts';

const keywordOrder = [
  'type',
  'description',
  'format',
  'pattern',
  'enum',
  'minimum',
  'maximum',
  'items',
  'properties',
  'required',
];

/** A tool as the OpenAI API and every chat template take it. */
export interface FunctionTool {
  readonly type: 'function';
  readonly function: { readonly name: string; readonly description: string; readonly parameters: unknown };
}

/**
 * The tools of an environment for a trainer, with keys in one fixed order whatever order they were stored in: keywords as a
 * person would write them, arguments as the operation lists them.
 */
export function functionTools(environment: Environment): FunctionTool[] {
  return environment.tools.map((tool) => ({
    type: 'function',
    function: { name: tool.name, description: tool.description, parameters: orderedParameters(environment, tool) },
  }));
}

/** The JSON Schema of a tool's arguments, in the same fixed order. */
export function orderedParameters(environment: Environment, tool: Tool): unknown {
  const operation = environment.skeleton.operations.find((candidate) => candidate.name === tool.name);
  return orderSchema(tool.parameters, operation?.parameters.map((parameter) => parameter.name) ?? []);
}

function orderSchema(schema: unknown, argumentOrder: readonly string[]): unknown {
  if (!isObject(schema)) return schema;
  const keys = Object.keys(schema).sort(byPosition(keywordOrder));
  return Object.fromEntries(
    keys.map((key) => {
      const value = schema[key];
      if (key === 'properties' && isObject(value)) {
        const names = Object.keys(value).sort(byPosition(argumentOrder));
        return [key, Object.fromEntries(names.map((name) => [name, orderSchema(value[name], [])]))];
      }
      return [key, key === 'items' ? orderSchema(value, []) : value];
    }),
  );
}

/** Listed names first, in the order of the list; the others after them by name. */
function byPosition(order: readonly string[]): (left: string, right: string) => number {
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return (left, right) => rank(left) - rank(right) || (left < right ? -1 : 1);
}
