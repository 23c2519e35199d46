import { isObject, type Json } from '../../../base/json.ts';
import type { Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';

type Fields = { readonly [name: string]: Json };

/** A record as far as results have shown it, or a row of a result that shows several records together. */
export interface Shown {
  /** Undefined for a row. */
  readonly entity: Entity | undefined;
  readonly key: string;
  /** Its values; of a record that was only referred to, none. */
  readonly fields: Fields;
}

/** What calls have answered: the records, as they were last seen, in the order in which they first were. */
export class Observations {
  readonly #skeleton: Skeleton;
  readonly #records = new Map<string, Map<string, Shown>>();
  readonly #rows = new Map<string, Shown>();
  readonly #byKey = new Map<string, Shown[]>();

  constructor(skeleton: Skeleton, calls: readonly Pick<ExecutedCall, 'result'>[] = []) {
    this.#skeleton = skeleton;
    for (const call of calls) this.add(call);
  }

  /** The same, to which more can be added apart. */
  copy(): Observations {
    const copy = new Observations(this.#skeleton);
    for (const [entity, records] of this.#records) copy.#records.set(entity, new Map(records));
    for (const [id, row] of this.#rows) copy.#rows.set(id, row);
    for (const [key, records] of this.#byKey) copy.#byKey.set(key, records);
    return copy;
  }

  /** Takes in what a call answered. Returns the records of which nothing was known before. */
  add({ result }: Pick<ExecutedCall, 'result'>): readonly Shown[] {
    this.#fresh = [];
    for (const object of objectsIn('data' in result ? (result.data ?? null) : null)) this.#learn(object);
    return this.#fresh;
  }

  /** Records of an entity. */
  of(entity: string): readonly Shown[] {
    return [...(this.#records.get(entity)?.values() ?? [])];
  }

  get all(): readonly Shown[] {
    return [...[...this.#records.values()].flatMap((records) => [...records.values()]), ...this.#rows.values()];
  }

  /** The records that go by a key. */
  called(key: string): readonly Shown[] {
    return this.#byKey.get(key) ?? [];
  }

  #fresh: Shown[] = [];

  #learn(object: Fields): void {
    const overlap = ({ attributes }: Entity): number => attributes.filter(({ name }) => Object.hasOwn(object, name)).length;
    const keyed = this.#skeleton.entities.filter(({ key }) => typeof object[key] === 'string');
    const [own] = [...keyed].sort((one, two) => overlap(two) - overlap(one));
    const isRecord = own !== undefined && overlap(own) >= own.attributes.length / 2;
    for (const entity of keyed) this.#see(entity, String(object[entity.key]), isRecord && entity === own ? object : {});
    const references = this.#skeleton.entities.flatMap((entity) =>
      isRecord
        ? own.attributes.flatMap(({ name, type }) =>
            type.kind === 'reference' && type.entity === entity.name ? [{ entity, value: object[name] }] : [],
          )
        : [],
    );
    for (const { entity, value } of references) if (typeof value === 'string') this.#see(entity, value, {});
    if (isRecord) return;
    const row = rowOf(object);
    const id = JSON.stringify(row);
    if (Object.keys(row).length > 1) this.#rows.set(id, { entity: undefined, key: id, fields: row });
  }

  #see(entity: Entity, key: string, fields: Fields): void {
    const records = this.#records.get(entity.name) ?? new Map<string, Shown>();
    this.#records.set(entity.name, records);
    const before = records.get(key);
    const shown: Shown = { entity, key, fields: { ...before?.fields, ...fields } };
    records.set(key, shown);
    if (!before) this.#fresh.push(shown);
    this.#byKey.set(key, [...(this.#byKey.get(key) ?? []).filter((other) => other.entity !== entity), shown]);
  }
}

/** The plain values of a row, and those of the records that stand in it. */
function rowOf(object: Fields): Fields {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]): [string, Json][] => {
      if (Array.isArray(value)) return [];
      if (!isObject(value)) return [[name, value]];
      return Object.entries(value as Fields).flatMap(([inner, one]): [string, Json][] =>
        typeof one === 'object' ? [] : [[inner, one]],
      );
    }),
  );
}

function objectsIn(value: Json): Fields[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => objectsIn(item));
  if (!isObject(value)) return [];
  const object = value as Fields;
  return [object, ...Object.values(object).flatMap(objectsIn)];
}
