import { isJsonObject, type Json } from '../../base/json.ts';

/** A JSON value as a TypeScript literal in single quotes. */
export function literal(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (isList(value)) return `[${value.map(literal).join(', ')}]`;
  if (isJsonObject(value)) {
    const fields = Object.entries(value).map(([key, inner]) => `${property(key)}: ${literal(inner)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** A property name; `__proto__` only as a computed key, because as a plain one it would set the prototype. */
export function property(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return isIdentifier(key) ? key : quote(key);
}

/** The access of a property: ".name" or "['other name']". */
export function member(key: string): string {
  return isIdentifier(key) ? `.${key}` : `[${quote(key)}]`;
}

function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}
