import type { Logger } from 'pino';
import type { Postponed } from '../base/errors.ts';
import type { Author } from '../generation/author.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Store } from '../store/store.ts';
import type { PipelineEvent } from './events.ts';

/** What may end a run before its work is done, without anything having failed: a spent budget, an endpoint that is down. */
export interface StopSignal {
  /** Asked before a unit is begun: why nothing may be begun any more. */
  check(): Postponed | undefined;
  /** Why something was not begun or not finished, once that happened. */
  reason(): Postponed | undefined;
}

/** What the engine works with in one run. */
export interface EngineContext {
  readonly store: Store;
  readonly author: Author;
  readonly sandbox: Sandbox;
  readonly log: Logger;
  readonly seed: string;
  /** How many units are in progress at once. */
  readonly concurrency: number;
  /** Aborting it stops the dispatch of units; those in flight may still finish for `graceMs`. */
  readonly signal: AbortSignal;
  /** 800 when left out, so that one Ctrl-C takes effect within two seconds. */
  readonly graceMs?: number;
  /** Never pulled when left out. */
  readonly stopSignal?: StopSignal;
  /** Units whose stage asks an author are run although they are finished; what they wrote before is kept. */
  readonly fresh?: boolean;
  /** Id of the run, from `store.startRun`; not used in a plan. */
  readonly run: number;
  /** `plan`: nothing runs and nothing is written; the outcome and the events say what would happen. */
  readonly mode: 'run' | 'plan';
  /** The time as an ISO date-time in UTC. */
  now(): string;
  events(event: PipelineEvent): void;
  /** Takes keys out of every string of what is stored; nothing is taken out where left out. */
  readonly redact?: <Value>(value: Value) => Value;
  /** Hash of a file in prompts/. */
  promptHash(file: string): string;
}
