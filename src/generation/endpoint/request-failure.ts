import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { messageOf, UserError } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import type { Trouble } from './call-event.ts';
import { TruncatedError } from './patient-fetch.ts';

/** Why a request got no usable response. */
export type RequestFailure =
  /** Worth another try: too many requests, a server error, a broken connection, no answer in time. */
  | {
      readonly kind: 'transient';
      readonly trouble: Trouble;
      readonly reason: string;
      readonly retryAfterMs?: number;
      readonly cause: unknown;
    }
  /** The server does not take this way of asking: a response format, a forced tool call, the name of a limit. */
  | { readonly kind: 'format-refused'; readonly message: string }
  /** The server refuses this very request (too long, a bad parameter). */
  | { readonly kind: 'refused'; readonly message: string; readonly cause: unknown }
  /** Nothing will work until the person changes something. */
  | { readonly kind: 'fatal'; readonly error: UserError };

/** Where and what was asked, for texts. */
export interface Target {
  readonly endpoint: string;
  readonly model: string;
}

/** What an error of the client means. `now` (ms since 1970) turns a Retry-After date into a waiting time. */
export function requestFailureOf(error: unknown, target: Target, now: number): RequestFailure {
  // The caller's own signal was looked at before: what was aborted here ran out of time.
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError)
    return { kind: 'transient', trouble: 'timeout', reason: 'no answer came in time', cause: error };
  if (error instanceof APIConnectionError || !(error instanceof APIError) || error.status === undefined)
    return { kind: 'transient', trouble: isTruncated(error) ? 'truncated' : 'connection', reason: reasonOf(error), cause: error };
  return failureOfStatus(error, target, now);
}

function failureOfStatus(error: APIError, target: Target, now: number): RequestFailure {
  const status = Number(error.status);
  const message = error.message;
  switch (status) {
    case 401:
      return fatal(
        `The endpoint ${target.endpoint} does not accept the key (${message}). ` +
          'Check OPENAI_API_KEY, and OPENAI_BASE_URL, which says where the key is sent.',
      );
    case 402:
      return fatal(
        `The account at ${target.endpoint} cannot pay for the request (${message}). Check its credit, or set another OPENAI_API_KEY.`,
      );
    case 403:
      return fatal(
        `The endpoint ${target.endpoint} does not allow the use of model "${target.model}" (${message}). ` +
          'Check what the key in OPENAI_API_KEY is allowed to do, ENVSCALER_MODEL (or --model), and OPENAI_BASE_URL.',
      );
    case 404:
      return fatal(
        `The endpoint ${target.endpoint} does not know the model "${target.model}", or has no chat completions there (${message}). ` +
          'Check ENVSCALER_MODEL (or --model), and OPENAI_BASE_URL, which usually ends in /v1.',
      );
    case 301:
    case 302:
    case 307:
    case 308:
      return fatal(
        `The endpoint ${target.endpoint} has moved to another address (${message}). Set OPENAI_BASE_URL to that address.`,
      );
    case 429:
      if (error.code === 'insufficient_quota') {
        return fatal(
          `The account at ${target.endpoint} has no credit left (${message}). Top it up, or set another OPENAI_API_KEY.`,
        );
      }
      return transient(error, 'rate-limited', now);
    case 400:
    case 422:
      return concernsFormat(error) ? { kind: 'format-refused', message } : { kind: 'refused', message, cause: error };
    case 408:
      return transient(error, 'timeout', now);
    case 409:
    case 425:
      return transient(error, 'server-error', now);
    default:
      return status >= 500 ? transient(error, 'server-error', now) : { kind: 'refused', message, cause: error };
  }
}

function fatal(text: string): RequestFailure {
  return { kind: 'fatal', error: new UserError(text) };
}

function transient(error: APIError, trouble: Trouble, now: number): RequestFailure {
  const retryAfterMs = retryAfter(error.headers, now);
  return {
    kind: 'transient',
    trouble,
    reason: error.message,
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Narrow on purpose: a prompt that is too long or a bad temperature is not a matter of the format. */
function concernsFormat(error: APIError): boolean {
  if (typeof error.param === 'string' && /^(response_format|tool|max_(completion_)?tokens$)/.test(error.param)) return true;
  return /response_?format|json_?schema|json_?object|structured[ _]outputs?|guided[ _](json|decoding)|grammar|tool_choice|\btools?\b.{0,40}not support|not support.{0,40}\btools?\b|max_completion_tokens/i.test(
    error.message,
  );
}

function isTruncated(error: unknown): boolean {
  for (let depth = 0, inner = error; depth < 5 && inner instanceof Error; depth++, inner = inner.cause)
    if (inner instanceof TruncatedError) return true;
  return false;
}

function retryAfter(headers: unknown, now: number): number | undefined {
  if (!(headers instanceof Headers)) return undefined;
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The message with the innermost cause: "fetch failed" alone says nothing. */
function reasonOf(error: unknown): string {
  let innermost = error;
  for (let depth = 0; depth < 5 && innermost instanceof Error && innermost.cause !== undefined; depth++)
    innermost = innermost.cause;
  const code = isObject(innermost) && typeof innermost.code === 'string' ? ` (${innermost.code})` : '';
  const [outer, inner] = [messageOf(error), messageOf(innermost)];
  return `${outer === inner ? outer : `${outer} ${inner}`}${code}`;
}
