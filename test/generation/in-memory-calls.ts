import type { CallRecord, Store } from '../../src/store/store.ts';

/** The ledger of calls alone, in memory: the latest whole answer to a request counts. */
export interface InMemoryCalls extends Pick<Store, 'storedCall' | 'saveCall' | 'workingStep' | 'saveWorkingStep'> {
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
      const answers = records.filter((record) => record.request === request && record.responseBody !== undefined);
      return answers.findLast((record) => record.outcome === 'answered') ?? answers.at(-1);
    },
    saveCall: async (call) => {
      records.push(structuredClone(call));
    },
    workingStep: async (endpoint, model) => steps.get(`${endpoint} ${model}`),
    saveWorkingStep: async (endpoint, model, step) => {
      steps.set(`${endpoint} ${model}`, step);
    },
  };
}
