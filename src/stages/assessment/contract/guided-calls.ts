import { canonicalJson, type Json } from '../../../base/json.ts';
import type { Random } from '../../../base/random.ts';
import type { Entity, Operation, Parameter } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { StateRecord } from '../../../domain/state.ts';
import { alteredStates } from '../calls/alterations.ts';
import { argumentValues } from './argument-values.ts';
import type { ContractReader, Expectation } from './expectation.ts';
import { limitsAmong } from './limits.ts';
import type { Case, Scene } from './scene.ts';
import { variedStates } from './varied-states.ts';

/** Calls made up from values, calls that others are made from, and altered states around each of these. */
const mostMadeUp = 250;
const mostTrials = 60;
const mostOrigins = 4;
const mostAltered = 160;
/** Cases of one sort that are kept. */
const mostOfSort = 6;

/** A case with what the contract says of it, and what was altered of a call that the contract accepts. */
export interface GuidedCase extends Case {
  readonly expected: Expectation;
  readonly sort: string;
}

/**
 * Calls of an operation that the contract tells apart, found by asking it alone: calls made up from values of records; around
 * some that it accepts every single argument exchanged, both sides of every limit, and the records around exchanged. A call that
 * differs in one fact from one that is accepted is mostly refused for one reason alone.
 */
export function guidedCalls(
  scene: Scene,
  operation: Operation,
  { reader, random }: { readonly reader: ContractReader; readonly random: Random },
): GuidedCase[] {
  const { skeleton } = scene.trial.environment;
  const today = scene.start.slice(0, 10);
  const values = valuesFor(scene, operation);
  const sorts = new Map<string, GuidedCase[]>();
  const seen = new Set<string>();
  const add = (at: Case, fact: string): Expectation | undefined => {
    const expected = reader.read(operation, at);
    if (!expected) return undefined;
    const sort = `${expected.isAlone ? '' : 'together '}${expected.sort} ${fact}`;
    const own = sorts.get(sort) ?? [];
    if (own.length >= mostOfSort) return expected;
    const text = at.scene === scene ? canonicalJson(at.call) : '';
    if (text !== '' && seen.has(text)) return expected;
    if (text !== '') seen.add(text);
    sorts.set(sort, [...own, { ...at, expected, sort }]);
    return expected;
  };
  const origins = new Map<string, ToolCall>();
  for (let number = 0; number < mostMadeUp; number++) {
    const call = madeUp(scene, operation, { values, random });
    const expected = add({ scene, call }, '');
    if (expected?.kind === 'accepted') origins.set(expected.sort, call);
  }
  for (const origin of random.sample([...origins.values()], mostOrigins)) {
    for (const parameter of operation.parameters) exchange(scene, { origin, parameter, values, add });
    for (const varied of variedStates(scene, operation, { origin, random }, (at) => add(at, '')?.sort))
      add(varied, `limit of ${varied.fact}`);
    const ground = { skeleton, state: scene.state, operation, call: origin, today, random };
    for (const { state, call, changes } of alteredStates(ground, mostAltered))
      add({ scene: { ...scene, state }, call }, changes.map(placeOf).join(' '));
  }
  return balanced([...sorts.values()], random);
}

/** A call of an operation that the contract accepts, found by trial; undefined where none was found. */
export function acceptedCall(
  scene: Scene,
  operation: Operation,
  { reader, random }: { readonly reader: ContractReader; readonly random: Random },
): ToolCall | undefined {
  const values = valuesFor(scene, operation);
  for (let number = 0; number < mostTrials; number++) {
    const call = madeUp(scene, operation, { values, random });
    if (reader.read(operation, { scene, call })?.kind === 'accepted') return call;
  }
  return undefined;
}

function valuesFor(scene: Scene, operation: Operation): ReadonlyMap<string, readonly Json[]> {
  const { skeleton } = scene.trial.environment;
  const today = scene.start.slice(0, 10);
  return new Map(
    operation.parameters.map((parameter) => [parameter.name, argumentValues(skeleton, scene.state, today, parameter)]),
  );
}

/** One of everything that the contract tells apart, then a second by another fact, and so on; lone reasons come first. */
function balanced(sorts: readonly (readonly GuidedCase[])[], random: Random): GuidedCase[] {
  const groups = new Map<string, GuidedCase[][]>();
  for (const own of random.shuffle(sorts)) {
    const { expected } = own[0] ?? {};
    const sort = expected ? `${expected.isAlone} ${expected.sort}` : '';
    groups.set(sort, [...(groups.get(sort) ?? []), random.shuffle(own)]);
  }
  const lines = [...groups.values()].map(takingTurns);
  const rank = ([first]: readonly GuidedCase[]): number =>
    first?.expected.isAlone === false ? 2 : first?.expected.kind === 'accepted' ? 1 : 0;
  return takingTurns(lines.sort((left, right) => rank(left) - rank(right)));
}

/** The first of each list, then the second of each, and so on. */
function takingTurns<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat();
}

interface Exchange {
  readonly origin: ToolCall;
  readonly parameter: Parameter;
  readonly values: ReadonlyMap<string, readonly Json[]>;
  add(at: Case, fact: string): Expectation | undefined;
}

function exchange(scene: Scene, { origin, parameter, values, add }: Exchange): void {
  const { name, required } = parameter;
  const own = values.get(name) ?? [];
  const withValue = (value: Json): Case => ({ scene, call: { ...origin, arguments: { ...origin.arguments, [name]: value } } });
  for (const value of own) add(withValue(value), name);
  for (const value of limitsAmong(own, (tried) => add(withValue(tried), name)?.sort)) add(withValue(value), `limit of ${name}`);
  if (required || origin.arguments[name] === undefined) return;
  const { [name]: _, ...others } = origin.arguments;
  add({ scene, call: { ...origin, arguments: others } }, `without ${name}`);
}

/** The record and attribute of an alteration, without its value. */
function placeOf(change: string): string {
  const [, collection, attribute] = /^\/([^/]+)\/.*\/([^/ ]+) = /.exec(change) ?? [];
  return collection === undefined ? change.replace(/[:"].*/, '') : `${collection} ${attribute}`;
}

interface Making {
  readonly values: ReadonlyMap<string, readonly Json[]>;
  readonly random: Random;
}

/** A call whose arguments come from one record and those that it refers to, as far as they have them, and from values. */
function madeUp(scene: Scene, operation: Operation, { values, random }: Making): ToolCall {
  const { skeleton } = scene.trial.environment;
  const entity = random.pick(skeleton.entities);
  const records = Object.values(scene.state[entity.collection] ?? {});
  const record = records.length > 0 && random.chance(0.75) ? random.pick(records) : undefined;
  const around = record ? [[entity, record] as const, ...referred(scene, entity, record)] : [];
  const args: Record<string, Json> = {};
  for (const { name, type, required } of operation.parameters) {
    if (!required && random.chance(0.5)) continue;
    const found = around.find(([owner, each]) =>
      type.kind === 'reference' && type.entity === owner.name ? true : (each[name] ?? null) !== null,
    );
    const value =
      found && (type.kind === 'reference' || random.chance(0.5))
        ? type.kind === 'reference' && type.entity === found[0].name
          ? found[1][found[0].key]
          : found[1][name]
        : undefined;
    const own = values.get(name) ?? [];
    if (value !== undefined && value !== null) args[name] = value;
    else if (own.length > 0) args[name] = random.pick(own);
  }
  return { tool: operation.name, arguments: args };
}

function referred(scene: Scene, entity: Entity, record: StateRecord): (readonly [Entity, StateRecord])[] {
  const { skeleton } = scene.trial.environment;
  return entity.attributes.flatMap(({ name, type }) => {
    if (type.kind !== 'reference') return [];
    const target = skeleton.entities.find((candidate) => candidate.name === type.entity);
    const other = target && scene.state[target.collection]?.[String(record[name])];
    return target && other ? [[target, other] as const] : [];
  });
}
