import type { CallRecord, Store } from '../../src/store/store.ts';

/** The ledger of calls alone, in memory: the latest answer to a request counts. */
export interface InMemoryCalls extends Pick<Store, 'storedCall' | 'saveCall'> {
  readonly records: readonly CallRecord[];
}

export function inMemoryCalls(): InMemoryCalls {
  const records: CallRecord[] = [];
  return {
    records,
    storedCall: async (request) => records.findLast((record) => record.request === request),
    saveCall: async (call) => {
      records.push(structuredClone(call));
    },
  };
}
