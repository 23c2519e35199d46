import { canonicalJson } from '../../base/json.ts';
import type { Skeleton } from '../environment/skeleton.ts';
import type { State, StateRecord } from '../state.ts';
import { matches } from './answers.ts';
import type { Change, Value, Values } from './form.ts';

type Entity = Skeleton['entities'][number];

/** In what the difference between two states departs from the changes that were expected; empty when in nothing. */
export function unexpectedChanges(skeleton: Skeleton, before: State, after: State, changes: readonly Change[]): string[] {
  return skeleton.entities.flatMap((entity) => {
    const own = changes.filter((change) => change.collection === entity.collection);
    return [
      ...creations(entity, newKeys(before, after, entity.collection), after, own),
      ...removals(entity, before, after, own),
      ...alterations(entity, before, after, own),
    ];
  });
}

function creations(entity: Entity, keys: readonly string[], after: State, changes: readonly Change[]): string[] {
  const left = new Set(keys);
  const problems: string[] = [];
  for (const change of changes) {
    if (change.kind !== 'create') continue;
    const made = [...left].find((key) => differing(after[entity.collection]?.[key], change.values).length === 0);
    if (made !== undefined) left.delete(made);
    else problems.push(missing(entity, after, left, change.values));
  }
  const extra = problems.length > 0 ? [] : [...left];
  return [...problems, ...extra.map((key) => `${entity.name} ${key} was made, which nobody asked for.`)];
}

/** The nearest record that was made tells more than the bare fact. */
function missing(entity: Entity, after: State, made: ReadonlySet<string>, values: Values): string {
  const [nearest] = [...made]
    .map((key) => ({ key, names: differing(after[entity.collection]?.[key], values) }))
    .sort((left, right) => left.names.length - right.names.length);
  if (!nearest) return `No ${entity.name} was made with ${canonicalJson(values)}.`;
  const record = after[entity.collection]?.[nearest.key];
  const parts = nearest.names.map(
    (name) => `${name} is ${canonicalJson(record?.[name] ?? null)} instead of ${canonicalJson(values[name] ?? null)}`,
  );
  return `The new ${entity.name} ${nearest.key} is wrong: ${parts.join(', ')}.`;
}

function removals(entity: Entity, before: State, after: State, changes: readonly Change[]): string[] {
  const wanted = new Set(changes.flatMap((change) => (change.kind === 'remove' ? [change.key] : [])));
  const gone = newKeys(after, before, entity.collection);
  return [
    ...gone.filter((key) => !wanted.has(key)).map((key) => `${entity.name} ${key} disappeared.`),
    ...[...wanted].filter((key) => !gone.includes(key)).map((key) => `${entity.name} ${key} should be gone.`),
  ];
}

function alterations(entity: Entity, before: State, after: State, changes: readonly Change[]): string[] {
  const exempt = new Set(entity.attributes.filter((item) => item.policy === 'exempt').map((item) => item.name));
  return Object.entries(before[entity.collection] ?? {}).flatMap(([key, record]) => {
    const result = after[entity.collection]?.[key];
    if (!result) return [];
    const values: Record<string, Value> = {};
    for (const change of changes) if (change.kind === 'change' && change.key === key) Object.assign(values, change.values);
    return Object.keys(record)
      .filter((name) => name in values || !exempt.has(name))
      .filter((name) => !matches(result[name], name in values ? values[name] : record[name]))
      .map(
        (name) =>
          `${name} of ${entity.name} ${key} is ${canonicalJson(result[name])}, but should be ${canonicalJson(name in values ? values[name] : record[name])}.`,
      );
  });
}

function differing(record: StateRecord | undefined, values: Values): string[] {
  return Object.keys(values).filter((name) => !matches(record?.[name], values[name]));
}

/** The keys of records that are in a state and not in an earlier one. */
export function newKeys(before: State, after: State, collection: string): string[] {
  return Object.keys(after[collection] ?? {}).filter((key) => !Object.hasOwn(before[collection] ?? {}, key));
}
