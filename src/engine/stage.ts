import type { Logger } from 'pino';
import type { Json } from '../base/json.ts';
import type { Contract } from '../domain/contract/form.ts';
import type { Skeleton } from '../domain/environment/skeleton.ts';
import type { Artifact, Kind } from '../domain/kinds.ts';
import type { State } from '../domain/state.ts';
import type { WrittenBy } from '../domain/written-by.ts';
import type { Work, WorkName } from '../generation/author.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Output } from '../store/store.ts';

/** One stage on one set of inputs. `subject` is its human name and stays the same when inputs or parameters change. */
export interface Unit {
  readonly subject: string;
  readonly inputs: readonly Artifact[];
  /** What else determines the result, e.g. a number; enters the fingerprint. */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** What a stage may use. Nothing else reaches it: no store, no console, no clock. */
export interface StageContext {
  ask<Input, Answer>(work: Work<Input, Answer>, input: Input): Promise<Answer>;
  /** Who answers a kind of work. */
  writtenBy(work: WorkName): WrittenBy;
  /** What the operations of a design promise, where the author of its code declares that apart from the code. */
  contractOf(skeleton: Skeleton): Contract<State> | undefined;
  readonly sandbox: Sandbox;
  /** Derived from the run's seed, the stage and the unit's subject. */
  readonly seed: string;
  /** The try at the unit, for the ledger of calls. */
  readonly attempt: number | undefined;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** The expected is a value: `rejected` says why something is not good enough, and is not tried again. */
export type StageResult =
  | { readonly status: 'done'; readonly outputs: readonly Output[] }
  | { readonly status: 'rejected'; readonly reason: string; readonly evidence?: unknown };

/**
 * One step of the pipeline, as data. The engine does fingerprints, storing, lineage, retries, concurrency, cancellation and
 * progress; the stage does the work of one unit.
 */
export interface Stage {
  readonly name: string;
  /** Raise it when the code of the stage changes what it writes. */
  readonly version: number;
  /** What a line of progress calls the things it makes, e.g. "environments". */
  readonly noun: string;
  readonly writes: Kind;
  /** The kinds of work it asks for; their prompts and authors enter the fingerprint. */
  readonly works: readonly Work<never, unknown>[];
  /** Whether it asks a model outside of `works`, as a model that plays does. */
  readonly asksModel?: boolean;
  run(unit: Unit, context: StageContext): Promise<StageResult>;
}
