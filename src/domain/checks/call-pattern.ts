import { z } from 'zod';
import type { Json } from '../../base/json.ts';
import { listOf } from '../../language/lists.ts';
import { literal, member, quote } from './source-text.ts';
import { spacedName, valueText } from './wording.ts';

const json: z.ZodType<Json> = z.json();

/** Calls by their tool, their arguments (those named; others may be anything) and how they ended. */
export const callPattern = z.strictObject({
  tool: z.string(),
  arguments: z.array(z.strictObject({ name: z.string(), value: json })),
  outcome: z.enum(['success', 'refused']),
});
export type CallPattern = z.infer<typeof callPattern>;

/** TypeScript that is true of a `call` of this pattern. */
export function patternSource({ tool, arguments: args, outcome }: CallPattern): string {
  const parts = args.map(({ name, value }) => `sameValue(call.arguments${member(name)}, ${literal(value)})`);
  return [`call.tool === ${quote(tool)}`, `call.outcome === ${quote(outcome)}`, ...parts].join(' && ');
}

/** "a refused call to lend tool with tool id "T-1"" */
export function patternWords({ tool, arguments: args, outcome }: CallPattern): string {
  const details = args.map(({ name, value }) => `${spacedName(name)} ${valueText(value)}`);
  const manner = outcome === 'success' ? 'a successful' : 'a refused';
  return `${manner} call to ${spacedName(tool)}${details.length > 0 ? ` with ${listOf(details)}` : ''}`;
}

/** The tool, the arguments that are compared and the end, without particular values. */
export function patternShape({ tool, arguments: args, outcome }: CallPattern): Json {
  return [tool, outcome, args.map(({ name, value }) => argumentShape(name, value)).sort()];
}

function argumentShape(name: string, value: Json): string {
  return value === null || typeof value === 'boolean' ? `${name} ${value}` : name;
}
