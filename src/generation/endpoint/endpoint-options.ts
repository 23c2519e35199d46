import type { Random } from '../../base/random.ts';
import type { WrittenBy } from '../../domain/written-by.ts';
import type { Store } from '../../store/store.ts';
import type { Budget } from '../limits/budget.ts';
import type { EndpointLimits } from '../limits/endpoint-limits.ts';
import type { Price } from '../limits/prices.ts';
import type { CallEvent } from './call-event.ts';

export interface EndpointOptions {
  /** E.g. "https://api.openai.com/v1". */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Sampling settings that are sent with every request, e.g. temperature; they enter fingerprints. */
  readonly parameters: NonNullable<WrittenBy['parameters']>;
  /** For one try, until the last byte of the answer. */
  readonly timeoutMs: number;
  /** An answer that grows beyond this has failed, and is not read to its end. */
  readonly longestAnswerBytes: number;
  /** Further tries after a failure that may pass. */
  readonly retries: number;
  /** The wait before the first retry; doubled before each further one, with jitter. */
  readonly backoffMs: number;
  /** A server that asks for a longer wait than this is not waited for. */
  readonly longestWaitMs: number;
  /** Shared by all requests to this model at this endpoint. */
  readonly endpointLimits: EndpointLimits;
  /** Shared by the whole run. */
  readonly budget: Budget;
  /** undefined where it is not known. */
  readonly price: Price | undefined;
  /** `fresh`: answers of earlier runs are kept but not used. */
  readonly answers: 'stored' | 'fresh';
  readonly calls: Pick<Store, 'storedCall' | 'saveCall' | 'discardAnswers' | 'workingStep' | 'saveWorkingStep'>;
  /** For jitter only. */
  readonly random: Random;
  readonly clock: {
    now(): Date;
    /** Milliseconds that never run backwards. */
    elapsed(): number;
  };
  onEvent(event: CallEvent): void;
}
