import type { Json } from '../../base/json.ts';
import type { Patch } from '../../domain/state.ts';
import { isNode } from './finish.ts';
import { pointer } from './not-json.ts';
import { emptyObject, seal } from './tree.ts';

/**
 * The difference between two frozen states as patches that lead from one to the other when applied in order, and the second
 * state with everything equal shared with the first. Costs what changed: shared parts are not visited. Keys that were there
 * keep their place and new ones follow, so that applying the patches gives the same order, too.
 */
export function reconcile(before: Json, after: Json): { readonly state: Json; readonly patches: readonly Patch[] } {
  const patches: Patch[] = [];
  const state = merge(before, after, '', patches);
  return { state, patches };
}

function merge(before: Json, after: Json, path: string, patches: Patch[]): Json {
  if (before === after) return before;
  if (Array.isArray(before) && Array.isArray(after)) return mergeArrays(before, after, path, patches);
  if (isNode(before) && isNode(after)) return mergeObjects(before, after, path, patches);
  patches.push({ op: 'replace', path, value: after, old: before });
  return after;
}

type Node = { readonly [key: string]: Json };

function mergeObjects(before: Node, after: Node, path: string, patches: Patch[]): Json {
  const count = patches.length;
  const merged = emptyObject();
  for (const key of Object.keys(before)) {
    const old = before[key] as Json;
    if (Object.hasOwn(after, key)) merged[key] = merge(old, after[key] as Json, pointer(path, key), patches);
    else patches.push({ op: 'remove', path: pointer(path, key), old });
  }
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key)) continue;
    merged[key] = after[key];
    patches.push({ op: 'add', path: pointer(path, key), value: after[key] as Json });
  }
  return patches.length === count ? before : (seal(merged) as Json);
}

/** Arrays are compared place by place between their equal beginning and their equal end. */
function mergeArrays(before: readonly Json[], after: readonly Json[], path: string, patches: Patch[]): Json {
  const shared = Math.min(before.length, after.length);
  let head = 0;
  while (head < shared && equal(before[head] as Json, after[head] as Json)) head++;
  if (head === before.length && head === after.length) return before;
  let tail = 0;
  while (tail < shared - head && equal(before[before.length - 1 - tail] as Json, after[after.length - 1 - tail] as Json)) tail++;
  const beforeEnd = before.length - tail;
  const afterEnd = after.length - tail;
  const pairs = Math.min(beforeEnd, afterEnd);

  const merged = before.slice(0, head);
  for (let i = head; i < pairs; i++) merged.push(merge(before[i] as Json, after[i] as Json, pointer(path, i), patches));
  for (let i = beforeEnd - 1; i >= pairs; i--) patches.push({ op: 'remove', path: pointer(path, i), old: before[i] as Json });
  for (let i = pairs; i < afterEnd; i++) {
    merged.push(after[i] as Json);
    patches.push({ op: 'add', path: pointer(path, i), value: after[i] as Json });
  }
  return seal([...merged, ...before.slice(beforeEnd)]);
}

/** Whether two JSON values are equal; the order of keys does not count. */
function equal(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, index) => equal(item, right[index] as Json));
  }
  if (!isNode(left) || !isNode(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equal(left[key] as Json, right[key] as Json))
  );
}
