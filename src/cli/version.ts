import { readFileSync } from 'node:fs';
import { isObject } from '../base/json.ts';

/** Name and version of this tool, as its package says. */
export function toolVersion(): { readonly name: string; readonly version: string } {
  const path = new URL('../../package.json', import.meta.url);
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(parsed) || typeof parsed.version !== 'string') throw new Error(`${path.pathname} has no version`);
  return { name: 'envscaler', version: parsed.version };
}
