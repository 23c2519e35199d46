import type { Json, JsonObject } from '../base/json.ts';
import { isObject } from '../base/json.ts';

/**
 * A JSON object as block YAML that YAML 1.1 and 1.2 readers (PyYAML, the Hub) understand alike: strings are always quoted, so
 * that "no" or "1e3" stays text.
 */
export function yamlText(value: JsonObject): string {
  return `${block(value, '').replace(/^\n/, '')}\n`;
}

/** A value after its key or dash, with what must stand before it. */
function block(value: Json, indent: string): string {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item: Json) => `\n${indent}-${afterDash(item, `${indent}  `)}`).join('');
  }
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, item]) => `\n${indent}${plainKey(key)}:${block(item, `${indent}  `)}`)
      .join('');
  }
  return ` ${scalar(value)}`;
}

function isJsonObject(value: Json): value is JsonObject {
  return isObject(value);
}

/** The first key of an object stands on the line of its dash. */
function afterDash(value: Json, indent: string): string {
  const text = block(value, indent);
  return text.startsWith('\n') ? ` ${text.slice(1 + indent.length)}` : text;
}

function plainKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key) ? key : scalar(key);
}

/** JSON text, with the characters escaped that YAML does not allow or takes for line breaks. */
function scalar(value: Json): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
