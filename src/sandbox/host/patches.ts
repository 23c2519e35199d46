import { isObject, type Json } from '../../base/json.ts';
import type { Patch } from '../../domain/state.ts';

/** The state after patches, applied in order. What no patch touches is shared with the state before. Throws when a path leads nowhere. */
export function applyPatches(state: Json, patches: readonly Patch[]): Json {
  return patches.reduce((before, patch) => {
    const keys = patch.path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    return applied(before, keys, patch);
  }, state);
}

function applied(value: Json, keys: readonly string[], patch: Patch): Json {
  const [key, ...inner] = keys;
  if (key === undefined) return patch.value ?? null;
  if (typeof value !== 'object' || value === null) throw new Error(`The patch path ${patch.path} leads nowhere.`);
  const copy = copyOf(value);
  if (inner.length === 0) change(copy, key, patch);
  else {
    const child: Json | undefined = Object.getOwnPropertyDescriptor(value, key)?.value;
    if (child === undefined) throw new Error(`The patch path ${patch.path} leads nowhere.`);
    define(copy, key, applied(child, inner, patch));
  }
  return copy;
}

function copyOf(value: readonly Json[] | { readonly [key: string]: Json }): Record<string, Json> | Json[] {
  return isObject(value) ? { ...(value as { readonly [key: string]: Json }) } : [...(value as readonly Json[])];
}

function change(container: Record<string, Json> | Json[], key: string, patch: Patch): void {
  const value = patch.value ?? null;
  if (patch.op === 'remove') {
    if (Array.isArray(container)) container.splice(Number(key), 1);
    else Reflect.deleteProperty(container, key);
  } else if (Array.isArray(container) && patch.op === 'add') container.splice(Number(key), 0, value);
  else define(container, key, value);
}

/** A key such as "__proto__" must become a property like any other. */
function define(container: object, key: string, value: Json): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}
