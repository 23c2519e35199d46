import type { CallRecord, Store } from '../../src/store/store.ts';

/** The ledger of calls alone, in memory: the latest whole answer to a request counts. */
export interface InMemoryCalls
  extends Pick<Store, 'storedCall' | 'saveCall' | 'discardAnswers' | 'workingStep' | 'saveWorkingStep'> {
  readonly records: readonly CallRecord[];
  readonly steps: ReadonlyMap<string, string>;
}

export function inMemoryCalls(): InMemoryCalls {
  const records: CallRecord[] = [];
  const steps = new Map<string, string>();
  return {
    records,
    steps,
    storedCall: async (request) => {
      return records.findLast(
        (record) => record.request === request && record.responseBody !== undefined && record.outcome === 'answered',
      );
    },
    saveCall: async (call) => {
      records.push(structuredClone(call));
    },
    discardAnswers: async (request) => {
      for (const [index, record] of records.entries())
        if (record.request === request && record.outcome === 'answered') records[index] = { ...record, outcome: 'useless' };
    },
    workingStep: async (endpoint, model) => steps.get(`${endpoint} ${model}`),
    saveWorkingStep: async (endpoint, model, step) => {
      steps.set(`${endpoint} ${model}`, step);
    },
  };
}
