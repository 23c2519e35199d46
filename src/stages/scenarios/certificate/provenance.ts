import type { Json } from '../../../base/json.ts';
import type { Parameter, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { ArgumentSource, Origin } from '../../../domain/scenario/scenario.ts';
import { silence, type Talk, toldBefore } from '../../../domain/scenario/user-profile.ts';
import { surfaceFormIn } from '../../../language/surface-forms/surface-form-in.ts';
import { operationOf } from '../certificate-input.ts';
import { type Leaf, leavesOf, nameIn, typeAt } from '../leaves.ts';
import { derivedValue } from '../wording/derived-values.ts';
import { type Knowledge, type Seen, seenIn } from './knowledge.ts';

/** The provenance of executed calls: where each argument comes from, `unknown` where an agent cannot know it. */
export function provenanceOf(
  skeleton: Skeleton,
  { task, today, talk = silence }: { readonly task: string; readonly today: string; readonly talk?: Talk },
  calls: readonly ExecutedCall[],
): ArgumentSource[] {
  const seen: Seen[] = [];
  return calls.flatMap((call, index) => {
    const operation = operationOf(skeleton, call.tool);
    const knowledge = { skeleton, task, today, told: toldBefore(talk, index + 1), seen: [...seen] };
    const supplies = Object.entries(call.arguments).flatMap(([name, value]) => {
      const parameter = operation?.parameters.find((candidate) => candidate.name === name);
      return leavesOf(value, name).map(({ path, value: leaf }) => ({
        call: index + 1,
        argument: path,
        origin: originOf(knowledge, { call, number: index + 1, path, value: leaf, parameter }),
      }));
    });
    seen.push(...seenIn(call, index + 1));
    return supplies;
  });
}

interface Given {
  readonly call: ExecutedCall;
  readonly number: number;
  readonly path: string;
  readonly value: Leaf['value'];
  readonly parameter: Parameter | undefined;
}

function originOf(knowledge: Knowledge, given: Given): Origin {
  const { value, path, parameter } = given;
  const type = parameter && typeAt(parameter.type, path.split('.').slice(1).join('.'));
  const decided = decidedByUser(knowledge, given);
  if (decided) return decided;
  if (isOffered(value, type, parameter)) return { kind: 'schema' };
  const name = nameIn(path);
  const said = surfaceFormIn(knowledge.task, { value, name, today: knowledge.today });
  if (said !== undefined) return { kind: 'text', said };
  const answer = toldByUser(knowledge, name, value);
  if (answer) return answer;
  const found = observed(knowledge.seen, name, value);
  if (found) return { kind: 'observation', call: found.call, path: found.path };
  if (value === knowledge.today) return { kind: 'today' };
  const rule = knowledge.skeleton.rules.find(
    (one) => surfaceFormIn(one.text, { value, name, today: knowledge.today }) !== undefined,
  );
  if (rule && typeof value === 'number') return { kind: 'rules', said: rule.id };
  if (isWording(knowledge.skeleton, given, type)) return { kind: 'wording' };
  const task = [knowledge.task, ...knowledge.told.map(({ says }) => says)].join(' ');
  const how = derivedValue({ ...knowledge, task }, name, value);
  return how === undefined ? { kind: 'unknown' } : { kind: 'derived', how };
}

/** An argument that a fact decides, once it is told: a plain value stands in its words, of a record they say which one it is. */
function decidedByUser({ told, today, seen }: Knowledge, { number, path, value, parameter }: Given): Origin | undefined {
  const fact = told.find(({ decides }) => decides.some(({ call, argument }) => call === number && argument === path));
  if (!fact) return undefined;
  const said = surfaceFormIn(fact.says, { value, name: nameIn(path), today });
  if (said !== undefined) return { kind: 'user', fact: fact.id, said };
  const isKnown = seen.some((item) => item.value === value) || isOffered(value, parameter?.type, parameter);
  return isKnown ? { kind: 'user', fact: fact.id, said: fact.says } : undefined;
}

function toldByUser({ told, today }: Knowledge, name: string, value: Json): Origin | undefined {
  for (const { id, says } of told) {
    const said = surfaceFormIn(says, { value, name, today });
    if (said !== undefined) return { kind: 'user', fact: id, said };
  }
  return undefined;
}

function isOffered(value: Leaf['value'], type: ValueType | undefined, parameter: Parameter | undefined): boolean {
  if (value === null || typeof value === 'boolean') return true;
  return type?.kind === 'enum' || (parameter?.default !== undefined && parameter.default === value);
}

/**
 * Where a value was seen first, preferably under its own name. Small numbers are everywhere: they count only where
 * the names agree.
 */
export function observed(seen: readonly Seen[], name: string, value: Json): Seen | undefined {
  const equal = seen.filter((item) => item.value === value || isPartOf(value, item.value));
  const named = equal.find((item) => nameIn(item.path) === name);
  if (named) return named;
  if (typeof value === 'number' && Math.abs(value) < 13) return equal.find((item) => related(nameIn(item.path), name));
  return equal.find((item) => item.value === value) ?? equal[0];
}

/** A longer text holds a shorter one: a family name out of a full name. */
function isPartOf(value: Json, whole: Json): boolean {
  if (typeof value !== 'string' || typeof whole !== 'string' || value.length < 3) return false;
  const escaped = value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(^|[^\\p{L}\\d])${escaped}($|[^\\p{L}\\d])`, 'iu').test(whole);
}

/** "line_no" and "line", "quantity" and "quantity_ordered". */
function related(left: string, right: string): boolean {
  const words = new Set(left.split('_'));
  return right.split('_').some((word) => word.length > 2 && words.has(word));
}

/** Whether a text goes where texts are compared by presence only, or is a remark that is kept nowhere else. */
function isWording(skeleton: Skeleton, { call, path, value }: Given, type: ValueType | undefined): boolean {
  if (typeof value !== 'string' || (type && type.kind !== 'string')) return false;
  const semantic = new Set(
    skeleton.entities.flatMap((entity) =>
      entity.attributes
        .filter((attribute) => attribute.policy === 'semantic')
        .map((attribute) => `${entity.collection} ${attribute.name}`),
    ),
  );
  const kept = call.patches.flatMap((patch) => {
    const [, collection = '', , attribute] = patch.path.split('/');
    const leaves = leavesOf(patch.value ?? null, attribute ?? '');
    return leaves.filter((leaf) => leaf.value === value).map((leaf) => `${collection} ${leaf.path.split('.')[0] ?? ''}`);
  });
  if (kept.length > 0) return kept.every((place) => semantic.has(place));
  const name = nameIn(path);
  return [...semantic].some((place) => place.endsWith(` ${name}`));
}
