import { createStore } from './create-store.ts';
import type { StoreLocation } from './location.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';

/**
 * Opens the store at a location, which is created when absent and brought to the format this program knows. Throws a UserError
 * when it cannot be opened, or belongs to another program or a newer version of this one; nothing is deleted or repaired.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  switch (location.kind) {
    case 'sqlite':
      return createStore(await openSqlite(location.file));
    case 'memory':
      return createStore(await openSqlite(':memory:'));
  }
}
