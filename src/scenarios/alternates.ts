import { canonicalJson, type Json } from '../base/json.ts';
import type { Operation, Parameter } from '../domain/skeleton.ts';
import type { State } from '../domain/state.ts';
import { endText } from './end-state.ts';
import { leavesOf } from './leaves.ts';
import type { Departure } from './near-misses.ts';
import { recordOf, stateAfter } from './state-after.ts';
import { isWrite, type Subject } from './subject.ts';
import { continueFrom, type Junction, type Step } from './trace.ts';

/** Calls tried in place of each write when another way to its effect is looked for. */
const callsTried = 16;
/** Reads made besides those of the reference. */
const furtherReads = 6;

/**
 * Other honest ways to the end of the reference: independent writes in another order, further reads, and another call with
 * the same effect where a bounded search finds one. All of them must score 1.
 */
export async function alternates(subject: Subject, steps: readonly Step[], junctions: readonly Junction[]): Promise<Departure[]> {
  return [
    ...(await permuted(subject, steps, junctions)),
    ...(await withMoreReads(subject, steps, junctions)),
    ...(await otherPaths(subject, steps, junctions)),
  ];
}

/**
 * Two neighbouring writes swapped, and all of them reversed. Where neither is about a record that the other is about, the
 * end must be the same; where they share one, order may matter, and only an order that leads to the same end is taken.
 */
async function permuted(subject: Subject, steps: readonly Step[], junctions: readonly Junction[]): Promise<Departure[]> {
  const [first] = junctions;
  if (!first) return [];
  const writes = steps.filter((step) => isWrite(subject.skeleton, step.tool));
  const reads = steps.filter((step) => !isWrite(subject.skeleton, step.tool));
  const footprints = new Map(writes.map((step) => [step, footprintOf(subject, step)]));
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
  const departures: Departure[] = [];
  const right = endText(subject.skeleton, subject.start.state, subject.final);
  for (const { call, what, order, mustAgree } of orders) {
    const ran = await continueFrom(first, subject.start.state, [...reads, ...order]);
    const agrees = endText(subject.skeleton, subject.start.state, ran.final) === right;
    if (mustAgree || agrees) departures.push({ kind: 'permuted', call, what, ran });
  }
  return departures;
}

/** The records that a write of the reference is about: those it changed or was given, and those they name, and so on. */
function footprintOf(subject: Subject, step: Step): ReadonlySet<string> {
  const call = subject.reference[(step.place ?? 0) - 1];
  const changed = (call?.patches ?? []).flatMap((patch) => {
    const at = recordOf(patch);
    return at ? [`${at.collection}/${at.key}`] : [];
  });
  const open = [...changed, ...recordsNamed(subject, call?.arguments ?? {})];
  const found = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const [collection = '', key = ''] = [id.slice(0, id.indexOf('/')), id.slice(id.indexOf('/') + 1)];
    for (const state of [subject.start.state, subject.final]) open.push(...recordsNamed(subject, state[collection]?.[key] ?? {}));
  }
  return found;
}

/** Records whose keys stand in a value. */
function recordsNamed({ start, final }: Subject, value: Json): string[] {
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
async function withMoreReads(subject: Subject, steps: readonly Step[], junctions: readonly Junction[]): Promise<Departure[]> {
  const [first] = junctions;
  const values = subject.reference.flatMap((call) => Object.entries(call.arguments));
  const reads = subject.skeleton.operations
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
  const ran = await continueFrom(first, subject.start.state, [
    ...reads,
    ...steps.flatMap((step) => (isWrite(subject.skeleton, step.tool) ? [...reads.slice(0, 2), step] : [step])),
  ]);
  return [{ kind: 'more-reads', call: 0, what: `${reads.length} further kinds of reads`, ran }];
}

/** Each write replaced by another call that has the same effect from there, as far as a bounded search finds one. */
async function otherPaths(subject: Subject, steps: readonly Step[], junctions: readonly Junction[]): Promise<Departure[]> {
  const { skeleton } = subject;
  const found: Departure[] = [];
  for (const [index, step] of steps.entries()) {
    const [junction, call] = [junctions[index], subject.reference[index]];
    if (!junction || !call || !isWrite(skeleton, step.tool)) continue;
    const before = stateAfter(subject.start.state, junction.calls);
    const wanted = endText(skeleton, before, stateAfter(before, [call]));
    const pool = poolOf(call, subject.start.state);
    const candidates = skeleton.operations
      .filter(({ effect }) => effect === 'write')
      .flatMap((operation) => fillings(operation, pool));
    const others = candidates.filter(
      (other) => canonicalJson([other.tool, other.arguments]) !== canonicalJson([call.tool, call.arguments]),
    );
    for (const other of others.slice(0, callsTried)) {
      const alone = await continueFrom(junction, subject.start.state, [other]);
      const made = alone.calls.at(-1);
      if (!made || made.patches.length === 0 || endText(skeleton, before, stateAfter(before, [made])) !== wanted) continue;
      const rest = steps.slice(index + 1);
      const ran = await continueFrom(junction, subject.start.state, [{ ...other, place: index + 1 }, ...rest]);
      found.push({ kind: 'other-path', call: index + 1, what: `${other.tool} in place of ${step.tool}`, ran });
      break;
    }
  }
  return found;
}

interface Pool {
  /** Values by the name of the parameter or attribute they were seen under. */
  readonly named: ReadonlyMap<string, readonly Json[]>;
}

function poolOf(call: Subject['reference'][number], state: State): Pool {
  const named = new Map<string, Json[]>();
  const add = (name: string, value: Json): void => {
    const values = named.get(name) ?? [];
    if (!values.some((other) => canonicalJson(other) === canonicalJson(value))) named.set(name, [...values, value]);
  };
  for (const [name, value] of Object.entries(call.arguments)) add(name, value);
  for (const patch of call.patches) {
    const at = recordOf(patch);
    const record = at && state[at.collection]?.[at.key];
    for (const [name, value] of Object.entries(record ?? {})) add(name, value);
    const [, , , attribute] = patch.path.split('/');
    if (attribute !== undefined && patch.value !== undefined) add(attribute, patch.value);
  }
  return { named };
}

/** Calls of an operation with values of a pool: all required parameters, and all that the pool has something for. */
function fillings(operation: Operation, { named }: Pool): Step[] {
  const required = operation.parameters.filter((parameter) => parameter.required);
  const fill = (parameters: readonly Parameter[]): Step[] => {
    let partial: [string, Json][][] = [[]];
    for (const parameter of parameters) {
      const values = named.get(parameter.name) ?? [];
      partial = partial.flatMap((args) =>
        values.slice(0, 2).map((value): [string, Json][] => [...args, [parameter.name, value]]),
      );
    }
    return partial.slice(0, 4).map((args) => ({ tool: operation.name, arguments: Object.fromEntries(args) }));
  };
  const full = operation.parameters.filter((parameter) => parameter.required || named.has(parameter.name));
  return full.length === required.length ? fill(required) : [...fill(required), ...fill(full)];
}
