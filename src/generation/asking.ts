import type { BudgetLimits } from './limits/budget.ts';

/** How models may be asked in a run. None of it enters fingerprints. */
export interface Asking {
  readonly budget: BudgetLimits;
  /** To each model at each endpoint. */
  readonly requestsPerMinute: number | undefined;
  readonly tokensPerMinute: number | undefined;
  /** `fresh`: answers of earlier runs are kept but not used. */
  readonly answers: 'stored' | 'fresh';
}

/** Without limits, and never twice. */
export const unlimitedAsking: Asking = {
  budget: {},
  requestsPerMinute: undefined,
  tokensPerMinute: undefined,
  answers: 'stored',
};
