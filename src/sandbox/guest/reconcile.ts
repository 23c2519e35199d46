import { isObject, type Json } from '../../base/json.ts';
import type { Patch } from '../../domain/state.ts';
import { pointer, type Trail } from './not-json.ts';
import { emptyObject, seal } from './tree.ts';

/** Where a comparison stands, and where its findings go. */
interface Comparison {
  readonly trail: Trail;
  readonly patches: Patch[];
}

/**
 * Of two frozen values: the second, with everything equal shared with the first; the patches that lead from the first to it
 * when applied in order are added to `patches`. Shared parts are not visited. Keys that were there keep their place and new
 * ones follow, so that applying the patches gives the same order, too.
 */
export function reconcile(before: Json, after: Json, to: Comparison): Json {
  if (before === after) return before;
  if (Array.isArray(before) && Array.isArray(after)) return mergeArrays(before, after, to);
  if (isNode(before) && isNode(after)) return mergeObjects(before, after, to);
  to.patches.push({ op: 'replace', path: pointer(to.trail), value: after, old: before });
  return after;
}

type Node = { readonly [key: string]: Json };

function isNode(value: Json): value is Node {
  return isObject(value);
}

/** What happened in the place under a key. */
function note({ trail, patches }: Comparison, key: string | number, patchAt: (path: string) => Patch): void {
  trail.push(key);
  patches.push(patchAt(pointer(trail)));
  trail.pop();
}

function reconcileAt(key: string | number, before: Json, after: Json, to: Comparison): Json {
  to.trail.push(key);
  const merged = reconcile(before, after, to);
  to.trail.pop();
  return merged;
}

function mergeObjects(before: Node, after: Node, to: Comparison): Json {
  const count = to.patches.length;
  const merged = emptyObject();
  for (const key of Object.keys(before)) {
    const old = before[key] as Json;
    if (Object.hasOwn(after, key)) merged[key] = reconcileAt(key, old, after[key] as Json, to);
    else note(to, key, (path) => ({ op: 'remove', path, old }));
  }
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key)) continue;
    merged[key] = after[key];
    note(to, key, (path) => ({ op: 'add', path, value: after[key] as Json }));
  }
  return to.patches.length === count ? before : (seal(merged) as Json);
}

/** Arrays are compared place by place between their equal beginning and their equal end. */
function mergeArrays(before: readonly Json[], after: readonly Json[], to: Comparison): Json {
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
  for (let i = head; i < pairs; i++) merged.push(reconcileAt(i, before[i] as Json, after[i] as Json, to));
  for (let i = beforeEnd - 1; i >= pairs; i--) note(to, i, (path) => ({ op: 'remove', path, old: before[i] as Json }));
  for (let i = pairs; i < afterEnd; i++) {
    merged.push(after[i] as Json);
    note(to, i, (path) => ({ op: 'add', path, value: after[i] as Json }));
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
