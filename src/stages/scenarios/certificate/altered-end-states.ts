import { canonicalJson, type Json } from '../../../base/json.ts';
import type { Attribute, Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { withRecord } from '../../../domain/with-record.ts';
import type { CertificateInput } from '../certificate-input.ts';
import { endText } from '../end-state.ts';
import type { Leaf } from '../leaves.ts';
import { type Dictated, wordsGiven } from '../wording/dictated.ts';
import { otherTexts } from './other-texts.ts';
import { otherKeys, otherValues } from './other-values.ts';

type Altering = Pick<CertificateInput, 'skeleton' | 'dictated' | 'start' | 'final'>;

export interface AlteredEndState {
  readonly what: string;
  readonly state: State;
}

/**
 * Wrong end states, made systematically from the right one: each changed value restored, altered, moved to another record;
 * each new record taken away, doubled, altered; each removed one put back; in every collection a record too many, one too
 * few, and an untouched one touched in each attribute. Those that are right under the comparison policies are left out.
 */
export function alteredEndStates(input: Altering): AlteredEndState[] {
  const { skeleton, final } = input;
  const initial = input.start.state;
  const right = endText(input, initial, final);
  return skeleton.entities
    .flatMap((entity) => new Mutator(input, entity).all())
    .filter((mutant) => endText(input, initial, mutant.state) !== right);
}

class Mutator {
  readonly #skeleton: Skeleton;
  readonly #dictated: readonly Dictated[];
  readonly #entity: Entity;
  readonly #initial: State;
  readonly #final: State;
  readonly #before: Readonly<Record<string, StateRecord>>;
  readonly #after: Readonly<Record<string, StateRecord>>;

  constructor({ skeleton, dictated = [], start, final }: Altering, entity: Entity) {
    this.#skeleton = skeleton;
    this.#dictated = dictated;
    this.#entity = entity;
    this.#initial = start.state;
    this.#final = final;
    this.#before = start.state[entity.collection] ?? {};
    this.#after = final[entity.collection] ?? {};
  }

  all(): AlteredEndState[] {
    return [...this.#changed(), ...this.#created(), ...this.#removed(), ...this.#untouched()];
  }

  #changed(): AlteredEndState[] {
    return Object.keys(this.#before).flatMap((key) => {
      const [old, now] = [this.#before[key], this.#after[key]];
      if (!old || !now || old === now) return [];
      const changes = this.#compared().filter(({ name }) => canonicalJson(old[name]) !== canonicalJson(now[name]));
      const other = this.#untouchedKeys(key)[0];
      return [
        ...changes.flatMap((attribute) => [
          this.#with(`${attribute.name} of ${key} restored`, key, { ...now, [attribute.name]: old[attribute.name] ?? null }),
          ...this.#altered(key, now, attribute),
          ...this.#moved(key, attribute, other),
        ]),
        ...(changes.length > 0 ? [this.#with(`${key} deleted`, key, undefined)] : []),
      ];
    });
  }

  /** The change happened to another record instead. */
  #moved(key: string, attribute: Attribute, other: string | undefined): AlteredEndState[] {
    const [old, now] = [this.#before[key], this.#after[key]];
    const neighbour = other === undefined ? undefined : this.#after[other];
    if (!old || !now || !neighbour || other === undefined) return [];
    const restored = withRecord(this.#after, key, { ...now, [attribute.name]: old[attribute.name] ?? null });
    const moved = withRecord(restored, other, { ...neighbour, [attribute.name]: now[attribute.name] ?? null });
    return [{ what: `${attribute.name} of ${key} moved to ${other}`, state: this.#state(moved) }];
  }

  #created(): AlteredEndState[] {
    return Object.keys(this.#after)
      .filter((key) => !Object.hasOwn(this.#before, key))
      .flatMap((key) => {
        const record = this.#after[key] ?? {};
        return [
          this.#with(`new ${key} taken away`, key, undefined),
          this.#copy(`new ${key} doubled`, record),
          ...this.#compared().flatMap((attribute) => this.#altered(key, record, attribute)),
        ];
      });
  }

  #removed(): AlteredEndState[] {
    return Object.keys(this.#before)
      .filter((key) => !Object.hasOwn(this.#after, key))
      .map((key) => this.#with(`removed ${key} put back`, key, this.#before[key]));
  }

  #untouched(): AlteredEndState[] {
    const [first, second] = this.#untouchedKeys('');
    const record = first === undefined ? undefined : this.#after[first];
    if (first === undefined || !record) return [];
    return [
      this.#copy(`a further record in ${this.#entity.collection}`, record),
      ...(second === undefined ? [] : [this.#with(`untouched ${second} deleted`, second, undefined)]),
      ...this.#compared().flatMap((attribute) => this.#altered(first, record, attribute).slice(0, 1)),
    ];
  }

  #altered(key: string, record: StateRecord, attribute: Attribute): AlteredEndState[] {
    return this.#others(attribute, record[attribute.name] ?? null).map((value) =>
      this.#with(`${attribute.name} of ${key} altered to ${canonicalJson(value)}`, key, { ...record, [attribute.name]: value }),
    );
  }

  /** Wrong values of an attribute; free text can be missing, and say something else than what is dictated. */
  #others(attribute: Attribute, value: Json): Json[] {
    if (attribute.policy === 'semantic') {
      if (typeof value !== 'string' || value === '') return [];
      const words = wordsGiven(this.#dictated, value);
      return words === undefined ? ['', '-'] : ['', ...otherTexts(value, words)];
    }
    const { type } = attribute;
    if (type.kind === 'reference') {
      const target = this.#skeleton.entities.find((entity) => entity.name === type.entity);
      return target && typeof value === 'string' ? otherKeys(target, this.#initial, value, 1) : [];
    }
    if (value === null)
      return type.kind === 'date'
        ? ['2020-01-01']
        : type.kind === 'integer' || type.kind === 'number'
          ? [1]
          : type.kind === 'string'
            ? ['something']
            : [];
    if (Array.isArray(value)) return value.length > 0 ? [value.slice(1)] : [];
    if (typeof value === 'object') return [{}];
    return otherValues(type, value as Leaf['value']).slice(0, 2);
  }

  #compared(): Attribute[] {
    return this.#entity.attributes.filter((attribute) => attribute.policy !== 'exempt');
  }

  #untouchedKeys(except: string): string[] {
    return Object.keys(this.#after)
      .filter((key) => key !== except && this.#after[key] === this.#before[key])
      .slice(0, 2);
  }

  #copy(what: string, record: StateRecord): AlteredEndState {
    const key = `${String(record[this.#entity.key] ?? 'X')}-copy`;
    return this.#with(what, key, { ...record, [this.#entity.key]: key });
  }

  #with(what: string, key: string, record: StateRecord | undefined): AlteredEndState {
    return { what, state: this.#state(withRecord(this.#after, key, record)) };
  }

  #state(records: Record<string, StateRecord>): State {
    return { ...this.#final, [this.#entity.collection]: records };
  }
}
