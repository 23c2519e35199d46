import { canonicalJson, type Json } from '../../../base/json.ts';
import type { Entity, Operation, Parameter, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import { operationOf } from '../certificate-input.ts';
import type { Step } from '../reference/trace.ts';
import { recordOf } from '../state-after.ts';

/** Values tried for one parameter, and calls made of one operation at a time. */
const valuesTried = 3;
const callsTried = 6;

/** Values that calls may be made with, by the names they were seen under, and keys of records by the name of their entity. */
export class ArgumentPool {
  readonly #named = new Map<string, Json[]>();
  readonly #keys = new Map<string, string[]>();
  readonly #skeleton: Skeleton;

  /** What calls were made with, what they changed, and the records these changes are about, as they were and as they are. */
  constructor(skeleton: Skeleton, calls: readonly ExecutedCall[], states: readonly State[]) {
    this.#skeleton = skeleton;
    const given = new Map<string, Json[]>();
    for (const call of calls)
      for (const [name, value] of Object.entries(call.arguments)) {
        this.#add(name, value);
        given.set(name, [...(given.get(name) ?? []), value]);
        const parameter = operationOf(skeleton, call.tool)?.parameters.find((candidate) => candidate.name === name);
        if (parameter?.type.kind === 'reference' && typeof value === 'string')
          this.#learnRecord(entityCalled(skeleton, parameter.type.entity), value, states);
      }
    for (const [name, values] of given) for (const value of [...togetherOf(values), ...partsOf(values)]) this.#add(name, value);
    for (const call of calls) this.learn(call, states);
  }

  /** Takes in what a call changed. */
  learn(call: Pick<ExecutedCall, 'patches'>, states: readonly State[]): void {
    for (const patch of call.patches) {
      const at = recordOf(patch);
      if (!at) continue;
      this.#learnRecord(
        this.#skeleton.entities.find(({ collection }) => collection === at.collection),
        at.key,
        states,
      );
    }
  }

  /** The values of a record, its key, and the keys it refers to. */
  #learnRecord(entity: Entity | undefined, key: string, states: readonly State[]): void {
    if (!entity) return;
    this.#addKey(entity.name, key);
    for (const state of states)
      for (const [name, value] of Object.entries(state[entity.collection]?.[key] ?? {})) {
        this.#add(name, value);
        const type = entity.attributes.find((attribute) => attribute.name === name)?.type;
        if (type?.kind === 'reference' && typeof value === 'string') this.#addKey(type.entity, value);
      }
  }

  /** Calls of an operation with values of the pool: all required parameters, and all that the pool has something for. */
  callsOf(operation: Operation): Step[] {
    const required = operation.parameters.filter((parameter) => parameter.required);
    const full = operation.parameters.filter((parameter) => parameter.required || this.#named.has(parameter.name));
    return [...this.#fill(operation, full), ...(full.length === required.length ? [] : this.#fill(operation, required))];
  }

  #fill(operation: Operation, parameters: readonly Parameter[]): Step[] {
    let partial: [string, Json][][] = [[]];
    for (const parameter of parameters) {
      const values = this.#valuesFor(parameter).slice(0, valuesTried);
      partial = partial.flatMap((args) => values.map((value): [string, Json][] => [...args, [parameter.name, value]]));
    }
    return partial.slice(0, callsTried).map((args) => ({ tool: operation.name, arguments: Object.fromEntries(args) }));
  }

  #valuesFor({ name, type }: Parameter): readonly Json[] {
    const named = this.#named.get(name) ?? this.#akin(name);
    if (type.kind === 'reference') return [...new Set([...named, ...(this.#keys.get(type.entity) ?? [])])];
    if (type.kind === 'enum')
      return [...new Set([...named, ...type.values])].filter((value) => type.values.some((one) => one === value));
    if (type.kind === 'boolean') return [true, false];
    return named;
  }

  /** What was seen under a name that is the end of this one or the other way round: "new_quantity" and "quantity". */
  #akin(name: string): readonly Json[] {
    const found = [...this.#named.keys()].find((other) => other.endsWith(`_${name}`) || name.endsWith(`_${other}`));
    return found === undefined ? [] : (this.#named.get(found) ?? []);
  }

  #add(name: string, value: Json): void {
    const values = this.#named.get(name) ?? [];
    if (value !== null && !values.some((other) => canonicalJson(other) === canonicalJson(value)))
      this.#named.set(name, [...values, value]);
  }

  #addKey(entity: string, key: string): void {
    const keys = this.#keys.get(entity) ?? [];
    if (!keys.includes(key)) this.#keys.set(entity, [...keys, key]);
  }
}

function entityCalled(skeleton: Skeleton, name: string): Entity | undefined {
  return skeleton.entities.find((entity) => entity.name === name);
}

/** What one call could be given in place of several: all items in one list, the sum of the amounts. */
function togetherOf(values: readonly Json[]): Json[] {
  if (values.length < 2) return [];
  if (values.every((value) => typeof value === 'number')) return [values.reduce((sum, value) => sum + value, 0)];
  return values.every((value) => Array.isArray(value)) ? [values.flat()] : [];
}

/** What several calls could be given in place of one: the items one by one, an amount in two parts. */
function partsOf(values: readonly Json[]): Json[] {
  return values.flatMap((value): Json[] => {
    if (Array.isArray(value) && value.length > 1) return value.map((item) => [item]);
    return typeof value === 'number' && Number.isInteger(value) && value > 1 ? [1, value - 1] : [];
  });
}
