import { canonicalJson, isObject, type Json } from '../../base/json.ts';
import { hasContent } from '../../domain/checks/helpers.ts';
import type { Attribute, Entity, Skeleton } from '../../domain/environment/skeleton.ts';
import type { ValueType } from '../../domain/environment/value-type.ts';
import type { State, StateRecord } from '../../domain/state.ts';
import { saysWords } from '../../language/says-words.ts';
import type { CertificateInput } from './certificate-input.ts';
import type { Dictated } from './wording/dictated.ts';

/** What ends are compared under: the skeleton's policies, and what the task dictates. */
type EndTerms = Pick<CertificateInput, 'skeleton' | 'dictated'>;

/**
 * What an end state amounts to under the comparison policies, as text: two ends with the same text are the same outcome.
 * New records are told by their contents, not by their generated keys; free text by whether it is there and was rewritten, and by
 * what it says of what the task dictates;
 * exempt attributes not at all. Computed apart from the checks, so that the one can be held against the other.
 */
export function endText(terms: EndTerms, initial: State, final: State): string {
  return canonicalJson(endItems(terms, initial, final));
}

/** The same, item by item: each changed attribute, each new record and each one gone as a text of its own. */
export function endItems(terms: EndTerms, initial: State, final: State): string[] {
  const reader = new EndReader(terms, initial, final);
  return terms.skeleton.entities.flatMap((entity) => reader.collection(entity));
}

class EndReader {
  readonly #skeleton: Skeleton;
  readonly #dictated: readonly Dictated[];
  readonly #initial: State;
  readonly #final: State;

  constructor({ skeleton, dictated = [] }: EndTerms, initial: State, final: State) {
    this.#skeleton = skeleton;
    this.#dictated = dictated;
    this.#initial = initial;
    this.#final = final;
  }

  /** Only what differs from the initial state. */
  collection(entity: Entity): string[] {
    const { collection } = entity;
    const before = this.#initial[collection] ?? {};
    const after = this.#final[collection] ?? {};
    if (before === after) return [];
    const changed = Object.keys(before)
      .filter((key) => Object.hasOwn(after, key) && before[key] !== after[key])
      .flatMap((key) =>
        this.#changes(entity, before[key] ?? {}, after[key] ?? {}).map((change) => ['changed', collection, key, ...change]),
      );
    const created = Object.keys(after)
      .filter((key) => !Object.hasOwn(before, key))
      .map((key) => ['created', collection, this.#describe(entity, key, new Set())]);
    const removed = Object.keys(before)
      .filter((key) => !Object.hasOwn(after, key))
      .map((key) => ['removed', collection, key]);
    return [...changed, ...created, ...removed].map((item) => canonicalJson(item)).sort();
  }

  #changes(entity: Entity, before: StateRecord, after: StateRecord): [string, Json][] {
    return entity.attributes.flatMap((attribute): [string, Json][] => {
      if (attribute.policy === 'exempt') return [];
      const [old = null, value = null] = [before[attribute.name], after[attribute.name]];
      if (canonicalJson(old) === canonicalJson(value)) return [];
      return [[attribute.name, this.#value(attribute, value, new Set())]];
    });
  }

  #describe(entity: Entity, key: string, path: ReadonlySet<string>): Json {
    const id = `${entity.collection}/${key}`;
    if (path.has(id)) return 'itself';
    const record = this.#final[entity.collection]?.[key] ?? {};
    const attributes = entity.attributes
      .filter((attribute) => attribute.policy !== 'exempt')
      .map((attribute) => [attribute.name, this.#value(attribute, record[attribute.name] ?? null, new Set([...path, id]))]);
    return Object.fromEntries(attributes) as Json;
  }

  #value(attribute: Attribute, value: Json, path: ReadonlySet<string>): Json {
    const isText = typeof value === 'string' || Array.isArray(value);
    if (attribute.policy === 'semantic' && isText) {
      const said =
        typeof value === 'string' ? this.#dictated.flatMap(({ words }) => (saysWords(value, words) ? [words] : [])) : [];
      return hasContent(value) ? { text: 'some', said } : { text: 'none' };
    }
    return this.#anonymous(attribute.type, value, path);
  }

  /** Generated keys of new records replaced by what the records hold. */
  #anonymous(type: ValueType, value: Json, path: ReadonlySet<string>): Json {
    if (type.kind === 'reference' && typeof value === 'string') {
      const entity = this.#skeleton.entities.find((candidate) => candidate.name === type.entity);
      if (!entity || Object.hasOwn(this.#initial[entity.collection] ?? {}, value)) return value;
      return Object.hasOwn(this.#final[entity.collection] ?? {}, value) ? { record: this.#describe(entity, value, path) } : value;
    }
    if (type.kind === 'list' && Array.isArray(value)) return value.map((item) => this.#anonymous(type.items, item, path));
    if (type.kind === 'object' && isObject(value)) {
      const fields = value as { [key: string]: Json };
      return Object.fromEntries(
        type.fields.map((field) => [field.name, this.#anonymous(field.type, fields[field.name] ?? null, path)]),
      );
    }
    return value;
  }
}
