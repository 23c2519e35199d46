import type { Json } from '../base/json.ts';
import type { Patch } from '../domain/state.ts';

type Container = Record<string, unknown> | unknown[];

/** The state after patches, which are applied in order to a copy. Throws when a path leads nowhere. */
export function applyPatches(state: Json, patches: readonly Patch[]): Json {
  const holder: Record<string, unknown> = { root: structuredClone(state) };
  for (const patch of patches) {
    const keys = [
      'root',
      ...patch.path
        .split('/')
        .slice(1)
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
    ];
    const last = keys.pop() ?? 'root';
    let container: Container = holder;
    for (const key of keys) container = inside(container, key, patch.path);
    apply(container, last, patch);
  }
  return holder.root as Json;
}

function inside(container: Container, key: string, path: string): Container {
  const value: unknown = Object.getOwnPropertyDescriptor(container, key)?.value;
  if (typeof value !== 'object' || value === null) throw new Error(`The patch path ${path} leads nowhere.`);
  return value as Container;
}

function apply(container: Container, key: string, patch: Patch): void {
  const value = structuredClone(patch.value);
  if (Array.isArray(container)) {
    const index = Number(key);
    if (patch.op === 'add') container.splice(index, 0, value);
    else if (patch.op === 'remove') container.splice(index, 1);
    else container[index] = value;
  } else if (patch.op === 'remove') Reflect.deleteProperty(container, key);
  // A key such as "__proto__" must become a property like any other.
  else Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}
