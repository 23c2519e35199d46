import { createHash } from 'node:crypto';

/** A seeded source of random choices. The same seed gives the same choices on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number between both bounds, which belong to the range. */
  integer(low: number, high: number): number;
  /** One item; throws on an empty list. */
  pick<Item>(items: readonly Item[]): Item;
  /** `count` different items in random order (all of them when there are fewer). */
  sample<Item>(items: readonly Item[], count: number): Item[];
  shuffle<Item>(items: readonly Item[]): Item[];
  chance(probability: number): boolean;
  /** An independent source named within this one: adding draws to one does not move the others. */
  fork(name: string): Random;
}

/** A source seeded with any text (SHA-256 of it feeds the sfc32 generator). */
export function seededRandom(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) >>> 0) + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((((c << 21) | (c >>> 11)) >>> 0) + t) >>> 0;
    return t / 4294967296;
  };
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const shuffle = <Item>(items: readonly Item[]): Item[] => {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = integer(0, i);
      [copy[i], copy[j]] = [copy[j] as Item, copy[i] as Item];
    }
    return copy;
  };
  return {
    next,
    integer,
    shuffle,
    pick: (items) => {
      if (items.length === 0) throw new Error('pick: the list is empty');
      return items[integer(0, items.length - 1)] as (typeof items)[number];
    },
    sample: (items, count) => shuffle(items).slice(0, count),
    chance: (probability) => next() < probability,
    fork: (name) => seededRandom(`${seed}/${name}`),
  };
}
