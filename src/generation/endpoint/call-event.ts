import type { CallOutcome } from '../../store/store.ts';
import type { Usage } from './completion.ts';

/** A trouble on the way to a model and back; it says nothing about the request or the model. */
export type Trouble = Exclude<CallOutcome, 'answered' | 'useless' | 'refused'>;

export interface CallEnd {
  readonly kind: 'call-end';
  readonly work: string;
  readonly model: string;
  /** `stored`: answered from the store, free of charge. `failed`: no usable response after all tries. */
  readonly status: 'answered' | 'stored' | 'failed';
  /** Why it failed, where a trouble on the way was the reason. */
  readonly trouble?: Trouble;
  readonly usage: Usage | undefined;
  /** By the prices known; undefined where price or usage is not. */
  readonly costUsd: number | undefined;
  readonly retries: number;
  readonly durationMs: number;
}

/** What holds requests back at the moment. */
export type LimitedBy = 'nothing' | 'concurrency' | 'rate-limited' | 'retry-after' | 'rpm' | 'tpm';

/** What the client tells while it works, for the display and the log. Never holds a key. */
export type CallEvent =
  | CallEnd
  | {
      readonly kind: 'call-retry';
      readonly work: string;
      readonly model: string;
      readonly trouble: Trouble;
      readonly reason: string;
      readonly waitMs: number;
    }
  /** An answer came and was of no use: it goes back to the model once, or has failed. */
  | {
      readonly kind: 'answer-unfit';
      readonly work: string;
      readonly model: string;
      readonly next: 'repair' | 'more-room' | 'failure';
      readonly reason: string;
    }
  | {
      readonly kind: 'call-limit';
      readonly model: string;
      readonly by: LimitedBy;
      /** A sentence for people. */
      readonly text: string;
      /** How many may be under way at once. */
      readonly atOnce: number;
      readonly underway: number;
      readonly waiting: number;
    };
