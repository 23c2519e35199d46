import type { Json } from '../base/json.ts';
import type { Patch } from '../domain/state.ts';
import type { Origin } from './origins.ts';
import { applyPatches } from './patches.ts';
import { atStart, type Progress } from './protocol.ts';

/** A committed write. Shared between an instance and its forks. */
interface Entry {
  readonly previous: Entry | undefined;
  readonly patches: readonly Patch[];
  readonly progress: Progress;
}

/** Where an episode stands, told by how it got there: enough to continue it in another process. */
export interface Point {
  readonly begin: Origin;
  readonly last: Entry | undefined;
}

export function pointAfter(point: Point, patches: readonly Patch[], progress: Progress): Point {
  return { begin: point.begin, last: { previous: point.last, patches, progress } };
}

export function progressAt(point: Point): Progress {
  return point.last?.progress ?? atStart;
}

export function stateAt(point: Point): Json {
  const entries: Entry[] = [];
  for (let entry = point.last; entry; entry = entry.previous) entries.push(entry);
  const patches = entries.reverse().flatMap((entry) => entry.patches);
  const begin: Json = JSON.parse(point.begin.text);
  return patches.length === 0 ? begin : applyPatches(begin, patches);
}
