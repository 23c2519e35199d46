import { canonicalJson } from '../../../base/json.ts';
import type { DemandedValue } from '../../../domain/checks/kind.ts';
import { demandedValues } from '../../../domain/checks/kinds.ts';
import type { Attribute } from '../../../domain/environment/skeleton.ts';
import type { ArgumentSource } from '../../../domain/scenario/scenario.ts';
import { surfaceFormIn } from '../../../language/surface-forms/surface-form-in.ts';
import { type CertificateInput, isWrite, todayOf, wordsOf } from '../certificate-input.ts';
import { leavesOf, nameIn } from '../leaves.ts';
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
export function unfoundedDemands(input: CertificateInput, provenance: readonly ArgumentSource[]): string[] {
  const seen = input.reference.flatMap((call, index) => (isWrite(input.skeleton, call.tool) ? [] : seenIn(call, index + 1)));
  const consequences = consequencesOf(input, provenance);
  return demandsOf(input).flatMap((demand) =>
    isFounded(input, demand, seen, consequences)
      ? []
      : [`${demand.check} demands ${demand.attribute} ${canonicalJson(demand.value)}, which nothing tells.`],
  );
}

function isFounded(
  input: CertificateInput,
  { attribute, value, declared }: Demand,
  seen: readonly Seen[],
  consequences: ReadonlySet<string>,
): boolean {
  if (value === null || value === '' || typeof value === 'boolean' || declared?.type.kind === 'enum') return true;
  if (surfaceFormIn(wordsOf(input), { value, name: attribute, today: todayOf(input) }) !== undefined) return true;
  if (seen.some((item) => item.value === value && (typeof value === 'string' || nameIn(item.path) === attribute))) return true;
  return consequences.has(canonicalJson(value));
}

/** Values of the arguments and the effects of those writes whose arguments can all be found out. */
function consequencesOf(input: CertificateInput, provenance: readonly ArgumentSource[]): Set<string> {
  const unknown = new Set(provenance.filter(({ origin }) => origin.kind === 'unknown').map(({ call }) => call));
  const values = input.reference.flatMap((call, index) =>
    !isWrite(input.skeleton, call.tool) || unknown.has(index + 1)
      ? []
      : [...leavesOf(call.arguments), ...call.patches.flatMap((patch) => leavesOf(patch.value ?? null))],
  );
  return new Set(values.map((leaf) => canonicalJson(leaf.value)));
}

/** The plain values that credit checks compare with. */
export function demandsOf(input: Pick<CertificateInput, 'checks' | 'skeleton'>): Demand[] {
  return input.checks
    .filter((check) => check.role === 'credit')
    .flatMap((check) => demandedValues(check.predicate).flatMap((demanded) => demandsIn(input, check.id, demanded)));
}

function demandsIn(
  { skeleton }: Pick<CertificateInput, 'skeleton'>,
  check: string,
  { collection, attribute, value }: DemandedValue,
): Demand[] {
  const declared = skeleton.entities
    .find((entity) => entity.collection === collection)
    ?.attributes.find((candidate) => candidate.name === attribute);
  return leavesOf(value, attribute).map((leaf) => ({ check, attribute: nameIn(leaf.path), value: leaf.value, declared }));
}
