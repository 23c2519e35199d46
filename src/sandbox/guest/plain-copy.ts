import type { Json } from '../../base/json.ts';
import { MAX_DEPTH } from './finish.ts';
import { type Allowance, eachEntry, NotJsonError, placeOf, plainItems, plainScalar, type Trail } from './not-json.ts';
import { emptyObject, isTree, type Tree } from './tree.ts';

/**
 * A value that generated code returned, as plain JSON that nobody can change any more: parts of a state are taken as they
 * are, everything else is copied. `treeOf` tells the tree behind a draft, where it is known.
 */
export function plainCopy(value: unknown, allowance: Allowance, treeOf: (draft: object) => Tree | undefined): Json {
  const busy = new Set<object>();
  const made = new Map<object, { readonly copy: Json; readonly size: number }>();
  const trail: Trail = [];

  const copyAt = (item: unknown, key: string | number): Json => {
    trail.push(key);
    const copied = copy(item);
    trail.pop();
    return copied;
  };

  const copy = (item: unknown): Json => {
    if (typeof item !== 'object' || item === null) return plainScalar(item, trail, allowance);
    const tree = isTree(item) ? item : treeOf(item);
    if (tree) {
      allowance.spend(sizeOf(tree));
      return tree as Json;
    }
    const known = made.get(item);
    if (known) {
      allowance.spend(known.size);
      return known.copy;
    }
    if (busy.has(item)) throw new NotJsonError(`${placeOf(trail)} contains itself`);
    if (busy.size > MAX_DEPTH) throw new NotJsonError(`${placeOf(trail).slice(0, 80)} is nested too deeply`);
    busy.add(item);
    const before = allowance.left;
    const copied = Array.isArray(item) ? copyItems(item) : copyProperties(item);
    made.set(item, { copy: copied, size: before - allowance.left });
    busy.delete(item);
    return copied;
  };

  const copyItems = (items: readonly unknown[]): Json => {
    allowance.spend(items.length);
    return plainItems(items, trail, copyAt);
  };

  const copyProperties = (item: object): Json => {
    const result = emptyObject();
    eachEntry(item, trail, (key, child) => {
      allowance.spend(key.length + 3);
      result[key] = copyAt(child, key);
    });
    return result as Json;
  };

  return copy(value);
}

/** Sizes of trees that were part of a result; shared like the trees themselves, and gone with them. */
const sizes = new WeakMap<object, number>();

/** Characters of JSON, roughly. */
function sizeOf(value: Json | Tree): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 4;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 2;
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item) + 1;
  else for (const [key, item] of Object.entries(value)) size += key.length + 3 + sizeOf(item);
  sizes.set(value, size);
  return size;
}
