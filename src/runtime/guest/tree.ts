import type { Json } from '../../base/json.ts';

/** A node of a state: an object without a prototype, or an array. Frozen, and shared between instances. */
export type Tree = { readonly [key: string]: Json } | readonly Json[];

const trees = new WeakSet<object>();

/** Whether a value is part of a frozen tree made here. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && trees.has(value);
}

/**
 * Freezes parsed JSON in place, to any depth. Objects lose their prototype, so that looking up a key such as "constructor"
 * or "toString" finds a record or nothing.
 */
export function freezeTree(value: Json): Json {
  if (typeof value !== 'object' || value === null || trees.has(value)) return value;
  if (Array.isArray(value)) for (const item of value) freezeTree(item);
  else {
    Object.setPrototypeOf(value, null);
    for (const item of Object.values(value)) freezeTree(item);
  }
  return seal(value);
}

/** Registers and freezes a node whose children are trees or plain values already. */
export function seal<Node extends object>(node: Node): Node {
  trees.add(node);
  return Object.freeze(node);
}

/** A fresh object for the properties of a node. */
export function emptyObject(): Record<string, unknown> {
  return Object.setPrototypeOf({}, null);
}

/** An object node's value under its own key. */
export function childOf(node: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(node, key)?.value;
}
