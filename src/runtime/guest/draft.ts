import { emptyObject, isTree, type Tree } from './tree.ts';

/** One place of a state that generated code has looked at during a write. */
export interface DraftNode {
  readonly base: Tree;
  /** Own copy of the node's properties, from the first change on. */
  copy: Record<string, unknown> | unknown[] | undefined;
  /** Drafts handed out for children while there is no copy. */
  readonly children: Map<string, object>;
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

const DATA = { writable: true, enumerable: true, configurable: true } as const;

/** A draft of a state. */
export function createDraft(base: Tree): Draft {
  const nodes = new WeakMap<object, DraftNode>();
  let open = true;

  const draftOf = (tree: Tree): object => {
    const node: DraftNode = { base: tree, copy: undefined, children: new Map() };
    const proxy = new Proxy<object>(Array.isArray(tree) ? [] : emptyObject(), handlerOf(node));
    nodes.set(proxy, node);
    return proxy;
  };

  /** The current own value of a node; a part of a state that is met for the first time becomes a draft. */
  const read = (node: DraftNode, key: string): unknown => {
    if (node.copy) {
      const value: unknown = Reflect.get(node.copy, key);
      if (!isTree(value)) return value;
      const draft = draftOf(value);
      Reflect.set(node.copy, key, draft);
      return draft;
    }
    const known = node.children.get(key);
    if (known) return known;
    const value: unknown = Reflect.get(node.base, key);
    if (!isTree(value)) return value;
    const draft = draftOf(value);
    node.children.set(key, draft);
    return draft;
  };

  const handlerOf = (node: DraftNode): ProxyHandler<object> => {
    const isArray = Array.isArray(node.base);
    const source = (): object => {
      if (!open) throw new TypeError('The state of a finished call cannot be used.');
      return node.copy ?? node.base;
    };
    const write = (key: string | symbol, value: unknown): boolean => {
      if (typeof key === 'symbol') throw new TypeError('The state cannot hold a property named by a symbol.');
      if (isArray && key !== 'length' && !isIndex(key))
        throw new TypeError(`An array of the state cannot hold a property "${key}".`);
      const current = source();
      if (Object.hasOwn(current, key) && Object.is(read(node, key), value)) return true;
      return Reflect.set(materialise(node), key, value);
    };
    return {
      get(_target, key) {
        const current = source();
        if (typeof key === 'string' && Object.hasOwn(current, key)) return read(node, key);
        return isArray ? Reflect.get(Array.prototype, key) : undefined;
      },
      set: (_target, key, value) => write(key, value),
      has: (_target, key) => Reflect.has(source(), key),
      ownKeys: () => Reflect.ownKeys(source()),
      deleteProperty(_target, key) {
        if (!Object.hasOwn(source(), key)) return true;
        return Reflect.deleteProperty(materialise(node), key);
      },
      getOwnPropertyDescriptor(_target, key) {
        if (typeof key === 'symbol' || !Object.hasOwn(source(), key)) return undefined;
        return isArray && key === 'length'
          ? { value: Reflect.get(source(), 'length'), writable: true, enumerable: false, configurable: false }
          : { value: read(node, key), ...DATA };
      },
      defineProperty(_target, key, descriptor) {
        if (!('value' in descriptor)) throw new TypeError('The state holds plain values only.');
        return write(key, descriptor.value);
      },
      setPrototypeOf() {
        throw new TypeError('The prototype of a state object cannot be changed.');
      },
      preventExtensions() {
        throw new TypeError('A state object cannot be frozen.');
      },
    };
  };

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
  for (const [key, draft] of node.children) Reflect.set(copy, key, draft);
  node.children.clear();
  node.copy = copy;
  return copy;
}
