import type { Json } from '../../../base/json.ts';
import type { Entity, Operation, Parameter, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State, StateRecord } from '../../../domain/state.ts';

/** What somebody who reads goes by: keys that were come across, and words, dates and numbers that a task could say. */
export interface Known {
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values of attributes that are no keys and no references, by the name of the attribute. */
  readonly values: ReadonlyMap<string, ReadonlySet<Json>>;
  /** "2026-03-09" */
  readonly today: string;
}

/** Words and numbers that are tried for one parameter, and calls of one operation that are made up at once. */
const mostValues = 60;
const mostFillings = 300;

/** Calls of a reading operation with what is known: the required arguments in all combinations, each optional one beside them. */
export function readCalls(skeleton: Skeleton, operation: Operation, known: Known): ToolCall[] {
  const choices = new Map(operation.parameters.map((parameter) => [parameter.name, choicesFor(skeleton, parameter, known)]));
  let fillings: Record<string, Json>[] = [{}];
  for (const { name } of operation.parameters.filter((parameter) => parameter.required))
    fillings = fillings
      .flatMap((args) => (choices.get(name) ?? []).map((value) => ({ ...args, [name]: value })))
      .slice(0, mostFillings);
  const optional = operation.parameters.filter((parameter) => !parameter.required);
  const further = optional.flatMap(({ name }) =>
    fillings.slice(0, 20).flatMap((args) => (choices.get(name) ?? []).map((value) => ({ ...args, [name]: value }))),
  );
  return [...fillings, ...further.slice(0, mostFillings)].map((args) => ({ tool: operation.name, arguments: args }));
}

function choicesFor(skeleton: Skeleton, { name, type }: Parameter, known: Known): Json[] {
  const owner = skeleton.entities.find((entity) => entity.key === name);
  if (type.kind === 'string' && owner) return [...(known.keys.get(owner.name) ?? [])];
  return [...new Set(valuesOf(type, name, known))].slice(0, type.kind === 'reference' ? mostFillings : mostValues);
}

function valuesOf(type: ValueType, name: string, known: Known): Json[] {
  const named = [...(known.values.get(name) ?? [])];
  switch (type.kind) {
    case 'reference':
      return [...(known.keys.get(type.entity) ?? [])];
    case 'string': {
      const texts = [...known.values].flatMap(([, values]) => [...values].filter((value) => typeof value === 'string'));
      return [...named.filter((value) => typeof value === 'string'), ...texts];
    }
    case 'enum':
      return type.values;
    case 'boolean':
      return [false, true];
    case 'date': {
      const days = [...known.values.values()].flatMap((values) => [...values].filter(isDay));
      return [...named.filter(isDay), known.today, ...days].map((day) => String(day).slice(0, 10));
    }
    case 'datetime': {
      const moments = [...known.values.values()].flatMap((values) => [...values].filter(isDay));
      return [...moments, known.today].map((day) => (String(day).length > 10 ? day : `${String(day)}T00:00:00Z`));
    }
    case 'integer':
    case 'number': {
      const least = type.minimum ?? 0;
      const most = type.maximum ?? 1_000_000;
      return [...named.filter((value) => typeof value === 'number'), most, least, least + 1, least + 2];
    }
    case 'list':
      return valuesOf(type.items, name, known).map((value) => [value]);
    case 'object': {
      const first = type.fields.map((field) => [field.name, valuesOf(field.type, field.name, known)[0] ?? null] as const);
      return [Object.fromEntries(first)];
    }
    case 'entity':
      return [];
  }
}

function isDay(value: Json): boolean {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value);
}

/** Entities of which the results of an operation show whole records or keys. */
export function entitiesShown(skeleton: Skeleton, { returns }: Operation): ReadonlySet<string> {
  const shown = new Set<string>();
  const visit = (type: ValueType): void => {
    if (type.kind === 'entity' || type.kind === 'reference') shown.add(type.entity);
    if (type.kind === 'list') visit(type.items);
    if (type.kind !== 'object') return;
    for (const field of type.fields) {
      for (const entity of skeleton.entities) if (entity.key === field.name) shown.add(entity.name);
      visit(field.type);
    }
  };
  if (returns.kind === 'data') visit(returns.type);
  return shown;
}

/** What records hold that a task could say: everything but keys and references. */
export function valuesIn(records: readonly (readonly [Entity, StateRecord])[]): Known['values'] {
  const values = new Map<string, Set<Json>>();
  for (const [entity, record] of records) {
    for (const { name, type } of entity.attributes) {
      const value = record[name];
      if (name === entity.key || type.kind === 'reference' || value === null || value === undefined) continue;
      const own = values.get(name) ?? new Set();
      for (const item of Array.isArray(value) ? value : [value]) if (typeof item !== 'object') own.add(item);
      values.set(name, own);
    }
  }
  return values;
}

/** All records of a state with what they are. */
export function recordsIn(skeleton: Skeleton, state: State): [Entity, StateRecord][] {
  return skeleton.entities.flatMap((entity) =>
    Object.values(state[entity.collection] ?? {}).map((record): [Entity, StateRecord] => [entity, record]),
  );
}
