import type { State } from '../../domain/state.ts';

/** How many records each collection holds: "12 members, 30 books". */
export function recordCounts(state: State): string {
  return Object.entries(state)
    .map(([collection, records]) => `${Object.keys(records).length} ${collection}`)
    .join(', ');
}
