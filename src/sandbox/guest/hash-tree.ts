import { hashText } from '../../base/hash.ts';
import { canonicalJson } from '../../base/json.ts';
import type { Tree } from './tree.ts';

/** Canonical texts of records; shared like the records themselves, and gone with them. */
const texts = new WeakMap<object, string>();
const RECORD_DEPTH = 2;

/** The canonical hash of a frozen state, as hashJson computes it. Records that were hashed before are not visited again. */
export function hashTree(state: Tree): string {
  return hashText(canonical(state, 0));
}

function canonical(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return canonicalJson(value);
  if (depth === RECORD_DEPTH) {
    const known = texts.get(value) ?? canonicalJson(value);
    texts.set(value, known);
    return known;
  }
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(Reflect.get(value, key), depth + 1)}`);
  return `{${parts.join(',')}}`;
}
