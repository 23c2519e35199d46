import type { Json } from '../../base/json.ts';

/**
 * A node of a state: an object that inherits nothing, or an array. Frozen, and shared between instances.
 */
export type Tree = { readonly [key: string]: Json } | readonly Json[];

const trees = new WeakSet<object>();

/** Whether a value is part of a frozen tree made here. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && trees.has(value);
}

/**
 * Objects of a state are made by this class, whose prototype is empty and inherits nothing: looking up a key such as
 * "constructor" or "toString" finds a record or nothing. (An object whose prototype is null would do as well, but takes three
 * times the memory once it is frozen.)
 */
class Bare {}
Object.setPrototypeOf(Bare.prototype, null);
Reflect.deleteProperty(Bare.prototype, 'constructor');
Object.freeze(Bare.prototype);

/** A fresh object for the properties of a node. */
export function emptyObject(): Record<string, unknown> {
  return new Bare() as Record<string, unknown>;
}

/** Whether a prototype belongs to plain data: that of an object literal, of a node, or none. */
export function isPlainPrototype(prototype: unknown): boolean {
  return prototype === Object.prototype || prototype === Bare.prototype || prototype === null;
}

/** A node's properties in a fresh object that may be changed. */
export function copyOf(node: Tree): Record<string, unknown> | unknown[] {
  if (Array.isArray(node)) return node.slice();
  const copy = emptyObject();
  // Objects of a tree inherit nothing. A loop is several times as fast as Object.assign here.
  for (const key in node) copy[key] = Reflect.get(node, key);
  return copy;
}

/** Parsed JSON as a frozen tree. Arrays are used as they are. */
export function freezeTree(value: Json): Json {
  if (typeof value !== 'object' || value === null || trees.has(value)) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = freezeTree(value[i]);
    return seal(value);
  }
  const node = emptyObject();
  for (const [key, item] of Object.entries(value)) node[key] = freezeTree(item);
  return seal(node) as Json;
}

/** Registers and freezes a node whose children are trees or plain values already. */
export function seal<Node extends object>(node: Node): Node {
  trees.add(node);
  return Object.freeze(node);
}
