/** The user's mistake: shown without a stack, exit code 2. The message says what happened, to which thing, and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Something across a boundary (a model, the sandbox, a file) went wrong for one unit: recorded on its attempt with the evidence. */
export class BoundaryError extends Error {
  override readonly name = 'BoundaryError';
  readonly boundary: 'author' | 'sandbox' | 'file';
  readonly evidence: unknown;

  constructor(boundary: 'author' | 'sandbox' | 'file', message: string, details: { evidence?: unknown; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.boundary = boundary;
    this.evidence = details.evidence;
  }
}

/**
 * Work that cannot go on in this run and is nobody's failure: a budget is spent, an endpoint is down, an answer comes later.
 * A unit that meets it stays unfinished, neither failed nor rejected, and the same command goes on with it.
 */
export class Postponed extends Error {
  override readonly name = 'Postponed';
  readonly because: 'budget' | 'endpoint' | 'batch';

  constructor(because: Postponed['because'], message: string) {
    super(message);
    this.because = because;
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
