import { canonicalJson, type Json } from '../../../base/json.ts';
import type { EnvironmentCode } from '../../../domain/environment/environment.ts';
import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { Patch, State } from '../../../domain/state.ts';

/** Records that are shown of one call at most; those that the arguments name come first. */
const mostRecords = 24;

/** The records that the arguments of a call name, and those that refer to them or that they refer to, one line each. */
export function recordsAround(skeleton: Skeleton, state: State, call: ToolCall): string[] {
  const distanceOf = nearness(skeleton, state, [call]);
  const lines: { line: string; distance: number }[] = [];
  for (const entity of skeleton.entities) {
    for (const [key, record] of Object.entries(state[entity.collection] ?? {})) {
      const distance = distanceOf(entity, key, record);
      if (distance !== undefined) lines.push({ line: `/${entity.collection}/${key} ${canonicalJson(record)}`, distance });
    }
  }
  const sorted = lines.sort((left, right) => left.distance - right.distance).map(({ line }) => line);
  const rest = sorted.length - mostRecords;
  return rest > 0 ? [...sorted.slice(0, mostRecords), `(${rest} more that refer to these)`] : sorted;
}

type Entity = Skeleton['entities'][number];
type Nearness = (entity: Entity, key: string, record: State[string][string]) => number | undefined;

/** How near a record is to calls: 0 named by an argument, 1 refers to such a record, 2 is named by one; undefined further off. */
export function nearness(skeleton: Skeleton, state: State, calls: readonly ToolCall[]): Nearness {
  const named = new Set(calls.flatMap((call) => [...textsIn(call.arguments)]));
  const related = new Set<string>();
  for (const entity of skeleton.entities)
    for (const [key, record] of Object.entries(state[entity.collection] ?? {}))
      if (named.has(key)) for (const text of textsIn(record)) related.add(text);
  return (entity, key, record) => {
    if (named.has(key)) return 0;
    if (referencesOf(entity, record).some((target) => named.has(target))) return 1;
    return related.has(key) ? 2 : undefined;
  };
}

function referencesOf(entity: Entity, record: State[string][string]): string[] {
  return entity.attributes
    .filter((attribute) => attribute.type.kind !== 'string')
    .flatMap((attribute) => [...textsIn(record[attribute.name] ?? null)]);
}

function* textsIn(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner);
}

/** A change of the state on one line: `+ /loans/L-1 {...}`, `~ /copies/B-2/status "shelf" -> "lent"`, `- /holds/H-3`. */
export function changeLine(patch: Patch): string {
  if (patch.op === 'remove') return `- ${patch.path}`;
  if (patch.op === 'add') return `+ ${patch.path} ${canonicalJson(patch.value ?? null)}`;
  return `~ ${patch.path} ${canonicalJson(patch.old ?? null)} -> ${canonicalJson(patch.value ?? null)}`;
}

/** The private methods that some methods use, also through each other, in the order of the class. */
export function helpersOf(code: EnvironmentCode, operations: readonly string[]): string[] {
  const helpers = new Map(code.helpers.map((text) => [nameOf(text), text]));
  const used = new Set<string>();
  const visit = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/\bthis\.([A-Za-z_$][\w$]*)/g)) {
      const helper = helpers.get(name);
      if (helper === undefined || used.has(name)) continue;
      used.add(name);
      visit(helper);
    }
  };
  for (const method of code.methods) if (operations.includes(method.operation)) visit(method.body);
  return [...helpers].filter(([name]) => used.has(name)).map(([, text]) => text);
}

/** The name of a private method. */
export function nameOf(helper: string): string {
  return /\bprivate\s+(?:static\s+)?([A-Za-z_$][\w$]*)/.exec(helper)?.[1] ?? helper;
}
