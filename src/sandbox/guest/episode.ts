import { isObject, type Json } from '../../base/json.ts';
import type { FinalText } from '../protocol.ts';
import { emptyObject, freezeTree, seal } from './tree.ts';

interface EpisodeTold {
  readonly final: FinalText;
  readonly calls: Json;
  readonly replies: Json;
}

/** What checks judge, as one frozen tree. Records that are the same at both ends are the same objects. */
export function episodeTree(initial: Json, { final, calls, replies }: EpisodeTold): Json {
  const end = emptyObject();
  for (const [name, told] of Object.entries(final)) {
    end[name] = 'whole' in told ? freezeTree(told.whole) : recordsOf(isObject(initial) ? initial[name] : undefined, told.records);
  }
  const told = { initial, final: seal(end), calls: freezeTree(calls), replies: freezeTree(replies) };
  return seal(Object.assign(emptyObject(), told)) as Json;
}

function recordsOf(before: unknown, records: { readonly [key: string]: Json }): unknown {
  const collection = emptyObject();
  for (const [key, record] of Object.entries(records))
    collection[key] = record === 0 && isObject(before) ? before[key] : freezeTree(record);
  return seal(collection);
}
