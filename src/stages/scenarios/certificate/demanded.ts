import { canonicalJson, type Json } from '../../../base/json.ts';
import type { Check, Condition } from '../../../domain/checks/check.ts';
import type { Attribute } from '../../../domain/environment/skeleton.ts';
import type { Supply } from '../../../domain/scenario/scenario.ts';
import { isWrite, type Subject, todayOf, wordsOf } from '../certificate-input.ts';
import { leavesOf, nameIn } from '../leaves.ts';
import { saidIn } from '../wording/surface-forms.ts';
import { type Seen, seenIn } from './knowledge.ts';

/** A plain value that a check compares with. */
interface Demand {
  readonly check: string;
  readonly attribute: string;
  readonly value: null | boolean | number | string;
  readonly declared: Attribute | undefined;
}

/**
 * Values that checks demand and that an agent cannot know: neither said in the task, nor observed, nor offered by a schema,
 * nor a consequence of writes all of whose arguments can be found out. One sentence for each.
 */
export function unfoundedDemands(subject: Subject, flow: readonly Supply[]): string[] {
  const seen = subject.reference.flatMap((call, index) => (isWrite(subject.skeleton, call.tool) ? [] : seenIn(call, index + 1)));
  const consequences = consequencesOf(subject, flow);
  return demandsOf(subject).flatMap((demand) =>
    isFounded(subject, demand, seen, consequences)
      ? []
      : [`${demand.check} demands ${demand.attribute} ${canonicalJson(demand.value)}, which nothing tells.`],
  );
}

function isFounded(
  subject: Subject,
  { attribute, value, declared }: Demand,
  seen: readonly Seen[],
  consequences: ReadonlySet<string>,
): boolean {
  if (value === null || value === '' || typeof value === 'boolean' || declared?.type.kind === 'enum') return true;
  if (saidIn(wordsOf(subject), { value, name: attribute, today: todayOf(subject) }) !== undefined) return true;
  if (seen.some((item) => item.value === value && (typeof value === 'string' || nameIn(item.path) === attribute))) return true;
  return consequences.has(canonicalJson(value));
}

/** Values of the arguments and the effects of those writes whose arguments can all be found out. */
function consequencesOf(subject: Subject, flow: readonly Supply[]): Set<string> {
  const unknown = new Set(flow.filter(({ origin }) => origin.kind === 'unknown').map(({ call }) => call));
  const values = subject.reference.flatMap((call, index) =>
    !isWrite(subject.skeleton, call.tool) || unknown.has(index + 1)
      ? []
      : [...leavesOf(call.arguments), ...call.patches.flatMap((patch) => leavesOf(patch.value ?? null))],
  );
  return new Set(values.map((leaf) => canonicalJson(leaf.value)));
}

/** The plain values that credit checks compare with. */
export function demandsOf(subject: Pick<Subject, 'checks' | 'skeleton'>): Demand[] {
  return subject.checks
    .filter((check) => check.role === 'credit')
    .flatMap((check) =>
      conditionsOf(check).flatMap(({ collection, condition }) => demandsIn(subject, check.id, collection, condition)),
    );
}

function conditionsOf({ predicate }: Check): { collection: string; condition: Condition }[] {
  switch (predicate.kind) {
    case 'created':
      return predicate.where.map((condition) => ({ collection: predicate.collection, condition }));
    case 'changed':
      return [{ collection: predicate.collection, condition: predicate.condition }];
    default:
      return [];
  }
}

function demandsIn(subject: Pick<Subject, 'skeleton'>, check: string, collection: string, condition: Condition): Demand[] {
  if (condition.is === 'new-record')
    return condition.where.flatMap((inner) => demandsIn(subject, check, condition.collection, inner));
  if (condition.is !== 'equal') return [];
  const declared = subject.skeleton.entities
    .find((entity) => entity.collection === collection)
    ?.attributes.find((attribute) => attribute.name === condition.attribute);
  const value: Json = condition.value;
  return leavesOf(value, condition.attribute).map((leaf) => ({
    check,
    attribute: nameIn(leaf.path),
    value: leaf.value,
    declared,
  }));
}
