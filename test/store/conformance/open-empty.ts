import type { Store } from '../../../src/store/store.ts';

/** Opens a store with nothing in it, at a place of its own; whoever gives this function closes it and clears the place. */
export type OpenEmpty = () => Promise<Store>;
