import { createHash } from 'node:crypto';
import { canonicalJson } from './json.ts';

/** SHA-256 of a text, as 64 hexadecimal digits. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The canonical hash of a JSON value: SHA-256 over JSON with recursively sorted keys. */
export function hashJson(value: unknown): string {
  return hashText(canonicalJson(value));
}
