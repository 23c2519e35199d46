import { Document, visit } from 'yaml';
import type { JsonObject } from '../base/json.ts';

/** Characters that YAML does not allow in a text or takes for line breaks, and JSON leaves as they are. */
const unsafe = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * A JSON object as block YAML that YAML 1.1 and 1.2 readers (PyYAML, the Hub) understand alike: strings are always quoted, so
 * that "no" or "1e3" stays text, and stand on one line.
 */
export function yamlText(value: JsonObject): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (key, node) => {
      if (typeof node.value === 'string' && !(key === 'key' && isPlainKey(node.value))) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document
    .toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER, flowCollectionPadding: false })
    .replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether a key is a text in every version of YAML without quotes. */
function isPlainKey(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key);
}
