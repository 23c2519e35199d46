import { addDays } from '../../../base/days.ts';
import type { Json } from '../../../base/json.ts';
import type { Parameter, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import { matchingText } from '../../../domain/patterns/matching-text.ts';
import type { State } from '../../../domain/state.ts';

/** Days from today on which something is long over, just over, about to begin, or far off. */
const days = [-400, -30, -7, -2, -1, 0, 1, 2, 7, 14, 30, 90, 400];
/** How far above the least a number goes that no record and no constant suggests: code may do something as many times. */
const farthest = 2000;
const mostTexts = 80;

/**
 * Values of a parameter at which something may tip: those that records hold, all of an enumeration, bounds, numbers of the
 * business, days counted from today, and the neighbours of each.
 */
export function argumentValues(
  skeleton: Skeleton,
  state: State,
  today: string,
  { name, type }: Pick<Parameter, 'name' | 'type'>,
): readonly Json[] {
  return [...new Set(valuesOf({ skeleton, state, today }, type, name))];
}

interface Ground {
  readonly skeleton: Skeleton;
  readonly state: State;
  readonly today: string;
}

function valuesOf(ground: Ground, type: ValueType, name: string): Json[] {
  const { skeleton, state, today } = ground;
  switch (type.kind) {
    case 'enum':
      return [...type.values];
    case 'boolean':
      return [true, false];
    case 'reference': {
      const collection = skeleton.entities.find((entity) => entity.name === type.entity)?.collection ?? '';
      return [...Object.keys(state[collection] ?? {}), 'no-such-key', 'toString'];
    }
    case 'integer':
    case 'number': {
      const low = type.minimum ?? 0;
      const high = type.maximum ?? Number.POSITIVE_INFINITY;
      const numbers = [...constants(skeleton), ...held(ground, name, 'number')].filter((value) => typeof value === 'number');
      const near = numbers.flatMap((value) => [value - 1, value, value + 1]);
      const steps = [0, 1, 2, 3, 5, 10, 50, 200, farthest].map((step) => low + step);
      return [...steps, ...near].filter((value) => value >= low && value <= high);
    }
    case 'date':
      return dates(ground, name).map((date) => date.slice(0, 10));
    case 'datetime':
      return dates(ground, name).flatMap((date) =>
        date.length > 10 ? [date] : [`${date}T09:00:00Z`, `${date}T15:30:00Z`, `${date}T00:00:00Z`],
      );
    case 'string':
      return texts(ground, type, name);
    case 'list': {
      const items = valuesOf(ground, type.items, name);
      return [
        ...items.map((item) => [item]),
        ...items.slice(0, 12).flatMap((item, at) => [items.slice(at, at + 2), [item, item]]),
        [],
      ];
    }
    case 'object': {
      const fields = type.fields.map((field) => ({ name: field.name, values: valuesOf(ground, field.type, field.name) }));
      const most = Math.max(0, ...fields.map(({ values }) => values.length));
      return Array.from({ length: Math.min(most, 60) }, (_, round) =>
        Object.fromEntries(
          fields.map((field, at) => [field.name, field.values[(round * (at + 1)) % field.values.length] ?? null]),
        ),
      );
    }
    case 'entity':
      return [];
  }
  function dates(of: Ground, own: string): string[] {
    const counted = constants(skeleton).filter((value) => typeof value === 'number' && value <= 1000);
    const tips = [
      ...counted.flatMap((count) => [addDays(today, Math.round(Number(count))), addDays(today, -Math.round(Number(count)))]),
      ...heldDates(of, own),
    ];
    const near = tips.flatMap((date) => [date, addDays(date.slice(0, 10), 1), addDays(date.slice(0, 10), -1)]);
    return [...days.map((count) => addDays(today, count)), ...near];
  }
}

function constants(skeleton: Skeleton): Json[] {
  return skeleton.policy.map(({ value }) => value);
}

/** What attributes of this name hold, else those of the same type. */
function held({ skeleton, state }: Ground, name: string, type: 'number' | 'string'): Json[] {
  const attributes = skeleton.entities.flatMap((entity) => entity.attributes.map((attribute) => ({ entity, attribute })));
  const named = attributes.filter(({ attribute }) => attribute.name === name);
  const ends = attributes.filter(({ attribute }) => attribute.name.endsWith(name) || name.endsWith(attribute.name));
  const chosen = named.length > 0 ? named : ends.length > 0 ? ends : attributes;
  const values = chosen.flatMap(({ entity, attribute }) =>
    Object.values(state[entity.collection] ?? {}).map((record) => record[attribute.name] ?? null),
  );
  return [...new Set(values.flatMap((value) => (Array.isArray(value) ? value : [value])))]
    .filter((value) => typeof value === type)
    .slice(0, 60);
}

function heldDates({ skeleton, state }: Ground, name: string): string[] {
  const attributes = skeleton.entities.flatMap((entity) =>
    entity.attributes.flatMap((attribute) =>
      attribute.type.kind === 'date' || attribute.type.kind === 'datetime' ? [{ entity, attribute }] : [],
    ),
  );
  const named = attributes.filter(({ attribute }) => attribute.name === name);
  const values = [...named, ...attributes].flatMap(({ entity, attribute }) =>
    Object.values(state[entity.collection] ?? {}).map((record) => record[attribute.name]),
  );
  return [...new Set(values.filter((value) => typeof value === 'string'))].slice(0, 40);
}

function texts(ground: Ground, type: Extract<ValueType, { kind: 'string' }>, name: string): string[] {
  const seen = held(ground, name, 'string').map(String);
  const own = ground.skeleton.entities.flatMap((entity) =>
    entity.key === name ? Object.keys(ground.state[entity.collection] ?? {}) : [],
  );
  const [first = 'Ada'] = seen;
  const words = seen.flatMap((value) => value.split(/\s+/).filter((word) => word.length > 2));
  const variants = seen
    .slice(0, 6)
    .flatMap((value) => [value.toUpperCase(), value.toLowerCase(), ` ${value} `, value.slice(0, 3)]);
  const fitting =
    type.pattern === undefined ? [] : [1, 2, 3].map((seed) => matchingText(type.pattern ?? '', seed, type.maxLength));
  const odd = ['', ' ', 'zzz', 'A new one', first.slice(0, 1), 'toString', '12', 'x@y.org'];
  return [...own.slice(0, 40), ...fitting, ...seen.slice(0, 40), ...variants, ...words.slice(0, 20), ...odd].slice(
    0,
    mostTexts + 40,
  );
}
