import { UserError } from '../../base/errors.ts';
import type { Trouble } from './call-event.ts';
import {
  concernsCredit,
  concernsFormat,
  concernsKey,
  concernsModel,
  concernsOneRequest,
  isContextFull,
} from './response/meaning.ts';
import { type ServerError, serverErrorIn } from './response/server-error.ts';

/** Why a request got no usable response. */
export type RequestFailure =
  /** Worth another try: too many requests, a server error, a broken connection, no answer in time, no answer in the response. */
  | {
      readonly kind: 'transient';
      readonly trouble: Trouble;
      readonly reason: string;
      readonly retryAfterMs?: number;
      readonly cause?: unknown;
    }
  /** The server does not take this way of asking: a response format, tools, a forced tool call, the name of a limit. */
  | { readonly kind: 'format-refused'; readonly message: string }
  /** The request is longer than what the model can hold. */
  | { readonly kind: 'context-full'; readonly message: string }
  /** The server refuses this very request (a bad parameter, what it holds). */
  | { readonly kind: 'refused'; readonly message: string }
  /** An answer came that cannot be used, and would not be if it came again. */
  | { readonly kind: 'unusable'; readonly message: string }
  /** Nothing will work until the person changes something. */
  | { readonly kind: 'fatal'; readonly error: UserError };

/** Where and what was asked, for texts. */
export interface Target {
  readonly endpoint: string;
  readonly model: string;
  /** Whether it has answered before: what looks like a wrong address or a missing right is then about one request. */
  readonly hasWorked: boolean;
}

/** An error as a server told it. */
export interface ToldError {
  readonly status: number;
  readonly headers: Headers;
  readonly error: ServerError;
}

/**
 * What an error that a server told means. Its words and codes say more than its status, which gateways and servers choose each
 * in their own way. `now` (ms since 1970) turns a Retry-After date into a waiting time.
 */
export function failureOfError({ status, headers, error }: ToldError, target: Target, now: number): RequestFailure {
  const message = `${status} ${error.message}`;
  const { endpoint, model, hasWorked } = target;
  const isOverloaded = status === 429 || status === 503;
  if (concernsCredit(status, error)) {
    return fatal(`The account at ${endpoint} has no credit left (${message}). Top it up, or set another OPENAI_API_KEY.`);
  }
  if (!isOverloaded && isContextFull(error)) return { kind: 'context-full', message };
  if (!isOverloaded && concernsFormat(status, error)) return { kind: 'format-refused', message };
  if (status === 401 || (status < 500 && concernsKey(error))) {
    return fatal(
      `The endpoint ${endpoint} does not accept the key (${message}). ` +
        'Check OPENAI_API_KEY, and OPENAI_BASE_URL, which says where the key is sent.',
    );
  }
  if (status === 407)
    return fatal(`The proxy before ${endpoint} wants a name and password (${message}). Set them in HTTPS_PROXY.`);
  if (status === 403) {
    if (hasWorked || concernsOneRequest(error)) return { kind: 'refused', message };
    return fatal(
      `The endpoint ${endpoint} does not allow the use of model "${model}" (${message}). ` +
        'Check what the key in OPENAI_API_KEY is allowed to do, ENVSCALER_MODEL (or --model), and OPENAI_BASE_URL.',
    );
  }
  if (status === 404 || status === 405 || (status < 500 && status !== 429 && concernsModel(error))) {
    if (hasWorked) return { kind: 'transient', trouble: 'server-error', reason: message };
    return fatal(
      `The endpoint ${endpoint} does not know the model "${model}", or has no chat completions there (${message}). ` +
        'Check ENVSCALER_MODEL (or --model), and OPENAI_BASE_URL, which usually ends in /v1.',
    );
  }
  if ([301, 302, 303, 307, 308].includes(status)) {
    const to = headers.get('location');
    return fatal(
      `The endpoint ${endpoint} has moved to another address (${to ?? message}). Set OPENAI_BASE_URL to that address.`,
    );
  }
  const trouble = troubleOf(status);
  if (trouble === undefined) return { kind: 'refused', message };
  const retryAfterMs = retryAfter(headers, now);
  return { kind: 'transient', trouble, reason: message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** What an error of a batch means: its status and the body beside it. */
export function failureOfBody(status: number, body: unknown, target: Target): RequestFailure {
  const error = serverErrorIn(body) ?? { message: 'without a word' };
  return failureOfError({ status, headers: new Headers(), error }, target, 0);
}

function troubleOf(status: number): Trouble | undefined {
  if (status === 429) return 'rate-limited';
  if (status === 408) return 'timeout';
  return status >= 500 || status === 409 || status === 425 ? 'server-error' : undefined;
}

export function fatal(text: string): RequestFailure {
  return { kind: 'fatal', error: new UserError(text) };
}

function retryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
