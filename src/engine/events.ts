import type { CallEvent } from '../generation/endpoint/call-event.ts';
import type { FailureCause } from './failure.ts';

/** How many units of a stage ended in which way. */
export interface StageCounts {
  /** Ran now and wrote something. */
  readonly done: number;
  /** Finished (done or rejected) in an earlier run, under the same fingerprint. */
  readonly cached: number;
  /** Ran now and were found not good enough. */
  readonly rejected: number;
  /** Ran now and broke; the next run tries them again. */
  readonly failed: number;
  /** Not begun or not finished because the run was interrupted or postponed. */
  readonly skipped: number;
}

/**
 * What happens during a run, as data. The terminal display, the plain lines and the NDJSON stream are made from these
 * alone. Of the units of a stage each gets exactly one `unit-end` (or, in a plan, one `unit-plan`), those skipped excepted.
 */
export type PipelineEvent =
  | { readonly kind: 'stage-start'; readonly stage: string; readonly noun: string; readonly total: number }
  | { readonly kind: 'unit-start'; readonly stage: string; readonly subject: string; readonly attempt: number }
  | {
      readonly kind: 'unit-end';
      readonly stage: string;
      readonly subject: string;
      readonly status: 'done' | 'cached' | 'rejected' | 'failed';
      /** Why it was rejected (now, or in the earlier run that is reused) or failed. */
      readonly reason?: string;
      /** Where models had to do with a failure. */
      readonly cause?: FailureCause;
      /** Short ids of what it wrote. */
      readonly artifacts: readonly string[];
    }
  | { readonly kind: 'stage-end'; readonly stage: string; readonly noun: string; readonly counts: StageCounts }
  | {
      readonly kind: 'unit-plan';
      readonly stage: string;
      readonly subject: string;
      readonly action: 'cached' | 'run';
      /** A sentence fragment: "has never run", "prompt write-code.md changed". */
      readonly because: string;
    }
  /** In a plan: units that cannot be named before the stages they depend on have run. */
  | {
      readonly kind: 'stage-more';
      readonly stage: string;
      readonly noun: string;
      readonly atMost: number;
      readonly because: string;
    }
  /** In a plan: what units that would run, or may come to run, ask for; `inputBytes` is what is known of their inputs. */
  | {
      readonly kind: 'stage-work';
      readonly stage: string;
      readonly works: readonly string[];
      readonly units: number;
      readonly inputBytes: number;
    }
  /** A request to a model ended or is tried again. */
  | CallEvent
  | { readonly kind: 'note'; readonly level: 'info' | 'warning'; readonly text: string };
