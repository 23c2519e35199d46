import type { BudgetLimits } from './limits/budget.ts';

/** How models may be asked in a run. None of it enters fingerprints. */
export interface Asking {
  readonly budget: BudgetLimits;
  /** To each model at each endpoint. */
  readonly requestsPerMinute: number | undefined;
  readonly tokensPerMinute: number | undefined;
  /** `fresh`: answers of earlier runs are kept but not used. */
  readonly answers: 'stored' | 'fresh';
  /** An answer that grows beyond this has failed, and is not read to its end. */
  readonly longestAnswerBytes: number;
}

/** Many times what the longest answers of models take. */
const usualLongestAnswer = 8_000_000;

/** Without limits, and never twice. */
export const unlimitedAsking: Asking = {
  budget: {},
  requestsPerMinute: undefined,
  tokensPerMinute: undefined,
  answers: 'stored',
  longestAnswerBytes: usualLongestAnswer,
};
