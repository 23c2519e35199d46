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
  readonly evidence: unknown;
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
  | { readonly status: 'rejected' | 'failed'; readonly reason: string; readonly evidence: unknown };

/** A stored artifact with what the store knows about it. */
export interface StoredArtifact<K extends Kind = Kind> extends Artifact<K> {
  readonly attempt: number;
  readonly stage: string;
  readonly createdAt: string;
}

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
  readonly responseBody: unknown;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly startedAt: string;
  readonly durationMs: number;
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

/** Which artifacts of a kind: the current ones (of the unit versions that the latest runs used), or every version there is. */
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
  calls(filter?: { attempt?: number; run?: number }): Promise<readonly CallRecord[]>;

  close(): Promise<void>;
}
