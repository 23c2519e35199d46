import fc from 'fast-check';
import type { Json } from '../../../base/json.ts';
import type { Random } from '../../../base/random.ts';
import type { Entity, Operation, Parameter, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import { matchingText } from '../../../domain/patterns/matching-text.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { awkward } from './awkward-values.ts';

/** What call generators know: the design, a state whose ids and values they use, and the first day of the episode. */
export interface Ground {
  readonly skeleton: Skeleton;
  readonly state: State;
  /** "2026-03-09T09:00:00Z" */
  readonly start: string;
  /** Keys that references name by preference, so that much happens to the same records. */
  readonly favourites?: ReadonlySet<string> | undefined;
}

/** How far above the least a number goes that somebody might mean, whatever its declared bound; more is tried as a hostile value. */
const mostSensible = 1_000_000;

/** Calls of any operation: mostly sensible ones, some with one or more hostile arguments. */
export function anyCall(ground: Ground): fc.Arbitrary<ToolCall> {
  return fc.oneof(...ground.skeleton.operations.map((operation) => callOf(ground, operation)));
}

/** Calls of one operation. */
export function callOf(ground: Ground, operation: Operation): fc.Arbitrary<ToolCall> {
  const records = ground.skeleton.entities.flatMap((entity) => recordsOf(ground, entity));
  const independent = argumentsOf(operation, (parameter) => sensible(ground, parameter.type, parameter.name));
  const hostile = argumentsOf(operation, (parameter) =>
    fc.oneof(
      { weight: 1, arbitrary: sensible(ground, parameter.type, parameter.name) },
      { weight: 1, arbitrary: awkward(parameter.type) },
    ),
  );
  const coherent =
    records.length === 0
      ? independent
      : chosenFor(ground, operation, records).chain((chosen) => argumentsFrom(ground, operation, chosen));
  return fc
    .oneof({ weight: 5, arbitrary: coherent }, { weight: 3, arbitrary: independent }, { weight: 2, arbitrary: hostile })
    .map((args) => ({ tool: operation.name, arguments: args }));
}

/** A record whose values arguments are taken from. */
interface Chosen {
  readonly entity: string;
  readonly key: string;
  readonly record: StateRecord;
}

function recordsOf({ state }: Ground, entity: Entity): Chosen[] {
  return Object.values(state[entity.collection] ?? {}).map((record) => ({ entity: entity.name, key: entity.key, record }));
}

/** Calls of an operation about one record; undefined where none of its parameters names such a record. */
export function callAbout(
  ground: Ground,
  operation: Operation,
  { entity, record }: { readonly entity: Entity; readonly record: StateRecord },
): fc.Arbitrary<ToolCall> | undefined {
  if (!entitiesNamed(operation).has(entity.name)) return undefined;
  const chosen = { entity: entity.name, key: entity.key, record };
  return argumentsFrom(ground, operation, chosen).map((args) => ({ tool: operation.name, arguments: args }));
}

/** One call out of many. */
export function sampled(calls: fc.Arbitrary<ToolCall>, random: Random): ToolCall {
  const [call] = fc.sample(calls, { seed: random.integer(-(2 ** 31), 2 ** 31 - 1), numRuns: 1 });
  if (!call) throw new Error('fast-check gave no sample');
  return call;
}

function entitiesNamed(operation: Operation): ReadonlySet<string> {
  return new Set(operation.parameters.flatMap(({ type }) => (type.kind === 'reference' ? [type.entity] : [])));
}

/** Arguments that belong together: those that a record can answer for (its own key, its references, its values) come from it. */
function argumentsFrom(ground: Ground, operation: Operation, chosen: Chosen): fc.Arbitrary<Record<string, Json>> {
  return argumentsOf(
    operation,
    (parameter) => fromRecord(ground, parameter, chosen) ?? sensible(ground, parameter.type, parameter.name),
  );
}

/** Records that an operation names (the favoured ones, where there are such), those that answer for most of its arguments, or any. */
function chosenFor(ground: Ground, operation: Operation, records: readonly Chosen[]): fc.Arbitrary<Chosen> {
  const named = entitiesNamed(operation);
  const favoured = records.filter(({ entity, record }) =>
    ground.favourites === undefined ? named.has(entity) : isFavoured(ground, record),
  );
  const answered = (chosen: Chosen): number =>
    operation.parameters.filter((parameter) => valueIn(parameter, chosen) !== undefined).length;
  const most = Math.max(...records.map(answered));
  const knowing = records.filter((chosen) => answered(chosen) === most);
  return fc.oneof({ weight: 3, arbitrary: preferring(records, favoured) }, { weight: 1, arbitrary: fc.constantFrom(...knowing) });
}

/** Whether a record is a favourite or refers to one. */
function isFavoured({ favourites }: Ground, record: StateRecord): boolean {
  return favourites !== undefined && Object.values(record).some((value) => typeof value === 'string' && favourites.has(value));
}

/** One of all, most often one of the favoured, where there are any. */
function preferring<Item>(all: readonly Item[], favoured: readonly Item[]): fc.Arbitrary<Item> {
  return favoured.length === 0
    ? fc.constantFrom(...all)
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...favoured) }, { weight: 1, arbitrary: fc.constantFrom(...all) });
}

function argumentsOf(
  operation: Operation,
  valueFor: (parameter: Parameter) => fc.Arbitrary<Json>,
): fc.Arbitrary<Record<string, Json>> {
  const model = Object.fromEntries(operation.parameters.map((parameter) => [parameter.name, valueFor(parameter)]));
  const required = operation.parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name);
  return fc.record(model, { requiredKeys: required, noNullPrototype: true }) as fc.Arbitrary<Record<string, Json>>;
}

function fromRecord(ground: Ground, parameter: Parameter, chosen: Chosen): fc.Arbitrary<Json> | undefined {
  const { type, name } = parameter;
  const value = valueIn(parameter, chosen);
  if (value === undefined) return undefined;
  if (isKeyOf(type, chosen)) return fc.constant(value);
  // What a record holds already is often what it must not be given once more: other values have to come along with its key.
  return fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: sensible(ground, type, name) });
}

function valueIn({ type, name }: Parameter, chosen: Chosen): Json | undefined {
  return (isKeyOf(type, chosen) ? chosen.record[chosen.key] : chosen.record[name]) ?? undefined;
}

function isKeyOf(type: ValueType, { entity }: Chosen): boolean {
  return type.kind === 'reference' && type.entity === entity;
}

function sensible(ground: Ground, type: ValueType, name: string): fc.Arbitrary<Json> {
  const seen = seenValues(ground, name, type);
  const fresh = freshValue(ground, type, name);
  const texts = seen.filter((value): value is string => typeof value === 'string');
  if (type.kind === 'string' && texts.length > 0) {
    return fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...seen) },
      { weight: 2, arbitrary: resembling(texts) },
      { weight: 1, arbitrary: fresh },
    );
  }
  return seen.length > 0 && type.kind !== 'reference'
    ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...seen) }, { weight: 2, arbitrary: fresh })
    : fresh;
}

/** Values that attributes of this name hold in the state, and words out of them, so that searches find something. */
function seenValues(ground: Ground, name: string, type: ValueType): Json[] {
  const values = new Set<Json>();
  for (const entity of ground.skeleton.entities) {
    for (const attribute of entity.attributes) {
      const sameKind = attribute.type.kind === type.kind;
      const related =
        attribute.name === name || (type.kind === 'string' && (attribute.name.endsWith('name') || attribute.name === 'title'));
      if (!sameKind || !related) continue;
      for (const record of Object.values(ground.state[entity.collection] ?? {})) {
        const value = record[attribute.name];
        if (value === null || value === undefined || typeof value === 'object') continue;
        values.add(value);
        if (typeof value === 'string') values.add(value.split(' ')[0] ?? value);
      }
    }
  }
  return [...values];
}

/** New texts of a known form: a seen one with a digit or letter exchanged, e.g. another telephone number. */
function resembling(texts: readonly string[]): fc.Arbitrary<Json> {
  return fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat()).map(([text, place, other]) => {
    const places = [...text.matchAll(/[a-z0-9]/gi)].map((match) => match.index);
    const at = places[place % Math.max(1, places.length)];
    if (at === undefined) return `${text}x`;
    const pool = /\d/.test(text.charAt(at)) ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz';
    return text.slice(0, at) + pool.charAt(other % pool.length) + text.slice(at + 1);
  });
}

function freshValue(ground: Ground, type: ValueType, name: string): fc.Arbitrary<Json> {
  switch (type.kind) {
    case 'string':
      return type.pattern === undefined
        ? fc.string({ minLength: Math.max(1, type.minLength ?? 1), maxLength: Math.min(30, type.maxLength ?? 30) })
        : matching(type.pattern, type.maxLength);
    case 'integer': {
      const low = type.minimum ?? 0;
      const high = Math.min(type.maximum ?? low + 10_000, low + mostSensible);
      return fc.oneof(
        { weight: 2, arbitrary: fc.integer({ min: low, max: Math.min(high, low + 10) }) },
        { weight: 1, arbitrary: fc.integer({ min: low, max: high }) },
      );
    }
    case 'number': {
      const low = type.minimum ?? 0;
      return fc.double({
        min: low,
        max: Math.min(type.maximum ?? low + 1000, low + mostSensible),
        noNaN: true,
        noDefaultInfinity: true,
      });
    }
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.integer({ min: -20, max: 45 }).map((days) => moved(ground.start, days * 1440).slice(0, 10));
    case 'datetime':
      return fc.integer({ min: -96, max: 960 }).map((halfHours) => moved(ground.start, halfHours * 30));
    case 'enum':
      return fc.constantFrom(...type.values);
    case 'reference': {
      const collection = ground.skeleton.entities.find((entity) => entity.name === type.entity)?.collection ?? '';
      const keys = Object.keys(ground.state[collection] ?? {});
      const missing = fc.constant('nothing-there');
      if (keys.length === 0) return missing;
      const favoured = keys.filter((key) => ground.favourites?.has(key));
      return fc.oneof({ weight: 19, arbitrary: preferring(keys, favoured) }, { weight: 1, arbitrary: missing });
    }
    case 'list':
      return fc.array(sensible(ground, type.items, name), { minLength: 1, maxLength: 3 });
    case 'object':
      return fc.record(Object.fromEntries(type.fields.map((field) => [field.name, sensible(ground, field.type, field.name)])), {
        noNullPrototype: true,
      });
    case 'entity':
      throw new Error('an entity is not a parameter');
  }
}

/** Texts that a pattern fits; they shrink to the shortest. */
function matching(pattern: string, most: number | undefined): fc.Arbitrary<Json> {
  return fc.nat().map((seed) => matchingText(pattern, seed, most));
}

function moved(start: string, minutes: number): string {
  return `${new Date(Date.parse(start) + minutes * 60_000).toISOString().slice(0, 19)}Z`;
}
