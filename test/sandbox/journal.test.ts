import { expect, test } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import type { Patch } from '../../src/domain/state.ts';
import { type Point, pointAfter, pointAt, stateAt } from '../../src/sandbox/host/journal.ts';
import { createOrigins } from '../../src/sandbox/host/origins.ts';
import { atStart } from '../../src/sandbox/protocol.ts';

/** What a point holds on to, in characters. */
function held(point: Point): number {
  let size = point.checkpoint?.length ?? 0;
  for (let entry = point.last; entry; entry = entry.previous) size += entry.patches.length;
  return size;
}

test('an instance that writes without end holds on to a bounded number of characters', () => {
  const begin = createOrigins().take({ counts: { one: { n: 0, text: '' } } });
  let point = pointAt(begin);
  let most = 0;
  for (let n = 1; n <= 5_000; n++) {
    const patches: Patch[] = [
      { op: 'replace', path: '/counts/one/n', value: n, old: n - 1 },
      { op: 'replace', path: '/counts/one/text', value: 'x'.repeat(n % 100), old: '' },
    ];
    point = pointAfter(point, patches, { ...atStart, writes: n });
    most = Math.max(most, held(point));
  }
  expect(most).toBeLessThan(40_000);
  expect(stateAt(point)).toEqual({ counts: { one: { n: 5_000, text: '' } } });
  expect(point.progress.writes).toBe(5_000);
});

test('what becomes of patches afterwards, and of a fork, changes nothing', () => {
  const point = pointAt(createOrigins().take({ lists: { one: { items: [] } } }));
  const value: Json[] = [1];
  const patches: Patch[] = [{ op: 'replace', path: '/lists/one/items', value, old: [] }];
  const after = pointAfter(point, patches, { ...atStart, writes: 1 });
  value.push(2);
  patches.length = 0;
  const fork = pointAfter(after, [{ op: 'remove', path: '/lists/one', old: {} }], { ...atStart, writes: 2 });
  expect(stateAt(after)).toEqual({ lists: { one: { items: [1] } } });
  expect(stateAt(fork)).toEqual({ lists: {} });
  expect(stateAt(point)).toEqual({ lists: { one: { items: [] } } });
});
