import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where a store is kept: in a SQLite file that several processes may share, or in the memory of this process alone. */
export type StoreLocation = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'memory' };

/** Where a workspace keeps its store. */
export function locationOf(directory: string): StoreLocation {
  return { kind: 'sqlite', file: join(directory, 'envscaler.sqlite') };
}

/** Whether there is anything at a location yet. */
export function isThere(location: StoreLocation): boolean {
  return location.kind === 'sqlite' && existsSync(location.file);
}
