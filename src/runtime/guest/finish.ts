import { isObject, type Json } from '../../base/json.ts';
import type { Draft, DraftNode } from './draft.ts';
import { Allowance, kindOf, NotJsonError, plainEntries, plainItems, pointer } from './not-json.ts';
import { emptyObject, isTree, seal } from './tree.ts';

/** Characters of JSON that one call may add to a state. */
const MAX_ADDED = 4 * 1024 * 1024;
const MAX_DEPTH = 100;

/**
 * The frozen state a draft stands for. What was not changed is shared with the state before. Throws NotJsonError with the
 * path of the first value that is not plain JSON. No generated code runs in here.
 */
export function finishDraft(draft: Draft): Json {
  const allowance = new Allowance(MAX_ADDED, 'what the call adds to the state');
  const busy = new Set<object>();
  const finished = createMemo(allowance);

  const finish = (value: unknown, path: string): Json => {
    if (typeof value === 'object' && value !== null) {
      if (isTree(value)) return value as Json;
      if (busy.has(value)) throw new NotJsonError(`${path || '/'} contains itself`);
      if (busy.size > MAX_DEPTH) throw new NotJsonError(`${path.slice(0, 80)} is nested too deeply`);
      busy.add(value);
      const node = draft.nodeOf(value);
      const result = finished(value, () => (node ? finishNode(node, path) : finishObject(value, path)));
      busy.delete(value);
      return result;
    }
    return plainScalar(value, path, allowance);
  };

  const finishNode = (node: DraftNode, path: string): Json => {
    if (!node.copy) return node.children ? finishTouched(node, node.children, path) : (node.base as Json);
    if (Array.isArray(node.copy)) {
      const items = plainItems(node.copy, path, allowance).map((item, index) => finish(item, pointer(path, index)));
      const base = node.base as readonly Json[];
      return items.length === base.length && items.every((item, index) => item === base[index]) ? base : seal(items);
    }
    return finishProperties(node, node.copy, path);
  };

  /** A node that has no change of its own, only children that were looked at. */
  const finishTouched = (node: DraftNode, children: ReadonlyMap<string, object>, path: string): Json => {
    const changed = new Map<string, Json>();
    for (const [key, child] of children) {
      const finished = finish(child, pointer(path, key));
      if (finished !== Reflect.get(node.base, key)) changed.set(key, finished);
    }
    if (changed.size === 0) return node.base as Json;
    const copy = Array.isArray(node.base) ? [...node.base] : Object.assign(emptyObject(), node.base);
    for (const [key, value] of changed) Reflect.set(copy, key, value);
    return seal(copy) as Json;
  };

  /** Keys that were there keep their place, so that the order of a state depends on its changes alone. */
  const finishProperties = (node: DraftNode, copy: Record<string, unknown>, path: string): Json => {
    const result = emptyObject();
    let same = true;
    for (const key of Object.keys(node.base)) {
      if (!Object.hasOwn(copy, key)) {
        same = false;
        continue;
      }
      result[key] = finish(copy[key], pointer(path, key));
      if (result[key] !== Reflect.get(node.base, key)) same = false;
    }
    for (const key of Object.keys(copy)) {
      if (Object.hasOwn(node.base, key)) continue;
      same = false;
      allowance.spend(key.length + 3);
      result[key] = finish(copy[key], pointer(path, key));
    }
    return same ? (node.base as Json) : (seal(result) as Json);
  };

  const finishObject = (value: object, path: string): Json => {
    if (Array.isArray(value))
      return seal(plainItems(value, path, allowance).map((item, index) => finish(item, pointer(path, index))));
    const result = emptyObject();
    for (const [key, item] of plainEntries(value, path)) {
      allowance.spend(key.length + 3);
      result[key] = finish(item, pointer(path, key));
    }
    return seal(result) as Json;
  };

  return finish(draft.root, '');
}

/**
 * Makes each object once, however often it is met, and spends its whole size each time: an object that doubles at every level
 * is found too large at once.
 */
function createMemo(allowance: Allowance): (value: object, make: () => Json) => Json {
  const made = new Map<object, { readonly result: Json; readonly size: number }>();
  return (value, make) => {
    const known = made.get(value);
    if (known) {
      allowance.spend(known.size);
      return known.result;
    }
    const before = allowance.left;
    const result = make();
    made.set(value, { result, size: before - allowance.left });
    return result;
  };
}

/** A JSON value that is neither object nor array. Throws NotJsonError otherwise. */
export function plainScalar(value: unknown, path: string, allowance: Allowance): Json {
  if (typeof value === 'string') {
    allowance.spend(value.length + 2);
    return value;
  }
  allowance.spend(4);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
  throw new NotJsonError(`${path || '/'} is ${kindOf(value)}`);
}

/** A plain copy of a value that generated code returned. Drafts in it are read; nothing of it is shared. */
export function plainCopy(value: unknown, allowance: Allowance): Json {
  const busy = new Set<object>();
  const copied = createMemo(allowance);
  const copy = (item: unknown, path: string): Json => {
    if (typeof item !== 'object' || item === null) return plainScalar(item, path, allowance);
    if (busy.has(item)) throw new NotJsonError(`${path || '/'} contains itself`);
    if (busy.size > MAX_DEPTH) throw new NotJsonError(`${path.slice(0, 80)} is nested too deeply`);
    busy.add(item);
    const result = copied(item, () =>
      Array.isArray(item)
        ? plainItems(item, path, allowance).map((child, index) => copy(child, pointer(path, index)))
        : copyProperties(item, path),
    );
    busy.delete(item);
    return result;
  };
  const copyProperties = (item: object, path: string): Json => {
    const result = emptyObject();
    for (const [key, child] of plainEntries(item, path)) {
      allowance.spend(key.length + 3);
      result[key] = copy(child, pointer(path, key));
    }
    return result as Json;
  };
  return copy(value, '');
}

/** Whether a value is an object node of JSON. */
export function isNode(value: Json): value is { readonly [key: string]: Json } {
  return isObject(value);
}
