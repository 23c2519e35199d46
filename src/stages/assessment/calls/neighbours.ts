import type { Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { State, StateRecord } from '../../../domain/state.ts';

/** A record with what it is and its key. */
export interface Placed {
  readonly entity: Entity;
  readonly key: string;
  readonly record: StateRecord;
}

/** How far references are followed. */
const farthest = 2;

/**
 * The named records, what they refer to (and what that refers to), and what refers to them, in that order. Of several states a
 * record is as the first has it that has it at all.
 */
export function neighboursOf(
  skeleton: Skeleton,
  states: readonly State[],
  named: readonly (readonly [Entity, string])[],
): Placed[] {
  const found = new Map<string, Placed>();
  const add = (entity: Entity, key: string, distance: number): void => {
    const place = `${entity.name}/${key}`;
    const record = states.map((state) => state[entity.collection]?.[key]).find((held) => held !== undefined);
    if (found.has(place) || !record) return;
    found.set(place, { entity, key, record });
    if (distance === 0) return;
    for (const [target, other] of referencesOf(skeleton, entity, record)) add(target, other, distance - 1);
  };
  for (const [entity, key] of named) add(entity, key, farthest);
  for (const owner of skeleton.entities) {
    for (const [own, record] of Object.entries(states[0]?.[owner.collection] ?? {})) {
      const refers = referencesOf(skeleton, owner, record).some(([target, other]) =>
        named.some(([entity, key]) => target === entity && other === key),
      );
      if (refers) add(owner, own, farthest);
    }
  }
  return [...found.values()];
}

function referencesOf(skeleton: Skeleton, owner: Entity, record: StateRecord): [Entity, string][] {
  return owner.attributes.flatMap(({ name, type }): [Entity, string][] => {
    const value = record[name];
    const named = type.kind === 'list' && Array.isArray(value) ? value : [value];
    const kind = type.kind === 'list' ? type.items : type;
    const target = kind.kind === 'reference' && skeleton.entities.find((candidate) => candidate.name === kind.entity);
    return target ? named.flatMap((item): [Entity, string][] => (typeof item === 'string' ? [[target, item]] : [])) : [];
  });
}
