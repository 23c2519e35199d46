import type { State, StateRecord } from '../state.ts';
import type { Entity, Skeleton } from './skeleton.ts';

/** Records that a collection people work with should hold at least. */
const fewRecords = 5;
/** An enum with more values than this is a choice, not a life cycle: not all of it need occur. */
const mostStages = 6;

/**
 * Where a valid state is too poor to work in, in sentences for its author: empty and small collections, stages of a life cycle
 * that nothing is in, references that lead nowhere or all to the same record. Empty when it is rich.
 */
export function statePoverty(skeleton: Skeleton, state: State): string[] {
  return skeleton.entities.flatMap((entity) => {
    const records = Object.values(state[entity.collection] ?? {});
    const where = `/${entity.collection}`;
    if (records.length === 0) return [`${where}: is empty; give it some records.`];
    const small =
      isWorkedWith(entity, skeleton) && records.length < fewRecords
        ? [`${where}: has only ${records.length} records; people work with them, so give at least ${fewRecords}.`]
        : [];
    return [...small, ...missingStages(entity, records), ...looseReferences(entity, records, { skeleton, state })];
  });
}

/** Whether several operations name a record of the entity: then there must be some to choose from. */
function isWorkedWith(entity: Entity, skeleton: Skeleton): boolean {
  const naming = skeleton.operations.filter((operation) =>
    operation.parameters.some(({ type }) => type.kind === 'reference' && type.entity === entity.name),
  );
  return naming.length >= 2;
}

function missingStages(entity: Entity, records: readonly StateRecord[]): string[] {
  return entity.attributes.flatMap(({ name, type, nullable }) => {
    if (type.kind !== 'enum' || nullable || type.values.length > mostStages || records.length < type.values.length) return [];
    const missing = type.values.filter((value) => !records.some((record) => record[name] === value));
    return missing.length === 0
      ? []
      : [
          `/${entity.collection}: no record has ${name} ${missing.map((value) => `"${value}"`).join(' or ')}; let every value occur.`,
        ];
  });
}

function looseReferences(
  entity: Entity,
  records: readonly StateRecord[],
  world: { readonly skeleton: Skeleton; readonly state: State },
): string[] {
  return entity.attributes.flatMap(({ name, type }) => {
    if (type.kind !== 'reference') return [];
    const target = world.skeleton.entities.find((candidate) => candidate.name === type.entity);
    const targets = Object.keys(world.state[target?.collection ?? ''] ?? {}).length;
    const named = records.map((record) => record[name]).filter((value) => typeof value === 'string');
    if (named.length === 0)
      return [`/${entity.collection}: no record has a ${name}; link some to ${target?.collection ?? type.entity}.`];
    const different = new Set(named).size;
    return targets >= fewRecords && named.length >= fewRecords && different === 1
      ? [`/${entity.collection}: every ${name} is the same; spread them over ${target?.collection ?? type.entity}.`]
      : [];
  });
}
