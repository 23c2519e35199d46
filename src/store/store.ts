import type { Failure } from '../domain/failure.ts';
import type { Artifact, Body, Kind } from '../domain/kinds.ts';
import type { WrittenBy } from '../domain/written-by.ts';

/** Everything that determines a unit's result, by name, so that a difference can be told in a sentence. */
export type FingerprintParts = Readonly<Record<string, string>>;

/** One try at a unit. */
export interface Attempt {
  readonly id: number;
  readonly run: number;
  readonly stage: string;
  readonly subject: string;
  readonly fingerprint: string;
  readonly parts: FingerprintParts;
  /** `done` has outputs; `rejected` is an expected negative result with a reason; `failed` may be tried again. */
  readonly status: 'running' | 'done' | 'rejected' | 'failed';
  readonly reason: string | undefined;
  /** What a rejection rests on, as its stage noted it. */
  readonly evidence: unknown;
  /** Of a failed attempt, with its evidence. */
  readonly failure: Failure | undefined;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
}

export interface NewAttempt {
  readonly run: number;
  readonly stage: string;
  readonly subject: string;
  readonly fingerprint: string;
  readonly parts: FingerprintParts;
  /** Hashes of the input artifacts. */
  readonly inputs: readonly string[];
  readonly startedAt: string;
}

/** An artifact to be stored. `from` narrows its lineage to some of the attempt's inputs (all of them when left out). */
export interface Output<K extends Kind = Kind> {
  readonly kind: K;
  readonly subject: string;
  readonly body: Body<K>;
  readonly from?: readonly string[] | undefined;
}

export type AttemptEnd =
  | { readonly status: 'done'; readonly outputs: readonly Output[] }
  | { readonly status: 'rejected'; readonly reason: string; readonly evidence: unknown }
  | { readonly status: 'failed'; readonly reason: string; readonly failure: Failure };

/** A stored artifact with what the store knows about it. */
export interface StoredArtifact<K extends Kind = Kind> extends Artifact<K> {
  readonly attempt: number;
  readonly stage: string;
  readonly createdAt: string;
}

/**
 * How a request to a model ended. `answered`: it may be of use; `useless`: it was of none and is not given again; `refused`: the server
 * took offence at the request itself; all others are troubles on the way, which may pass (`empty`: a response without an answer).
 */
export const callOutcomes = [
  'answered',
  'useless',
  'refused',
  'rate-limited',
  'server-error',
  'timeout',
  'connection',
  'truncated',
  'empty',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** A request to a model and its raw answer, stored before the answer is parsed. Never holds a key. */
export interface CallRecord {
  /** SHA-256 of the canonical request. */
  readonly request: string;
  readonly attempt: number | undefined;
  readonly work: string;
  readonly author: WrittenBy;
  readonly requestBody: unknown;
  /** The endpoint's host and path, without credentials. */
  readonly endpoint: string;
  readonly outcome: CallOutcome;
  /** undefined where no answer came, or none that could be kept. */
  readonly responseBody: unknown;
  /** Of these numbers, those are undefined that nobody told: never 0 in their place. */
  readonly inputTokens: number | undefined;
  /** Those among the input tokens that the provider had in its cache. */
  readonly cachedTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** Those among the output tokens that were thinking. */
  readonly reasoningTokens: number | undefined;
  /** Answered in a batch, which has prices of its own. */
  readonly inBatch: boolean;
  readonly startedAt: string;
  readonly durationMs: number;
}

/** A sum over the calls for which the number is known, and how many calls it is unknown for. */
export interface KnownSum {
  readonly sum: number;
  readonly unknown: number;
}

/** Calls that tell both their input and their output, so that they have a price. */
interface ChargedTokens {
  readonly calls: number;
  readonly inputTokens: number;
  /** Of the input; what is not known to have been cached was not. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

/** The calls of one attempt that did the same work with the same model and ended the same way, added up. */
export interface LedgerEntry {
  /** Of the attempt that asked; undefined for calls that no attempt made. */
  readonly run: number | undefined;
  readonly stage: string | undefined;
  readonly subject: string | undefined;
  readonly work: string;
  readonly author: WrittenBy;
  readonly endpoint: string;
  readonly outcome: CallOutcome;
  readonly calls: number;
  readonly inputTokens: KnownSum;
  readonly cachedTokens: KnownSum;
  readonly outputTokens: KnownSum;
  readonly reasoningTokens: KnownSum;
  readonly inBatch: boolean;
  readonly charged: ChargedTokens;
  /** The most of one call; undefined when unknown for all. */
  readonly mostOutputTokens: number | undefined;
}

/** A request that was written to a batch file. Never holds a key. */
export interface BatchRequest {
  /** SHA-256 of the canonical request, as in CallRecord. */
  readonly request: string;
  readonly attempt: number | undefined;
  readonly work: string;
  readonly author: WrittenBy;
  readonly endpoint: string;
  readonly requestBody: unknown;
  readonly exportedAt: string;
  /** What the latest batch gave instead of an answer. */
  readonly error: unknown;
}

export interface RunRecord {
  readonly id: number;
  readonly command: string;
  readonly options: unknown;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  /** undefined while it runs, and for ever when it was killed. */
  readonly exitCode: number | undefined;
}

/**
 * Which artifacts of a kind: the current ones (of the unit versions that the latest runs used; where two stages write one
 * kind under one subject, of the one used last), or every version there is.
 */
export interface Selection {
  readonly versions?: 'current' | 'all';
  readonly subject?: string;
}

/** How an artifact came about: the attempt that wrote it and the artifacts that went in. */
export interface Lineage {
  readonly artifact: StoredArtifact;
  readonly attempt: Attempt;
  readonly inputs: readonly Lineage[];
}

/**
 * What the pipeline keeps. Artifacts are content-addressed and immutable; "up to date" and "current" are queries, never
 * columns. Every finished unit commits by itself. Asynchronous, so that a server database can stand behind it.
 */
export interface Store {
  startRun(run: { command: string; options: unknown; startedAt: string }): Promise<number>;
  endRun(run: number, end: { exitCode: number; endedAt: string }): Promise<void>;
  runs(): Promise<readonly RunRecord[]>;

  startAttempt(attempt: NewAttempt): Promise<number>;
  /** Stores the outputs, their lineage and the end of the attempt in one transaction, and returns the artifacts. */
  endAttempt(attempt: number, end: AttemptEnd, endedAt: string): Promise<readonly StoredArtifact[]>;
  /** The finished (done or rejected) attempt with this fingerprint, with its outputs in order. */
  finished(fingerprint: string): Promise<{ attempt: Attempt; outputs: readonly StoredArtifact[] } | undefined>;
  /** The latest attempt at a unit under any fingerprint, to explain why it would run. */
  latestAttempt(stage: string, subject: string): Promise<Attempt | undefined>;
  /** Notes that a run rests on an attempt (executed or found finished); makes its outputs the current ones. */
  useAttempt(run: number, attempt: number, how: 'executed' | 'cached'): Promise<void>;

  artifact(hash: string): Promise<StoredArtifact | undefined>;
  /** In order of subject (numbers compared as numbers). */
  artifacts<K extends Kind>(kind: K, selection?: Selection): Promise<readonly StoredArtifact<K>[]>;
  /** Latest attempts of current units, for status and reports. */
  attempts(filter?: { stage?: string; status?: Attempt['status']; run?: number }): Promise<readonly Attempt[]>;
  /** What people type: a short id, a hash prefix of at least four digits, a subject, or "kind:subject". All matches. */
  find(id: string): Promise<readonly StoredArtifact[]>;
  lineage(hash: string): Promise<Lineage | undefined>;

  /** The stored answer to a request, if it was ever answered. */
  storedCall(request: string): Promise<CallRecord | undefined>;
  saveCall(call: CallRecord): Promise<void>;
  /** Notes that the answers to a request so far were of no use: they stay in the ledger and are not given again. */
  discardAnswers(request: string): Promise<void>;
  calls(filter?: { attempt?: number; run?: number }): Promise<readonly CallRecord[]>;
  /** All calls added up, without their texts. */
  ledger(filter?: { run?: number }): Promise<readonly LedgerEntry[]>;

  /** The way of asking for a structured answer that worked last with a model at an endpoint. */
  workingStep(endpoint: string, model: string): Promise<string | undefined>;
  saveWorkingStep(endpoint: string, model: string, step: string): Promise<void>;

  /** Notes a request that goes into a batch file, or what became of it there. */
  saveBatchRequest(request: BatchRequest): Promise<void>;
  batchRequest(request: string): Promise<BatchRequest | undefined>;

  close(): Promise<void>;
}
