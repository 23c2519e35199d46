import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDraft } from '../../src/sandbox/guest/draft.ts';
import { finishDraft } from '../../src/sandbox/guest/finish.ts';
import { Allowance } from '../../src/sandbox/guest/not-json.ts';
import { plainCopy } from '../../src/sandbox/guest/plain-copy.ts';
import { freezeTree, isTree } from '../../src/sandbox/guest/tree.ts';
import { applyPatches } from '../../src/sandbox/host/patches.ts';

type Mutable = Record<string, unknown>;

const keys = fc.constantFrom('a', 'b', 'c', 'toString', 'constructor', '__proto__', '7', 'x/y', '~t');
const scalar = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('', 'u', 'v', null, true));
const leaf = fc.oneof(
  scalar,
  fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('p', 'q'), scalar),
);
const record = fc.record({ n: scalar, list: fc.array(leaf, { maxLength: 5 }), more: fc.dictionary(keys, leaf, { maxKeys: 3 }) });
const stateOf = fc.record({ one: fc.dictionary(keys, record, { maxKeys: 4 }), two: fc.dictionary(keys, record, { maxKeys: 4 }) });

/** Plain objects without prototypes: what a draft has to behave like. */
function model(text: string): Mutable {
  const bare = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    for (const item of Object.values(value)) bare(item);
    return Array.isArray(value) ? value : Object.setPrototypeOf(value, null);
  };
  return bare(JSON.parse(text)) as Mutable;
}

const actions = [
  'set',
  'delete',
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'index',
  'length',
  'filter',
  'map',
  'spread',
  'alias',
  'insert-then-change',
  'replace-list',
  'fill',
  'assign',
] as const;
const step = fc.record({
  action: fc.constantFrom(...actions),
  collection: fc.constantFrom('one', 'two'),
  key: keys,
  other: keys,
  value: leaf,
  at: fc.nat(5),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** One change, as generated code would write it. Returns what it saw. */
function act(root: Mutable, { action, collection, key, other, value, at }: Step): unknown {
  const records = root[collection] as Mutable;
  const record = records[key] as { n: unknown; list: unknown[]; more: Mutable } | undefined;
  const fresh = { n: value, list: [value], more: {} as Mutable };
  switch (action) {
    case 'set':
      if (!record) records[key] = fresh;
      else record.n = value;
      return key in records;
    case 'delete':
      return delete records[key];
    case 'push':
      return record?.list.push(value, at);
    case 'pop':
      return record?.list.pop();
    case 'shift':
      return record?.list.shift();
    case 'unshift':
      return record?.list.unshift(value);
    case 'splice':
      return record?.list.splice(at, 2, value);
    case 'sort':
      return record?.list.sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)).length;
    case 'reverse':
      return record?.list.reverse().length;
    case 'index':
      if (record && at < record.list.length) record.list[at] = value;
      return record?.list[at];
    case 'length':
      if (record) record.list.length = Math.min(at, record.list.length);
      return record?.list.length;
    case 'filter':
      if (record) record.list = record.list.filter((item) => item !== value && item !== at);
      return record?.list.includes(value);
    case 'map':
      return record?.list.map((item, index) => [index, item]);
    case 'spread':
      if (record) records[other] = { ...record, n: value };
      return Object.keys(records);
    case 'alias':
      if (record) root[`alias-${key}`] = record.more;
      return Object.entries(root).length;
    case 'insert-then-change':
      records[key] = fresh;
      fresh.more.late = at;
      fresh.list.push('late');
      return records[key] === fresh;
    case 'replace-list':
      if (record) record.list = [...record.list, ...Object.values(record.more)];
      return record?.list.at(-1);
    case 'fill':
      return record?.list.fill(value, 1, 3).slice(0, 2);
    case 'assign':
      if (record) Object.assign(record.more, { [other]: value, p: at });
      return Object.hasOwn(record?.more ?? {}, other);
  }
}

function seen(run: () => unknown): string {
  try {
    return JSON.stringify(run()) ?? 'undefined';
  } catch (error) {
    return `threw ${error instanceof TypeError}`;
  }
}

/** JSON text with sorted keys: the order of keys is compared apart. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );
}

const frozen = (text: string) => {
  const tree = freezeTree(JSON.parse(text));
  if (!isTree(tree)) throw new Error('not a tree');
  return tree;
};

describe('a draft', () => {
  test('behaves like plain objects, finishes to what they hold, and its patches lead there in the same order', () => {
    fc.assert(
      fc.property(stateOf, fc.array(step, { maxLength: 25 }), (start, steps) => {
        const text = JSON.stringify(start);
        const plain = model(text);
        const base = frozen(text);
        const draft = createDraft(base);
        for (const one of steps) {
          const copy = JSON.parse(JSON.stringify(one)) as Step;
          expect(seen(() => act(draft.root as Mutable, { ...copy }))).toBe(seen(() => act(plain, { ...one })));
          expect(JSON.stringify(draft.root)).toBe(JSON.stringify(plain));
          expect(JSON.stringify(plainCopy(draft.root, new Allowance(1e6, 'the state'), () => undefined))).toBe(
            JSON.stringify(plain),
          );
        }
        const { state, patches, treeOf } = finishDraft(draft);
        expect(treeOf(draft.root)).toBe(state);
        expect(sorted(state)).toBe(sorted(plain));
        expect(JSON.stringify(base)).toBe(text);
        expect(JSON.stringify(applyPatches(JSON.parse(text), JSON.parse(JSON.stringify(patches))))).toBe(JSON.stringify(state));
        if (sorted(base) === sorted(plain)) expect([state === base, patches]).toEqual([true, []]);
      }),
      { numRuns: 400, seed: 20261122 },
    );
  });

  test('copies only what changes: everything else is shared with the state before', () => {
    const base = frozen(JSON.stringify({ one: { a: { n: 1 }, b: { n: 2 } }, two: { c: { n: 3 } } }));
    const draft = createDraft(base);
    const root = draft.root as Record<string, Record<string, { n: number }>>;
    for (const records of Object.values(root)) for (const one of Object.values(records)) expect(one.n).toBeGreaterThan(0);
    const { a } = root.one ?? {};
    if (a) a.n = 9;
    const state = finishDraft(draft).state as unknown as typeof root;
    const before = base as unknown as typeof root;
    expect(state.two).toBe(before.two);
    expect(state.one?.b).toBe(before.one?.b);
    expect(state.one?.a).toEqual({ n: 9 });
  });

  test('a patch of an array names the places that changed, not those that moved', () => {
    const base = frozen(JSON.stringify({ list: [{ n: 1 }, { n: 2 }, { n: 3 }] }));
    const draft = createDraft(base);
    (draft.root as { list: unknown[] }).list.unshift({ n: 0 });
    expect(finishDraft(draft).patches).toEqual([{ op: 'add', path: '/list/0', value: { n: 0 } }]);
  });

  test.each([
    ['undefined', undefined, '/one/a/x is undefined'],
    ['NaN', { deep: [0, Number.NaN] }, '/one/a/x/deep/1 is NaN'],
    ['a function', () => 1, '/one/a/x is a function'],
    ['a Map', new Map(), '/one/a/x is a Map'],
    ['a class', new (class Thing {})(), '/one/a/x is an instance of a class'],
    ['a BigInt', 1n, '/one/a/x is a BigInt'],
    // biome-ignore lint/suspicious/noSparseArray: the hole is the case
    ['a hole', [1, , 2], '/one/a/x/1 is a hole in an array'],
  ])('cannot be finished with %s in it, and says where', (_, value, message) => {
    const draft = createDraft(frozen(JSON.stringify({ one: { a: {} } })));
    (draft.root as { one: { a: Mutable } }).one.a.x = value;
    expect(() => finishDraft(draft)).toThrow(message);
  });

  test('cannot be used after its call', () => {
    const draft = createDraft(frozen('{"one":{}}'));
    draft.close();
    expect(() => Object.keys(draft.root)).toThrow('finished call');
  });
});
