import type { Tool } from '../../domain/environment/environment.ts';
import type { Operation, Skeleton } from '../../domain/environment/skeleton.ts';
import type { ValueType } from '../../domain/environment/value-type.ts';

type JsonSchema = Record<string, unknown>;

/** The tools an agent is given: name, description and the JSON Schema of the arguments, one for each operation. */
export function toolsOf(skeleton: Skeleton): Tool[] {
  return skeleton.operations.map((operation) => ({
    name: operation.name,
    description: operation.description,
    effect: operation.effect,
    parameters: parametersSchema(operation),
  }));
}

function parametersSchema(operation: Operation): JsonSchema {
  const properties = operation.parameters.map((parameter) => [
    parameter.name,
    {
      ...typeSchema(parameter.type),
      description: parameter.description,
      ...(parameter.default === undefined ? {} : { default: parameter.default }),
    },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: operation.parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    additionalProperties: false,
  };
}

/** The JSON Schema of a parameter type. A reference is a string: the tool itself answers for ids that do not exist. */
function typeSchema(type: ValueType): JsonSchema {
  switch (type.kind) {
    case 'string':
      return { type: 'string', ...defined({ pattern: type.pattern, minLength: type.minLength, maxLength: type.maxLength }) };
    case 'integer':
    case 'number':
      return { type: type.kind, ...defined({ minimum: type.minimum, maximum: type.maximum }) };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'datetime':
      return { type: 'string', format: 'date-time' };
    case 'enum':
      return { type: 'string', enum: type.values };
    case 'reference':
      return { type: 'string' };
    case 'list':
      return { type: 'array', items: typeSchema(type.items) };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          type.fields.map((field) => [
            field.name,
            { ...typeSchema(field.type), ...(field.description ? { description: field.description } : {}) },
          ]),
        ),
        required: type.fields.filter((field) => !field.nullable).map((field) => field.name),
        additionalProperties: false,
      };
    case 'entity':
      throw new Error(`an entity (${type.entity}) cannot be a parameter`);
  }
}

function defined(values: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
