import { isObject } from '../../base/json.ts';

/**
 * A type of the type language in a short notation that a model reads as well as its JSON, in a fraction of the tokens:
 * `string /^P-\d+$/`, `integer (1..)`, `'free' | 'let'`, `key of Plot`, `{ street: string; number: integer | null }`, `Plot[]`.
 */
export function typeNotation(type: unknown): string {
  if (!isObject(type)) return JSON.stringify(type);
  switch (type.kind) {
    case 'string':
      return `string${bounds(type.minLength, type.maxLength)}${type.pattern === undefined ? '' : ` /${type.pattern}/`}`;
    case 'integer':
    case 'number':
      return `${type.kind}${bounds(type.minimum, type.maximum)}`;
    case 'enum':
      return Array.isArray(type.values) ? type.values.map((value) => `'${value}'`).join(' | ') : 'enum';
    case 'reference':
      return `key of ${type.entity}`;
    case 'entity':
      return String(type.entity);
    case 'list':
      return `${isObject(type.items) && type.items.kind === 'enum' ? `(${typeNotation(type.items)})` : typeNotation(type.items)}[]`;
    case 'object':
      return Array.isArray(type.fields) ? `{ ${type.fields.map(fieldNotation).join('; ')} }` : 'object';
    default:
      return String(type.kind);
  }
}

function fieldNotation(field: unknown): string {
  if (!isObject(field)) return JSON.stringify(field);
  return `${field.name}: ${typeNotation(field.type)}${field.nullable === true ? ' | null' : ''}`;
}

function bounds(from: unknown, to: unknown): string {
  return from === undefined && to === undefined ? '' : ` (${from ?? ''}..${to ?? ''})`;
}

/**
 * Records without the names of their attributes: one line each, a JSON list of values in the order of the attributes. Shorter
 * by half than objects, where every record repeats every name.
 */
export function recordLines(records: unknown, attributes: unknown): string {
  const names = Array.isArray(attributes)
    ? attributes.map((attribute) => (isObject(attribute) ? String(attribute.name) : ''))
    : [];
  const rows = isObject(records) ? Object.values(records) : [];
  return rows.map((record) => JSON.stringify(names.map((name) => (isObject(record) ? (record[name] ?? null) : null)))).join('\n');
}
