import type { Json } from '../../../base/json.ts';
import { type CertificateInput, isWrite } from '../certificate-input.ts';
import { endText } from '../end-state.ts';
import { leavesOf } from '../leaves.ts';
import { type Checkpoint, continueFrom, type Step } from '../reference/trace.ts';
import { recordOf } from '../state-after.ts';
import type { Perturbation } from './near-misses.ts';
import { otherPaths } from './other-paths.ts';

/** Reads made besides those of the reference. */
const furtherReads = 6;

/**
 * Other honest ways to the end of the reference: independent writes in another order, further reads, and other tools or
 * divisions of the work where a bounded search finds some. All of them must score 1.
 */
export async function otherOrders(
  input: CertificateInput,
  steps: readonly Step[],
  checkpoints: readonly Checkpoint[],
): Promise<Perturbation[]> {
  return [
    ...(await permuted(input, steps, checkpoints)),
    ...(await withMoreReads(input, steps, checkpoints)),
    ...(await otherPaths(input, steps, checkpoints)),
  ];
}

/**
 * Two neighbouring writes swapped, and all of them reversed. Where neither is about a record that the other is about, the
 * end must be the same; where they share one, order may matter, and only an order that leads to the same end is taken.
 */
async function permuted(
  input: CertificateInput,
  steps: readonly Step[],
  checkpoints: readonly Checkpoint[],
): Promise<Perturbation[]> {
  const [first] = checkpoints;
  if (!first) return [];
  const writes = steps.filter((step) => isWrite(input.skeleton, step.tool));
  const reads = steps.filter((step) => !isWrite(input.skeleton, step.tool));
  const footprints = new Map(writes.map((step) => [step, footprintOf(input, step)]));
  const apart = (one: Step, two: Step): boolean =>
    !two.taken?.some(({ place }) => place === one.place) && disjoint(footprints.get(one), footprints.get(two));
  const orders: { call: number; what: string; order: Step[]; mustAgree: boolean }[] = [];
  for (const [index, one] of writes.entries()) {
    const two = writes[index + 1];
    if (!two || two.taken?.some(({ place }) => place === one.place)) continue;
    const order = [...writes.slice(0, index), two, one, ...writes.slice(index + 2)];
    orders.push({ call: one.place ?? 0, what: `${two.tool} before ${one.tool}`, order, mustAgree: apart(one, two) });
  }
  if (writes.length > 2 && writes.every((one, index) => writes.slice(index + 1).every((two) => apart(one, two))))
    orders.push({ call: 0, what: 'all writes in reverse order', order: [...writes].reverse(), mustAgree: true });
  const perturbations: Perturbation[] = [];
  const right = endText(input, input.start.state, input.final);
  for (const { call, what, order, mustAgree } of orders) {
    const ran = await continueFrom(first, input.start.state, [...reads, ...order]);
    const agrees = endText(input, input.start.state, ran.final) === right;
    if (mustAgree || agrees) perturbations.push({ kind: 'permuted', call, what, ran });
  }
  return perturbations;
}

/** The records that a write of the reference is about: those it changed or was given, and those they name, and so on. */
function footprintOf(input: CertificateInput, step: Step): ReadonlySet<string> {
  const call = input.reference[(step.place ?? 0) - 1];
  const changed = (call?.patches ?? []).flatMap((patch) => {
    const at = recordOf(patch);
    return at ? [`${at.collection}/${at.key}`] : [];
  });
  const open = [...changed, ...recordsNamed(input, call?.arguments ?? {})];
  const found = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const [collection = '', key = ''] = [id.slice(0, id.indexOf('/')), id.slice(id.indexOf('/') + 1)];
    for (const state of [input.start.state, input.final]) open.push(...recordsNamed(input, state[collection]?.[key] ?? {}));
  }
  return found;
}

/** Records whose keys stand in a value. */
function recordsNamed({ start, final }: CertificateInput, value: Json): string[] {
  return leavesOf(value).flatMap((leaf) => {
    const key = leaf.value;
    if (typeof key !== 'string') return [];
    return Object.keys(start.state)
      .filter((collection) => [start.state, final].some((state) => Object.hasOwn(state[collection] ?? {}, key)))
      .map((collection) => `${collection}/${key}`);
  });
}

function disjoint(one: ReadonlySet<string> | undefined, two: ReadonlySet<string> | undefined): boolean {
  return one !== undefined && two !== undefined && [...one].every((item) => !two.has(item));
}

/** The reference with further reads before each of its writes: whoever looks more closely must not lose by it. */
async function withMoreReads(
  input: CertificateInput,
  steps: readonly Step[],
  checkpoints: readonly Checkpoint[],
): Promise<Perturbation[]> {
  const [first] = checkpoints;
  const values = input.reference.flatMap((call) => Object.entries(call.arguments));
  const reads = input.skeleton.operations
    .filter((operation) => operation.effect === 'read')
    .flatMap((operation): Step[] => {
      const needed = operation.parameters.filter((parameter) => parameter.required);
      const args = needed.flatMap((parameter): [string, Json][] => {
        const fitting = values.find(([name]) => name === parameter.name);
        return fitting ? [[parameter.name, fitting[1]]] : [];
      });
      return args.length === needed.length ? [{ tool: operation.name, arguments: Object.fromEntries(args) }] : [];
    })
    .slice(0, furtherReads);
  if (!first || reads.length === 0) return [];
  const ran = await continueFrom(first, input.start.state, [
    ...reads,
    ...steps.flatMap((step) => (isWrite(input.skeleton, step.tool) ? [...reads.slice(0, 2), step] : [step])),
  ]);
  return [{ kind: 'more-reads', call: 0, what: `${reads.length} further kinds of reads`, ran }];
}
