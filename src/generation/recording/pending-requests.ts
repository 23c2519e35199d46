import { Postponed } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import type { Store } from '../../store/store.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import type { CanonicalRequest, Request } from '../endpoint/request.ts';
import { failureOfBody } from '../endpoint/request-failure.ts';
import { ModelCallError } from '../errors.ts';

/** A request that has no answer yet. */
export interface PendingRequest extends CanonicalRequest {
  readonly work: string;
  readonly attempt: number | undefined;
  readonly model: string;
  readonly identity: Endpoint['identity'];
}

export interface Collector {
  readonly batches: Pick<Store, 'batchRequest'>;
  /** Told of every request that has no answer yet; of equal ones, several times. */
  note(request: PendingRequest): void;
}

/**
 * An endpoint that sends nothing: what was answered before is answered, what was not is noted. A format that a batch refused
 * is refused here, too, so that the next wave asks in another way; a request that was refused for itself fails.
 */
export function collectingEndpoint(endpoint: Endpoint, { batches, note }: Collector): Endpoint {
  return {
    ...endpoint,
    async complete(request) {
      const completion = await endpoint.stored(request);
      if (completion) return { kind: 'answered', completion };
      const canonical = endpoint.canonical(request);
      const refusal = refusalOf((await batches.batchRequest(canonical.hash))?.error, canonical, request);
      if (refusal) return refusal;
      const { work, attempt } = request;
      const { identity } = endpoint;
      note({ ...canonical, work, attempt, identity, model: identity.model ?? '' });
      throw new Postponed('batch', `The answer to "${work}" is still to come.`);
    },
  };
}

/** What an error of a batch means for the request. Undefined when it may be asked again: overload, expiry, a wrong key. */
function refusalOf(
  error: unknown,
  { endpoint, body }: CanonicalRequest,
  { work }: Request,
): { kind: 'format-refused' | 'context-full'; message: string } | undefined {
  if (!isObject(error) || typeof error.status !== 'number') return undefined;
  const failure = failureOfBody(error.status, error.body, { endpoint, model: String(body.model), hasWorked: false });
  if (failure.kind === 'format-refused' || failure.kind === 'context-full')
    return { kind: failure.kind, message: failure.message };
  if (failure.kind === 'refused')
    throw new ModelCallError(`The batch refused the request for "${work}": ${failure.message}`, {
      work,
      endpoint,
      model: String(body.model),
      outcome: 'refused',
      tries: [JSON.stringify(error)],
    });
  return undefined;
}
