import type { Json } from '../../base/json.ts';
import type { Patch } from '../../domain/state.ts';
import type { Draft, DraftNode } from './draft.ts';
import { Allowance, eachEntry, NotJsonError, placeOf, plainItems, plainScalar, pointer, type Trail } from './not-json.ts';
import { reconcile } from './reconcile.ts';
import { copyOf, emptyObject, isTree, seal, type Tree } from './tree.ts';

/** Characters of JSON that one call may add to a state. */
const MAX_ADDED = 4 * 1024 * 1024;
export const MAX_DEPTH = 100;

export interface Finished {
  /** The frozen state the draft stands for. What was not changed is shared with the state before. */
  readonly state: Tree;
  /** Lead from the state before to this one when applied in order. */
  readonly patches: readonly Patch[];
  /** The tree that a draft, or an object that went into the state, has become. */
  treeOf(value: object): Tree | undefined;
}

/**
 * Ends a draft. Costs what changed: what generated code has only looked at is passed over. Keys that were there keep their
 * place and new ones follow, so that the order of a state depends on its changes alone. Throws NotJsonError with the path of
 * the first value that is not plain JSON. No generated code runs in here.
 */
export function finishDraft(draft: Draft): Finished {
  const allowance = new Allowance(MAX_ADDED, 'what the call adds to the state');
  const made = new Map<object, { readonly tree: Tree; readonly size: number }>();
  const busy = new Set<object>();
  const trail: Trail = [];
  const patches: Patch[] = [];

  /** The tree of what now stands in the place of `before`, with patches for what differs. */
  const settle = (before: Json, value: unknown, key: string): Json => {
    if (value === before) return before;
    trail.push(key);
    const node = typeof value === 'object' && value !== null ? draft.nodeOf(value) : undefined;
    const now =
      node && node.base === before
        ? (settleNode(value as object, node) as Json)
        : reconcile(before, finish(value), { trail, patches });
    trail.pop();
    return now;
  };

  /** A draft in its own place. */
  const settleNode = (value: object, node: DraftNode): Tree => {
    if (!node.dirty) return node.base;
    const known = made.get(value);
    if (known) return reconcile(node.base as Json, known.tree as Json, { trail, patches }) as Tree;
    return making(value, () => {
      if (!node.copy) return settleTouched(node);
      return Array.isArray(node.copy) ? settleItems(node, node.copy) : settleProperties(node, node.copy);
    });
  };

  /** A node that has no change of its own, only children that were changed. */
  const settleTouched = ({ base, children }: DraftNode): Tree => {
    let copy: ReturnType<typeof copyOf> | undefined;
    for (const [key, child] of inOrder(base, changedOf(children ?? new Map()))) {
      const old = valueAt(base, key);
      const now = settle(old, child, key);
      if (now === old) continue;
      copy ??= copyOf(base);
      Reflect.set(copy, key, now);
    }
    return copy ? (seal(copy) as Tree) : base;
  };

  const changedOf = (children: ReadonlyMap<string, object>): [string, object][] => {
    const changed: [string, object][] = [];
    for (const entry of children) if (draft.nodeOf(entry[1])?.dirty) changed.push(entry);
    return changed;
  };

  const settleItems = ({ base }: DraftNode, copy: readonly unknown[]): Tree => {
    allowance.spend(copy.length);
    const items = plainItems(copy, trail, finishAt);
    const same = Array.isArray(base) && items.length === base.length && items.every((item, index) => item === base[index]);
    return same ? base : (reconcile(base as Json, seal(items), { trail, patches }) as Tree);
  };

  const settleProperties = ({ base, reordered }: DraftNode, copy: Record<string, unknown>): Tree => {
    const result = reordered ? emptyObject() : copy;
    let same = true;
    let kept = 0;
    for (const key of Object.keys(base)) {
      const old = valueAt(base, key);
      const value = copy[key];
      if (value === undefined && !Object.hasOwn(copy, key)) {
        same = false;
        trail.push(key);
        patches.push({ op: 'remove', path: pointer(trail), old });
        trail.pop();
        continue;
      }
      kept++;
      const now = settle(old, value, key);
      if (now !== old) same = false;
      result[key] = now;
    }
    const keys = Object.keys(copy);
    if (keys.length > kept) {
      for (const key of keys) {
        if (Object.hasOwn(base, key)) continue;
        same = false;
        allowance.spend(key.length + 3);
        const value = finishAt(copy[key], key);
        trail.push(key);
        patches.push({ op: 'add', path: pointer(trail), value });
        trail.pop();
        result[key] = value;
      }
    }
    return same ? base : (seal(result) as Tree);
  };

  /** The tree of a value, wherever it stands. */
  const finish = (value: unknown): Json => {
    if (typeof value !== 'object' || value === null) return plainScalar(value, trail, allowance);
    if (isTree(value)) return value as Json;
    const known = made.get(value);
    if (known) {
      allowance.spend(known.size);
      return known.tree as Json;
    }
    const node = draft.nodeOf(value);
    if (!node) return making(value, () => finishObject(value)) as Json;
    // Away from its own place a draft has no patches of its own.
    const count = patches.length;
    const tree = settleNode(value, node);
    patches.length = count;
    return tree as Json;
  };

  const finishAt = (value: unknown, key: string | number): Json => {
    trail.push(key);
    const finished = finish(value);
    trail.pop();
    return finished;
  };

  const finishObject = (value: object): Tree => {
    if (Array.isArray(value)) {
      allowance.spend(value.length);
      return seal(plainItems(value, trail, finishAt));
    }
    const result = emptyObject();
    eachEntry(value, trail, (key, item) => {
      allowance.spend(key.length + 3);
      result[key] = finishAt(item, key);
    });
    return seal(result) as Tree;
  };

  /**
   * Makes each object once, however often it is met, and spends its whole size each time: an object that doubles at every
   * level is found too large at once.
   */
  const making = (value: object, make: () => Tree): Tree => {
    if (busy.has(value)) throw new NotJsonError(`${placeOf(trail)} contains itself`);
    if (busy.size > MAX_DEPTH) throw new NotJsonError(`${placeOf(trail).slice(0, 80)} is nested too deeply`);
    busy.add(value);
    const before = allowance.left;
    const tree = make();
    made.set(value, { tree, size: before - allowance.left });
    busy.delete(value);
    return tree;
  };

  const root = draft.nodeOf(draft.root);
  if (!root) throw new Error('A draft has lost its root.');
  const state = settleNode(draft.root, root);
  return { state, patches, treeOf: (value) => made.get(value)?.tree ?? unchanged(draft, value) };
}

/** The tree behind a draft that nothing has changed. */
export function unchanged(draft: Draft, value: object): Tree | undefined {
  const node = draft.nodeOf(value);
  return node && !node.dirty ? node.base : undefined;
}

function valueAt(node: Tree, key: string): Json {
  return Reflect.get(node, key) as Json;
}

/** Entries in the order of the keys of a node. */
function inOrder(base: Tree, entries: [string, object][]): Iterable<[string, object]> {
  if (entries.length < 2) return entries;
  const byKey = new Map(entries);
  const ordered: [string, object][] = [];
  for (const key of Object.keys(base)) {
    const child = byKey.get(key);
    if (child) ordered.push([key, child]);
  }
  return ordered;
}
