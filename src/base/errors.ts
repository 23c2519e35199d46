/** The user's mistake: shown without a stack, exit code 2. The message says what happened, to which thing, and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
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
