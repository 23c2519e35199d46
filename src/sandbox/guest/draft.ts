import { copyOf, isTree, type Tree } from './tree.ts';

/** A node's or a copy's properties, by key. */
interface Holder {
  readonly [key: PropertyKey]: unknown;
}

/** One place of a state that generated code has looked at during a write. */
export interface DraftNode {
  readonly base: Tree;
  readonly parent: DraftNode | undefined;
  /** Own copy of the node's properties, from the first change on. */
  copy: Record<string, unknown> | unknown[] | undefined;
  /** Drafts handed out for children while there is no copy. */
  children: Map<string, object> | undefined;
  /** This node or one below it has a copy. What is not dirty is as it was. */
  dirty: boolean;
  /** The order of the copy's keys may be another one. */
  reordered: boolean;
}

/**
 * A draft of a frozen state: behaves like a plain mutable object, and copies only the nodes that change. Values that
 * generated code puts in stay the very objects it holds, as they would with plain objects. Once closed, every use throws.
 */
export interface Draft {
  readonly root: object;
  /** The node behind a draft object. */
  nodeOf(value: object): DraftNode | undefined;
  /** Whether anything was changed, even if only back to what it was. */
  isChanged(): boolean;
  /** Whether any collection of the state, as it stands, has this key. */
  hasKey(key: string): boolean;
  close(): void;
}

/** A proxy's target. Generated code never sees it; its properties can be hidden, since they are configurable. */
interface Target {
  readonly node: DraftNode;
}

/** A draft of a state. */
export function createDraft(base: Tree): Draft {
  const nodes = new Map<object, DraftNode>();
  let open = true;

  const draftOf = (tree: Tree, parent: DraftNode | undefined): object => {
    const node: DraftNode = { base: tree, parent, copy: undefined, children: undefined, dirty: false, reordered: false };
    const isArray = Array.isArray(tree);
    const target: Target = isArray ? Object.assign([], { node }) : { node };
    // The handler for arrays and the one for objects serve all nodes of a draft.
    const proxy = new Proxy(target, isArray ? arrayHandler : objectHandler);
    nodes.set(proxy, node);
    return proxy;
  };

  const source = (node: DraftNode): Holder => {
    if (!open) throw new TypeError('The state of a finished call cannot be used.');
    return propertiesOf(node);
  };

  /** The current value of a node's property; a part of the state that is met for the first time becomes a draft. */
  const read = (node: DraftNode, key: string | symbol): unknown => {
    const value = source(node)[key];
    if (typeof value !== 'object' || value === null || typeof key === 'symbol') return value;
    const known = node.copy ? undefined : node.children?.get(key);
    if (known) return known;
    if (!isTree(value)) return value;
    const draft = draftOf(value, node);
    if (node.copy) Reflect.set(node.copy, key, draft);
    else {
      node.children ??= new Map();
      node.children.set(key, draft);
    }
    return draft;
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
    get: (target, key) => read(target.node, key),
    set: (target, key, value) => write(target.node, key, value),
    has: (target, key) => Reflect.has(source(target.node), key),
    ownKeys: (target) => Reflect.ownKeys(source(target.node)),
    deleteProperty(target, key) {
      const { node } = target;
      if (!Object.hasOwn(source(node), key)) return true;
      node.reordered = true;
      return Reflect.deleteProperty(materialise(node), key);
    },
    // The value is the frozen one where it was not met yet: listing keys asks for descriptors and must not make drafts.
    getOwnPropertyDescriptor(target, key) {
      const { node } = target;
      const current = source(node);
      if (typeof key === 'symbol' || !Object.hasOwn(current, key)) return undefined;
      const isLength = isArray && key === 'length';
      return {
        value: node.children?.get(key) ?? current[key],
        writable: true,
        enumerable: !isLength,
        configurable: !isLength,
      };
    },
    defineProperty(target, key, descriptor) {
      if (!('value' in descriptor)) throw new TypeError('The state holds plain values only.');
      return write(target.node, key, descriptor.value);
    },
    getPrototypeOf: () => (isArray ? Array.prototype : null),
    setPrototypeOf() {
      throw new TypeError('The prototype of a state object cannot be changed.');
    },
    preventExtensions() {
      throw new TypeError('A state object cannot be frozen.');
    },
  });
  const arrayHandler = handlerOf(true);
  const objectHandler = handlerOf(false);
  const root = draftOf(base, undefined);

  return {
    root,
    nodeOf: (value) => nodes.get(value),
    isChanged: () => nodes.get(root)?.dirty ?? false,
    hasKey(key) {
      const rootNode = nodes.get(root);
      const collections = rootNode ? propertiesOf(rootNode) : {};
      return Object.keys(collections).some((name) => {
        const collection = rootNode?.children?.get(name) ?? collections[name];
        if (typeof collection !== 'object' || collection === null) return false;
        const node = nodes.get(collection);
        return Object.hasOwn(node ? propertiesOf(node) : collection, key);
      });
    },
    close: () => {
      open = false;
    },
  };
}

/** The properties as they stand: those of the copy where there is one. Read by key only, which any object allows. */
function propertiesOf(node: DraftNode): Holder {
  return (node.copy ?? node.base) as Holder;
}

function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(key);
}

/** The node's own copy, made at the first change. */
function materialise(node: DraftNode): object {
  if (node.copy) return node.copy;
  const copy = copyOf(node.base);
  for (const [key, draft] of node.children ?? []) Reflect.set(copy, key, draft);
  node.children = undefined;
  node.copy = copy;
  for (let above: DraftNode | undefined = node; above && !above.dirty; above = above.parent) above.dirty = true;
  return copy;
}
