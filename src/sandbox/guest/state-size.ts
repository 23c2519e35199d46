import type { Json } from '../../base/json.ts';
import type { Patch } from '../../domain/state.ts';
import type { Tree } from './tree.ts';

/** Sizes of frozen states and their parts; shared like these, and gone with them. */
const sizes = new WeakMap<object, number>();

/** What a list or a record takes besides its members, in memory more than as text. */
const CONTAINER = 24;
const MEMBER = 4;

/** About the characters of JSON that a frozen state takes; small members and empty lists count with what they take in memory. */
export function stateSize(state: Json | Tree): number {
  if (typeof state === 'string') return state.length + 2;
  if (typeof state !== 'object' || state === null) return 8;
  const known = sizes.get(state);
  if (known !== undefined) return known;
  let size = CONTAINER;
  for (const [key, value] of Object.entries(state)) size += key.length + MEMBER + stateSize(value);
  sizes.set(state, size);
  return size;
}

/** The size of a state that patches made of another: counted by what changed, never by walking through it all. */
export function sizeAfter(before: Tree, patches: readonly Patch[], after: Tree): number {
  let size = stateSize(before);
  for (const { op, path, value, old } of patches) {
    const key = op === 'replace' ? 0 : keyLength(path) + MEMBER;
    if (op !== 'remove' && value !== undefined) size += key + stateSize(value);
    if (op !== 'add' && old !== undefined) size -= key + stateSize(old);
  }
  sizes.set(after, size);
  return size;
}

/** Characters of the last key of a JSON Pointer, each escape for one. */
function keyLength(path: string): number {
  const key = path.slice(path.lastIndexOf('/') + 1);
  return key.length - (key.split('~').length - 1);
}
