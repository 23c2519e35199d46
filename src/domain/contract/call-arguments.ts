import type { Operation } from '../environment/skeleton.ts';
import { valueSchema } from '../environment/state-schema.ts';

/** Whether arguments have the form that an operation asks for: names, types, bounds. */
export function fitsForm(operation: Operation, args: Readonly<Record<string, unknown>>): boolean {
  const known = operation.parameters.map((parameter) => parameter.name);
  return (
    Object.keys(args).every((name) => known.includes(name)) &&
    operation.parameters.every(({ name, required, type }) =>
      args[name] === undefined
        ? !required
        : type.kind === 'reference'
          ? typeof args[name] === 'string'
          : valueSchema(type).safeParse(args[name]).success,
    )
  );
}

/** The arguments as an operation gets them. */
export function withDefaults(operation: Operation, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defaults = operation.parameters.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]));
  return { ...Object.fromEntries(defaults), ...args };
}
