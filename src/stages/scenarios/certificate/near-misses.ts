import { canonicalJson, type Json } from '../../../base/json.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import type { ArgumentSource, Trial } from '../../../domain/scenario/scenario.ts';
import { type CertificateInput, isWrite, operationOf } from '../certificate-input.ts';
import { type Leaf, leavesOf, nameIn, typeAt, withValueAt } from '../leaves.ts';
import { type Checkpoint, continueFrom, type Ran, type Step } from '../reference/trace.ts';
import { wordsGiven } from '../wording/dictated.ts';
import { otherTexts } from './other-texts.ts';
import { entityNamed, otherKeys, otherValues } from './other-values.ts';

/** A trace that departs from the reference, run and not yet scored. */
export interface Perturbation {
  readonly kind: Trial['kind'];
  readonly call: number;
  readonly what: string;
  readonly ran: Ran;
}

export interface NearMisses {
  readonly perturbations: readonly Perturbation[];
  readonly impossible: readonly { readonly kind: string; readonly call: number; readonly why: string }[];
}

/** Other records tried before a target is taken to have no acceptable stand-in. */
const targetsTried = 6;

/** For each write of the reference: dropped, doubled, with a wrong target, with wrong values, and made once more elsewhere. */
export async function nearMisses(
  input: CertificateInput,
  steps: readonly Step[],
  checkpoints: readonly Checkpoint[],
  provenance: readonly ArgumentSource[],
): Promise<NearMisses> {
  const perturbations: Perturbation[] = [];
  const impossible: { kind: string; call: number; why: string }[] = [];
  const end = checkpoints.at(-1);
  for (const [index, step] of steps.entries()) {
    const checkpoint = checkpoints[index];
    if (!checkpoint || !end || !isWrite(input.skeleton, step.tool)) continue;
    const call = index + 1;
    const rest = steps.slice(call);
    const run = (instead: readonly Step[]): Promise<Ran> => continueFrom(checkpoint, input.start.state, [...instead, ...rest]);
    perturbations.push({ kind: 'dropped', call, what: `${step.tool} is left out`, ran: await run([]) });
    perturbations.push({ kind: 'doubled', call, what: `${step.tool} is called twice`, ran: await run([step, step]) });
    for (const change of changesOf(input, step, provenance)) {
      const tried: { ran: Ran; value: Json }[] = [];
      for (const value of change.values) {
        const ran = await run([altered(step, change.path, value)]);
        tried.push({ ran, value });
        if (ran.calls[checkpoint.calls.length]?.outcome === 'success') break;
      }
      const last = tried.at(-1);
      if (last)
        perturbations.push({
          kind: change.kind,
          call,
          what: `${step.tool} with ${change.path} ${canonicalJson(last.value)}`,
          ran: last.ran,
        });
      else impossible.push({ kind: change.kind, call, why: `there is no other value for ${change.path}` });
    }
    const extra = await overReach(input, step, end, provenance);
    if (extra) perturbations.push({ kind: 'over-reach', call, what: extra.what, ran: extra.ran });
    else impossible.push({ kind: 'over-reach', call, why: 'no further write was accepted on an unrelated record' });
  }
  return { perturbations: perturbations, impossible };
}

interface Change {
  readonly kind: 'wrong-target' | 'wrong-value';
  readonly path: string;
  readonly values: readonly Json[];
}

/** How each argument of a write can be wrong. */
function changesOf(input: CertificateInput, step: Step, provenance: readonly ArgumentSource[]): Change[] {
  const { skeleton, start } = input;
  const operation = operationOf(skeleton, step.tool);
  return Object.entries(step.arguments).flatMap(([name, argument]) => {
    const parameter = operation?.parameters.find((candidate) => candidate.name === name);
    return leavesOf(argument, name).flatMap((leaf): Change[] => {
      const type = parameter && typeAt(parameter.type, leaf.path.split('.').slice(1).join('.'));
      const entity = entityNamed(skeleton, start.state, type, leaf.value);
      if (entity && typeof leaf.value === 'string')
        return [{ kind: 'wrong-target', path: leaf.path, values: otherKeys(entity, start.state, leaf.value, targetsTried) }];
      const words = typeof leaf.value === 'string' ? wordsGiven(input.dictated ?? [], leaf.value) : undefined;
      const texts = words === undefined || !isWritten(input, leaf) ? [] : otherTexts(String(leaf.value), words);
      const misses = texts.map((text): Change => ({ kind: 'wrong-value', path: leaf.path, values: [text] }));
      if (isFreeText(provenance, step, leaf)) return misses;
      return [
        ...misses,
        { kind: 'wrong-value', path: leaf.path, values: otherValues(type, leaf.value, knownTexts(input, leaf, type)) },
      ];
    });
  });
}

/** Whether a text ends up in an attribute that holds free text. */
function isWritten({ skeleton, final }: CertificateInput, { value }: Leaf): boolean {
  return skeleton.entities.some(({ collection, attributes }) =>
    attributes.some(
      ({ name, policy }) =>
        policy === 'semantic' && Object.values(final[collection] ?? {}).some((record) => record[name] === value),
    ),
  );
}

/** Where nobody tells the words, any are right. */
function isFreeText(provenance: readonly ArgumentSource[], step: Step, leaf: Leaf): boolean {
  return provenance.some(
    ({ call, argument, origin }) => call === step.place && argument === leaf.path && origin.kind === 'wording',
  );
}

/** Texts that records hold under the name of an argument. */
function knownTexts(input: CertificateInput, leaf: Leaf, type: ValueType | undefined): string[] {
  if (typeof leaf.value !== 'string' || (type && type.kind !== 'string')) return [];
  const name = nameIn(leaf.path);
  const entity = input.skeleton.entities.find((candidate) => candidate.attributes.some((attribute) => attribute.name === name));
  const values = Object.values(input.start.state[entity?.collection ?? ''] ?? {}).map((record) => record[name]);
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

/** A step with another value at a path of its arguments. */
export function altered(step: Step, path: string, value: Json): Step {
  return {
    ...step,
    arguments: withValueAt(step.arguments, path, value) as Record<string, Json>,
    taken: (step.taken ?? []).filter((one) => one.argument !== path),
  };
}

/** The reference, and then one of its writes on another record as well: the first that is accepted and changes something. */
async function overReach(
  input: CertificateInput,
  step: Step,
  end: Checkpoint,
  provenance: readonly ArgumentSource[],
): Promise<{ what: string; ran: Ran } | undefined> {
  for (const { kind, path, values } of changesOf(input, step, provenance)) {
    if (kind !== 'wrong-target') continue;
    for (const value of values) {
      const { place: _, ...extra } = altered(step, path, value);
      const ran = await continueFrom(end, input.start.state, [extra]);
      const last = ran.calls.at(-1);
      if (ran.calls.length > end.calls.length && last && last.patches.length > 0)
        return { what: `${step.tool} once more with ${path} ${canonicalJson(value)}`, ran };
    }
  }
  return simplestWrite(input, end);
}

/** Any write that takes one record and nothing else, on a record that the reference leaves alone. */
async function simplestWrite(input: CertificateInput, end: Checkpoint): Promise<{ what: string; ran: Ran } | undefined> {
  for (const operation of input.skeleton.operations) {
    const needed = operation.parameters.filter((parameter) => parameter.required);
    const [parameter, second] = needed;
    if (operation.effect !== 'write' || parameter?.type.kind !== 'reference' || second) continue;
    const entity = entityNamed(input.skeleton, input.start.state, parameter.type, '');
    const named = new Set(input.reference.flatMap((call) => leavesOf(call.arguments).map((leaf) => leaf.value)));
    const keys = Object.keys(input.start.state[entity?.collection ?? ''] ?? {}).filter((key) => !named.has(key));
    for (const key of keys.slice(0, targetsTried)) {
      const ran = await continueFrom(end, input.start.state, [{ tool: operation.name, arguments: { [parameter.name]: key } }]);
      if (ran.calls.at(-1)?.patches.length)
        return { what: `${operation.name} with ${parameter.name} ${canonicalJson(key)} besides`, ran };
    }
  }
  return undefined;
}
