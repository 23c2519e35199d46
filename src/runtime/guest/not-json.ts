/** A value that is not plain JSON, or too much of it: says where and what. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/** The JSON Pointer of a child. */
export function pointer(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
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
 * The own enumerable data properties of an object that is plain by its prototype. Reads descriptors, so no getter runs.
 * Throws NotJsonError for accessors, symbols and anything that is not a plain object or array.
 */
export function plainEntries(value: object, path: string): [string, unknown][] {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotJsonError(`${path || '/'} is ${kindOf(value)}`);
  const entries: [string, unknown][] = [];
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') throw new NotJsonError(`${path || '/'} has a property named by a symbol`);
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (!descriptor?.enumerable) continue;
    if (!('value' in descriptor)) throw new NotJsonError(`${pointer(path, key)} is a getter`);
    entries.push([key, descriptor.value]);
  }
  return entries;
}

/** The items of an array, read through descriptors. Throws NotJsonError for holes and accessors. */
export function plainItems(value: readonly unknown[], path: string, allowance: Allowance): unknown[] {
  if (Object.getPrototypeOf(value) !== Array.prototype) throw new NotJsonError(`${path || '/'} is an instance of a class`);
  allowance.spend(value.length);
  return Array.from({ length: value.length }, (_, index) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, index);
    if (!descriptor) throw new NotJsonError(`${pointer(path, index)} is a hole in an array`);
    if (!('value' in descriptor)) throw new NotJsonError(`${pointer(path, index)} is a getter`);
    return descriptor.value;
  });
}
