import { isObject, type Json } from '../../base/json.ts';
import type { JudgedText } from '../protocol.ts';
import { emptyObject, freezeTree, seal } from './tree.ts';

/** What checks judge, as one frozen tree. Records that are the same at both ends are the same objects. */
export function episodeTree(initial: Json, { final, told }: JudgedText): Json {
  const end = emptyObject();
  for (const [name, text] of Object.entries(final)) {
    end[name] = 'whole' in text ? freezeTree(text.whole) : recordsOf(isObject(initial) ? initial[name] : undefined, text.records);
  }
  const parts = Object.entries(told).map(([part, value]) => [part, freezeTree(value)] as const);
  return seal(Object.assign(emptyObject(), { initial, final: seal(end), ...Object.fromEntries(parts) })) as Json;
}

function recordsOf(before: unknown, records: { readonly [key: string]: Json }): unknown {
  const collection = emptyObject();
  for (const [key, record] of Object.entries(records))
    collection[key] = record === 0 && isObject(before) ? before[key] : freezeTree(record);
  return seal(collection);
}
