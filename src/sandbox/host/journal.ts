import type { Json } from '../../base/json.ts';
import type { Patch } from '../../domain/state.ts';
import { atStart, type Progress } from '../protocol.ts';
import type { Origin } from './origins.ts';
import { applyPatches } from './patches.ts';

/** What a committed write changed, as text: whoever is given the patches may do with them what he likes. */
interface Entry {
  readonly previous: Entry | undefined;
  readonly patches: string;
}

/**
 * Where an episode stands, told by how it got there: enough to continue it in another process. Shared between an instance and
 * its forks, and what a snapshot leads back to.
 */
export interface Point {
  readonly begin: Origin;
  /** The state as text from which the entries lead on, where that is not the beginning. */
  readonly checkpoint: string | undefined;
  readonly last: Entry | undefined;
  /** Characters of the entries. */
  readonly size: number;
  readonly progress: Progress;
}

/** Entries are kept until they are as long as this, or as four states; then the state they lead to takes their place. */
const SHORT = 32 * 1024;

export function pointAt(begin: Origin): Point {
  return { begin, checkpoint: undefined, last: undefined, size: 0, progress: atStart };
}

export function pointAfter(point: Point, patches: readonly Patch[], progress: Progress): Point {
  if (patches.length === 0) return { ...point, progress };
  const text = JSON.stringify(patches.map(({ op, path, value }) => ({ op, path, value })));
  const { begin, checkpoint } = point;
  const next: Point = {
    begin,
    checkpoint,
    last: { previous: point.last, patches: text },
    size: point.size + text.length,
    progress,
  };
  if (next.size <= Math.max(SHORT, 4 * (checkpoint ?? begin.text).length)) return next;
  return { begin, checkpoint: stateTextAt(next), last: undefined, size: 0, progress };
}

/** Whether the state is the one that the episode began with. */
export function isAtBeginning({ checkpoint, last }: Point): boolean {
  return checkpoint === undefined && last === undefined;
}

/** The state as JSON text; no work where it is kept as text. */
export function stateTextAt(point: Point): string {
  return point.last ? JSON.stringify(stateAt(point)) : (point.checkpoint ?? point.begin.text);
}

export function stateAt({ begin, checkpoint, last }: Point): Json {
  const entries: Entry[] = [];
  for (let entry = last; entry; entry = entry.previous) entries.push(entry);
  const patches = entries.reverse().flatMap((entry): Patch[] => JSON.parse(entry.patches));
  return applyPatches(JSON.parse(checkpoint ?? begin.text), patches);
}
