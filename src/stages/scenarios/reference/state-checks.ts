import { canonicalJson, type Json } from '../../../base/json.ts';
import { type Condition, conditionHolds } from '../../../domain/checks/conditions.ts';
import type { RenderedPredicate } from '../../../domain/checks/kinds.ts';
import type { Attribute, Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { type Dictated, wordsGiven } from '../wording/dictated.ts';

/**
 * What the end state of a reference demands, under the comparison policies of the skeleton: one predicate for each kind of
 * new record, each record gone, each attribute changed, and the frame: nothing else changed. Free text has to say what was
 * dictated (see saysWords); where nobody said what to write, it has to be there.
 */
export function derivePredicates(
  skeleton: Skeleton,
  initial: State,
  final: State,
  dictated: readonly Dictated[] = [],
): { readonly demanded: readonly RenderedPredicate[]; readonly frame: RenderedPredicate } {
  const difference = new Difference(skeleton, initial, final, dictated);
  const demanded = skeleton.entities.flatMap((entity) => [
    ...difference.created(entity),
    ...difference.changed(entity),
    ...difference.removed(entity),
  ]);
  return { demanded, frame: difference.frame() };
}

class Difference {
  readonly #skeleton: Skeleton;
  readonly #initial: State;
  readonly #final: State;
  readonly #dictated: readonly Dictated[];

  constructor(skeleton: Skeleton, initial: State, final: State, dictated: readonly Dictated[]) {
    this.#dictated = dictated;
    this.#skeleton = skeleton;
    this.#initial = initial;
    this.#final = final;
  }

  /** New records with the same demands become one predicate with their number. */
  created(entity: Entity): RenderedPredicate[] {
    const groups = new Map<string, Condition[]>();
    for (const key of this.#newKeys(entity)) {
      const where = this.#conditions(
        entity,
        this.#records(this.#final, entity)[key] ?? {},
        new Set([`${entity.collection}/${key}`]),
      );
      groups.set(canonicalJson(where), where);
    }
    return [...groups.values()].map((where) => ({
      kind: 'created',
      collection: entity.collection,
      where,
      count: this.#count(entity, where),
    }));
  }

  removed(entity: Entity): RenderedPredicate[] {
    return this.#goneKeys(entity).map((key) => ({ kind: 'removed', collection: entity.collection, key }));
  }

  changed(entity: Entity): RenderedPredicate[] {
    return this.#changes(entity).flatMap(({ key, attributes }) =>
      attributes.flatMap((attribute): RenderedPredicate[] => {
        const value = this.#records(this.#final, entity)[key]?.[attribute.name];
        const old = this.#records(this.#initial, entity)[key]?.[attribute.name];
        const condition = value === undefined ? undefined : this.#condition(attribute, value, new Set(), old);
        return condition ? [{ kind: 'changed', collection: entity.collection, key, condition }] : [];
      }),
    );
  }

  frame(): RenderedPredicate {
    const entities = this.#skeleton.entities;
    const exempt = entities.map(
      (entity) =>
        [
          entity.collection,
          entity.attributes.filter((attribute) => attribute.policy === 'exempt').map((attribute) => attribute.name),
        ] as const,
    );
    return {
      kind: 'frame',
      created: entities.flatMap((entity) => {
        const count = this.#newKeys(entity).length;
        return count > 0 ? [{ collection: entity.collection, count }] : [];
      }),
      removed: entities.flatMap((entity) => this.#goneKeys(entity).map((key) => ({ collection: entity.collection, key }))),
      changed: entities.flatMap((entity) =>
        this.#changes(entity).map(({ key, attributes }) => ({
          collection: entity.collection,
          key,
          attributes: attributes.map((attribute) => attribute.name),
        })),
      ),
      exempt: Object.fromEntries(exempt.filter(([, attributes]) => attributes.length > 0)),
    };
  }

  #records(state: State, entity: Entity): Record<string, StateRecord> {
    return state[entity.collection] ?? {};
  }

  #newKeys(entity: Entity): string[] {
    return Object.keys(this.#records(this.#final, entity))
      .filter((key) => !Object.hasOwn(this.#records(this.#initial, entity), key))
      .sort();
  }

  #goneKeys(entity: Entity): string[] {
    return Object.keys(this.#records(this.#initial, entity))
      .filter((key) => !Object.hasOwn(this.#records(this.#final, entity), key))
      .sort();
  }

  /** Records that are in both states, with the attributes that count and differ. */
  #changes(entity: Entity): { key: string; attributes: Attribute[] }[] {
    const before = this.#records(this.#initial, entity);
    const after = this.#records(this.#final, entity);
    return Object.keys(before)
      .filter((key) => Object.hasOwn(after, key))
      .sort()
      .map((key) => ({
        key,
        attributes: entity.attributes.filter(
          (attribute) =>
            attribute.policy !== 'exempt' &&
            canonicalJson(before[key]?.[attribute.name]) !== canonicalJson(after[key]?.[attribute.name]),
        ),
      }))
      .filter((change) => change.attributes.length > 0);
  }

  /** `path` holds the new records on the way here, so that two that name each other do not go on for ever. */
  #conditions(entity: Entity, record: StateRecord, path: ReadonlySet<string>): Condition[] {
    return entity.attributes.flatMap((attribute) => {
      const value = record[attribute.name];
      const condition = value === undefined ? undefined : this.#condition(attribute, value, path);
      return condition ? [condition] : [];
    });
  }

  /** What is demanded of a value; `old` is what the attribute held before. */
  #condition(attribute: Attribute, value: Json, path: ReadonlySet<string>, old?: Json): Condition | undefined {
    if (attribute.policy === 'exempt') return undefined;
    const target = this.#newTarget(attribute.type, value);
    if (target) {
      const id = `${target.entity.collection}/${target.key}`;
      const where = path.has(id)
        ? []
        : this.#conditions(target.entity, this.#records(this.#final, target.entity)[target.key] ?? {}, new Set([...path, id]));
      return { attribute: attribute.name, is: 'new-record', collection: target.entity.collection, where };
    }
    const isText = typeof value === 'string' || Array.isArray(value);
    const words = typeof value === 'string' ? wordsGiven(this.#dictated, value) : undefined;
    if (attribute.policy === 'semantic' && words !== undefined) return { attribute: attribute.name, is: 'says', words };
    if (isText && value.length > 0 && (attribute.policy === 'semantic' || this.#holdsNewKey(attribute.type, value))) {
      const isRewritten = (typeof old === 'string' || Array.isArray(old)) && old.length > 0;
      return { attribute: attribute.name, is: 'present', ...(isRewritten ? { unlike: old } : {}) };
    }
    return { attribute: attribute.name, is: 'equal', value };
  }

  /** The new record that a reference names. Its key was generated, so the check describes the record instead. */
  #newTarget(type: ValueType, value: Json): { entity: Entity; key: string } | undefined {
    if (type.kind !== 'reference' || typeof value !== 'string') return undefined;
    const entity = this.#skeleton.entities.find((candidate) => candidate.name === type.entity);
    if (
      !entity ||
      Object.hasOwn(this.#records(this.#initial, entity), value) ||
      !Object.hasOwn(this.#records(this.#final, entity), value)
    )
      return undefined;
    const key = entity.attributes.find((attribute) => attribute.name === entity.key);
    return key?.policy === 'hard' ? undefined : { entity, key: value };
  }

  /** Whether a list holds the generated key of a new record somewhere: it then cannot be compared exactly. */
  #holdsNewKey(type: ValueType, value: Json): boolean {
    if (type.kind === 'reference') return this.#newTarget(type, value) !== undefined;
    if (type.kind === 'list' && Array.isArray(value)) return value.some((item) => this.#holdsNewKey(type.items, item));
    if (type.kind === 'object' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const fields = value as { readonly [key: string]: Json };
      return type.fields.some((field) => this.#holdsNewKey(field.type, fields[field.name] ?? null));
    }
    return false;
  }

  /** How many new records fulfil the demands: those of a looser group may also fulfil a stricter one's. */
  #count(entity: Entity, where: readonly Condition[]): number {
    const records = this.#records(this.#final, entity);
    const ends = { initial: this.#initial, final: this.#final };
    return this.#newKeys(entity).filter((key) => where.every((one) => conditionHolds(one, records[key] ?? {}, ends))).length;
  }
}
