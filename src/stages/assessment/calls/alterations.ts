import { addDays } from '../../../base/days.ts';
import type { Json } from '../../../base/json.ts';
import type { Random } from '../../../base/random.ts';
import type { Attribute, Entity, Operation, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import { matchingText } from '../../../domain/patterns/matching-text.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { stateWith } from '../../../domain/with-record.ts';
import { neighboursOf, type Placed } from './neighbours.ts';

/** A state that nobody walked to and a call on it, and how they differ from those they were made from. */
export interface Altered {
  readonly state: State;
  readonly call: ToolCall;
  readonly changes: readonly string[];
}

/** What alterations start from. */
export interface Ground {
  readonly skeleton: Skeleton;
  readonly state: State;
  readonly operation: Operation;
  readonly call: ToolCall;
  /** "2026-03-09" */
  readonly today: string;
  readonly random: Random;
}

type Made = Pick<Altered, 'state' | 'call'>;
type Alteration = (made: Made) => Altered;

/** Records around a call that others are made to refer to. */
const mostCrowded = 8;

/**
 * States in which the call may have to be refused: one value of a record around the call, or of an argument, exchanged for another
 * of its type, or one record copied several times so that a limit is reached; then two and three of these together. None needs to
 * be valid.
 */
export function* alteredStates(ground: Ground, most: number): Generator<Altered> {
  const { skeleton, state, call, random } = ground;
  const named = skeleton.entities.flatMap((entity) =>
    Object.values(call.arguments).flatMap((value): [Entity, string][] =>
      typeof value === 'string' && Object.hasOwn(state[entity.collection] ?? {}, value) ? [[entity, value]] : [],
    ),
  );
  const around = neighboursOf(skeleton, [state], named);
  const exchanges = [...around.flatMap((placed) => exchangesOf(ground, placed)), ...otherArguments(ground)];
  const crowds = around.slice(0, mostCrowded).flatMap(({ entity, key }) => crowdsOf(ground, entity, key));
  const kinds = [exchanges, crowds].filter((alterations) => alterations.length > 0);
  const singles = random.shuffle([...exchanges, ...random.sample(crowds, Math.ceil(most / 6))]);
  let made = 0;
  for (const alteration of singles.slice(0, Math.ceil(most / 2))) {
    made++;
    yield alteration({ state, call });
  }
  for (; made < most && kinds.length > 0; made++) {
    let together: Altered = { state, call, changes: [] };
    for (let number = random.integer(2, 3); number > 0; number--) {
      const next = random.pick(random.pick(kinds))(together);
      together = { ...next, changes: [...together.changes, ...next.changes] };
    }
    yield together;
  }
}

function otherArguments(ground: Ground): Alteration[] {
  return ground.operation.parameters.flatMap(({ name, type }) =>
    otherValues(ground, type, ground.call.arguments[name] ?? null).map(
      (value): Alteration =>
        ({ state, call }) => ({
          state,
          call: { ...call, arguments: { ...call.arguments, [name]: value } },
          changes: [`${name}: ${JSON.stringify(value)}`],
        }),
    ),
  );
}

function exchangesOf(ground: Ground, { entity, key }: Placed): Alteration[] {
  return entity.attributes
    .filter((attribute) => attribute.name !== entity.key)
    .flatMap((attribute) =>
      attributeValues(ground, attribute, ground.state[entity.collection]?.[key]?.[attribute.name] ?? null).map(
        (value): Alteration =>
          ({ state, call }) => {
            const path = `/${entity.collection}/${key}/${attribute.name}`;
            const record = { ...state[entity.collection]?.[key], [attribute.name]: value };
            return {
              state: stateWith(state, entity.collection, key, record),
              call,
              changes: [`${path} = ${JSON.stringify(value)}`],
            };
          },
      ),
    );
}

function attributeValues(ground: Ground, { type, nullable }: Attribute, present: Json): Json[] {
  const values = otherValues(ground, type, present);
  return nullable && present !== null ? [...values, null] : values;
}

/** Days from today on which something is long over, just over, about to begin, or far off. */
const days = [-400, -30, -1, 0, 1, 30, 400];

function otherValues(ground: Ground, type: ValueType, present: Json): Json[] {
  const { skeleton, state, call, today, random } = ground;
  const values = (): Json[] => {
    switch (type.kind) {
      case 'enum':
        return type.values;
      case 'boolean':
        return [true, false];
      case 'integer':
      case 'number': {
        const given = [...Object.values(call.arguments), ...skeleton.policy.map(({ value }) => value)];
        const near = given.flatMap((value) => (typeof value === 'number' ? [value - 1, value, value + 1] : []));
        const bounds = [type.minimum ?? 0, type.maximum ?? 1_000_000];
        const own = [Number(present) - 1, Number(present) + 1, Number(present) * 10];
        return [...bounds, ...own, ...near].filter(
          (value) => value >= (type.minimum ?? value) && value <= (type.maximum ?? value),
        );
      }
      case 'date':
        return days.map((number) => addDays(today, number));
      case 'datetime':
        return days.map((number) => `${addDays(today, number)}T12:00:00Z`);
      case 'reference': {
        const target = skeleton.entities.find((entity) => entity.name === type.entity);
        return random.sample(Object.keys(state[target?.collection ?? ''] ?? {}), 4);
      }
      case 'string':
        return Object.values(call.arguments).filter((value) => typeof value === 'string');
      case 'list':
        return [[], ...otherValues(ground, type.items, null).map((value) => [value])];
      default:
        return [];
    }
  };
  return [...new Set(values())].filter((value) => value !== present);
}

/** More records that refer to a named one, as many as a number of the policy: copies of others that differ in that reference. */
function crowdsOf({ skeleton, state, random }: Ground, entity: Entity, key: string): Alteration[] {
  const limits = skeleton.policy.flatMap(({ value }) =>
    typeof value === 'number' && value >= 1 && value <= 30 ? [Math.ceil(value)] : [],
  );
  return skeleton.entities.flatMap((owner) =>
    owner.attributes
      .filter(({ type }) => type.kind === 'reference' && type.entity === entity.name)
      .flatMap((attribute) =>
        random.sample(Object.values(state[owner.collection] ?? {}), 6).flatMap((record) =>
          [...new Set([1, ...limits])].map(
            (count): Alteration =>
              (made) => ({
                ...made,
                state: withCopies(made.state, owner, { ...record, [attribute.name]: key }, count),
                changes: [`${count} more in /${owner.collection} with ${attribute.name} = "${key}"`],
              }),
          ),
        ),
      ),
  );
}

function withCopies(state: State, entity: Entity, record: StateRecord, count: number): State {
  let crowded = state;
  for (let number = 1; number <= count; number++) {
    const own = Object.fromEntries(
      entity.attributes
        .filter(({ name, unique }) => name === entity.key || unique)
        .map((attribute) => [attribute.name, another(attribute, record[attribute.name] ?? null, number)]),
    );
    const copy = { ...record, ...own };
    crowded = stateWith(crowded, entity.collection, String(copy[entity.key]), copy);
  }
  return crowded;
}

/** A value that no other record has, of the same form. */
function another({ type }: Attribute, value: Json, number: number): Json {
  if (typeof value === 'number') return value + 7000 + number;
  if (typeof value !== 'string') return value;
  if (type.kind === 'string' && type.pattern !== undefined) return matchingText(type.pattern, number, type.maxLength);
  return `${value} ${number}`;
}
