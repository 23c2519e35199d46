import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../../src/base/json.ts';
import type { Environment, Tool } from '../../../src/domain/environment/environment.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/replay');

/** A tool as the recording's own schema describes it. */
export interface RecordedTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Record<string, unknown>;
}

/**
 * An environment of ours, from its file under test/fixtures/replay, with the tools of a recorded schema. What a tool does is
 * named by the `@effect` in its doc comment. Throws for a tool that the environment lacks.
 */
export function environmentOf(
  file: string,
  recorded: readonly RecordedTool[],
): Pick<Environment, 'source' | 'tools' | 'skeleton'> {
  // The first line keeps the project's own compiler away; the module is checked against the runtime's declarations.
  const source = readFileSync(join(fixtures, file), 'utf8').replace('// @ts-nocheck', '');
  const name = /export class (\w+)/.exec(source)?.[1];
  if (name === undefined) throw new Error(`${file} has no class.`);
  const effects = new Map([...source.matchAll(/@effect (read|write) \*\/\s+(\w+)\(/g)].map((match) => [match[2], match[1]]));
  const tools = recorded.map((tool): Tool => {
    const effect = effects.get(tool.name);
    if (effect !== 'read' && effect !== 'write') throw new Error(`${file} has no tool ${tool.name}.`);
    return { ...tool, effect, parameters: { ...tool.parameters, additionalProperties: false } };
  });
  // The sandbox reads no more of a skeleton than its name.
  return { source, tools, skeleton: { ...toolLibrary, name } };
}

/** A schema in the words of JSON Schema, from one that uses the names of Python's types. */
export function jsonSchemaOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchemaOf);
  if (!isObject(schema)) return schema;
  const names: Record<string, string> = { dict: 'object', float: 'number', tuple: 'array' };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === 'type' && typeof value === 'string' ? (names[value] ?? value) : jsonSchemaOf(value),
    ]),
  );
}
