import type { Json } from '../../base/json.ts';
import { isPlainPrototype } from './tree.ts';

/** A value that is not plain JSON, or too much of it: says where and what. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/** The keys that lead to a value, from the root. One trail is kept for a whole walk; most walks never need its text. */
export type Trail = (string | number)[];

/** A trail as a JSON Pointer. */
export function pointer(trail: Trail): string {
  let text = '';
  for (const key of trail) text += `/${typeof key === 'number' ? key : escaped(key)}`;
  return text;
}

function escaped(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

/** The place a trail leads to, for an error text. */
export function placeOf(trail: Trail, key?: string | number): string {
  return pointer(key === undefined ? trail : [...trail, key]).slice(0, 200) || '/';
}

/** What a value is, for an error text: "undefined", "a function", "NaN", "a Map". */
export function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'number':
      return String(value);
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'bigint':
      return 'a BigInt';
    case 'object':
      return objectKind(value);
    default:
      return `a ${typeof value}`;
  }
}

function objectKind(value: object | null): string {
  if (value === null) return 'null';
  if (value instanceof Map) return 'a Map';
  if (value instanceof Set) return 'a Set';
  if (value instanceof Promise) return 'a Promise';
  if (value instanceof RegExp) return 'a regular expression';
  if (value instanceof Error) return 'an Error';
  return 'an instance of a class';
}

/** Counts what is copied out of generated code, so that an endless or exponential value ends with a clear text. */
export class Allowance {
  #left: number;
  readonly #what: string;

  /** `limit` is in characters of JSON, roughly. */
  constructor(limit: number, what: string) {
    this.#left = limit;
    this.#what = what;
  }

  get left(): number {
    return this.#left;
  }

  spend(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) throw new NotJsonError(`${this.#what} is too large`);
  }
}

/**
 * Calls back with every own enumerable data property of an object that is plain by its prototype. Reads descriptors, so no
 * getter runs. Throws NotJsonError for accessors, symbols and anything that is not a plain object.
 */
export function eachEntry(value: object, trail: Trail, take: (key: string, item: unknown) => void): void {
  if (!isPlainPrototype(Object.getPrototypeOf(value))) throw new NotJsonError(`${placeOf(trail)} is ${kindOf(value)}`);
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') throw new NotJsonError(`${placeOf(trail)} has a property named by a symbol`);
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (!descriptor?.enumerable) continue;
    if (!('value' in descriptor)) throw new NotJsonError(`${placeOf(trail, key)} is a getter`);
    take(key, descriptor.value);
  }
}

/** The items of an array, read through descriptors and put through `make`. Throws NotJsonError for holes and accessors. */
export function plainItems(value: readonly unknown[], trail: Trail, make: (item: unknown, index: number) => Json): Json[] {
  if (Object.getPrototypeOf(value) !== Array.prototype) throw new NotJsonError(`${placeOf(trail)} is an instance of a class`);
  const items: Json[] = [];
  for (let index = 0; index < value.length; index++) {
    const descriptor = Object.getOwnPropertyDescriptor(value, index);
    if (!descriptor) throw new NotJsonError(`${placeOf(trail, index)} is a hole in an array`);
    if (!('value' in descriptor)) throw new NotJsonError(`${placeOf(trail, index)} is a getter`);
    items.push(make(descriptor.value, index));
  }
  return items;
}

/** A JSON value that is neither object nor array. Throws NotJsonError otherwise. */
export function plainScalar(value: unknown, trail: Trail, allowance: Allowance): Json {
  if (typeof value === 'string') {
    allowance.spend(value.length + 2);
    return value;
  }
  allowance.spend(4);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
  throw new NotJsonError(`${placeOf(trail)} is ${kindOf(value)}`);
}
