/** A request: what is asked, for which work, and what tells apart requests that are meant to be answered anew. */
export interface Request {
  readonly work: string;
  readonly attempt: number | undefined;
  /** The body without model and sampling settings. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Equal requests with different samples are different questions, e.g. several attempts at one scenario. */
  readonly sample?: number;
  readonly signal: AbortSignal;
}

/** A request as it is known to the store, without secrets. */
export interface CanonicalRequest {
  /** SHA-256 of endpoint, body and sample: equal hashes are one question. */
  readonly hash: string;
  /** Host and path, without credentials. */
  readonly endpoint: string;
  /** With model and sampling settings. */
  readonly body: Readonly<Record<string, unknown>>;
}
