import { emptyObject, isTree, type Tree } from './tree.ts';

/** One place of a state that generated code has looked at during a write. */
export interface DraftNode {
  readonly base: Tree;
  /** Own copy of the node's properties, from the first change on. */
  copy: Record<string, unknown> | unknown[] | undefined;
  /** Drafts handed out for children while there is no copy. */
  children: Map<string, object> | undefined;
}

/**
 * A draft of a frozen state: behaves like a plain mutable object, and copies only the nodes that change. Values that
 * generated code puts in stay the very objects it holds, as they would with plain objects. Once closed, every use throws.
 */
export interface Draft {
  readonly root: object;
  /** The node behind a draft object. */
  nodeOf(value: object): DraftNode | undefined;
  close(): void;
}

/** Where a proxy's target keeps its node. Generated code never sees a target. */
const NODE = Symbol('node');

interface Target {
  readonly [NODE]: DraftNode;
}

/** A draft of a state. */
export function createDraft(base: Tree): Draft {
  const nodes = new WeakMap<object, DraftNode>();
  let open = true;

  const draftOf = (tree: Tree): object => {
    const node: DraftNode = { base: tree, copy: undefined, children: undefined };
    const target = Object.assign(Array.isArray(tree) ? [] : emptyObject(), { [NODE]: node });
    // The handler for arrays and the one for objects serve all nodes of a draft.
    const proxy = new Proxy<Target>(target, Array.isArray(tree) ? arrayHandler : objectHandler);
    nodes.set(proxy, node);
    return proxy;
  };

  /** The current own value of a node; a part of a state that is met for the first time becomes a draft. */
  const read = (node: DraftNode, key: string): unknown => {
    const known = node.copy ? undefined : node.children?.get(key);
    if (known) return known;
    const value: unknown = Reflect.get(node.copy ?? node.base, key);
    if (!isTree(value)) return value;
    const draft = draftOf(value);
    if (node.copy) Reflect.set(node.copy, key, draft);
    else {
      node.children ??= new Map();
      node.children.set(key, draft);
    }
    return draft;
  };

  const source = (node: DraftNode): object => {
    if (!open) throw new TypeError('The state of a finished call cannot be used.');
    return node.copy ?? node.base;
  };

  const write = (node: DraftNode, key: string | symbol, value: unknown): boolean => {
    if (typeof key === 'symbol') throw new TypeError('The state cannot hold a property named by a symbol.');
    if (Array.isArray(node.base) && key !== 'length' && !isIndex(key)) {
      throw new TypeError(`An array of the state cannot hold a property "${key}".`);
    }
    if (Object.hasOwn(source(node), key) && Object.is(read(node, key), value)) return true;
    return Reflect.set(materialise(node), key, value);
  };

  const handlerOf = (isArray: boolean): ProxyHandler<Target> => ({
    get(target, key) {
      const node = target[NODE];
      if (typeof key === 'string' && Object.hasOwn(source(node), key)) return read(node, key);
      return isArray ? Reflect.get(Array.prototype, key) : undefined;
    },
    set: (target, key, value) => write(target[NODE], key, value),
    has: (target, key) => Reflect.has(source(target[NODE]), key),
    ownKeys: (target) => Reflect.ownKeys(source(target[NODE])),
    deleteProperty(target, key) {
      const node = target[NODE];
      return !Object.hasOwn(source(node), key) || Reflect.deleteProperty(materialise(node), key);
    },
    // The value is the frozen one where it was not met yet: listing keys asks for descriptors and must not make drafts.
    getOwnPropertyDescriptor(target, key) {
      const node = target[NODE];
      const current = source(node);
      if (typeof key === 'symbol' || !Object.hasOwn(current, key)) return undefined;
      const isLength = isArray && key === 'length';
      return {
        value: node.children?.get(key) ?? Reflect.get(current, key),
        writable: true,
        enumerable: !isLength,
        configurable: !isLength,
      };
    },
    defineProperty(target, key, descriptor) {
      if (!('value' in descriptor)) throw new TypeError('The state holds plain values only.');
      return write(target[NODE], key, descriptor.value);
    },
    setPrototypeOf() {
      throw new TypeError('The prototype of a state object cannot be changed.');
    },
    preventExtensions() {
      throw new TypeError('A state object cannot be frozen.');
    },
  });
  const arrayHandler = handlerOf(true);
  const objectHandler = handlerOf(false);

  return {
    root: draftOf(base),
    nodeOf: (value) => nodes.get(value),
    close: () => {
      open = false;
    },
  };
}

function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(key);
}

/** The node's own copy, made at the first change. */
function materialise(node: DraftNode): object {
  if (node.copy) return node.copy;
  const copy = Array.isArray(node.base) ? [...node.base] : Object.assign(emptyObject(), node.base);
  for (const [key, draft] of node.children ?? []) Reflect.set(copy, key, draft);
  node.children = undefined;
  node.copy = copy;
  return copy;
}
