/**
 * What a client asked for cannot be done. `status` is how HTTP says it; the message is written for the client, and tells nothing of
 * states, checks or other episodes.
 */
export class ServingError extends Error {
  override readonly name = 'ServingError';
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 503;

  constructor(status: ServingError['status'], message: string) {
    super(message);
    this.status = status;
  }
}
