import { isObject } from '../../../base/json.ts';

/** What a server says of an error, in its own words. */
export interface ServerError {
  readonly message: string;
  /** "context_length_exceeded", 429. */
  readonly code?: string | number | undefined;
  /** "invalid_request_error". */
  readonly type?: string | undefined;
  /** Which parameter it is about. */
  readonly param?: string | undefined;
}

/** Longer messages are cut: some servers repeat the whole request. */
const longest = 2000;

/**
 * The error in the body of a response, wherever servers put it: `error` as an object or a text, also within another one,
 * `errors`, `detail`, `message`. Undefined where there is none.
 */
export function serverErrorIn(value: unknown, depth = 0): ServerError | undefined {
  if (depth > 4) return undefined;
  if (Array.isArray(value)) return firstOf(value, depth);
  if (!isObject(value)) return undefined;
  const { error } = value;
  if (typeof error === 'string' && error.trim() !== '') return { ...about(value), message: worded(error, depth) };
  if (isObject(error) && Object.keys(error).length > 0) {
    const inner = serverErrorIn({ ...error, object: 'error' }, depth + 1);
    const words = inner?.message ?? JSON.stringify(error).slice(0, longest);
    return { ...about(value), ...about(error), ...inner, message: withRaw(words, error) };
  }
  const list = Array.isArray(value.errors) ? firstOf(value.errors, depth) : undefined;
  if (list) return { ...about(value), ...list };
  for (const key of ['message', 'detail', 'msg', 'error_description', 'title', 'reason']) {
    const words = wordsOf(value[key], depth);
    if (words !== undefined) return { ...about(value), message: words };
  }
  return undefined;
}

function firstOf(values: readonly unknown[], depth: number): ServerError | undefined {
  for (const value of values) {
    if (typeof value === 'string' && value.trim() !== '') return { message: value.slice(0, longest) };
    const found = serverErrorIn(value, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function about({ code, type, param, error_type: otherType }: Record<string, unknown>): Partial<ServerError> {
  const kind = type ?? otherType;
  return {
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof kind === 'string' ? { type: kind } : {}),
    ...(typeof param === 'string' ? { param } : {}),
  };
}

function wordsOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : worded(value, depth);
  if (Array.isArray(value)) {
    const parts = value.flatMap((item) => (typeof item === 'string' ? item : (serverErrorIn(item, depth + 1)?.message ?? [])));
    return parts.length > 0 ? parts.join('; ').slice(0, longest) : undefined;
  }
  return serverErrorIn(value, depth + 1)?.message;
}

/** Gateways put the error of the server behind them into their own message, as JSON text. */
function worded(text: string, depth: number): string {
  const start = text.indexOf('{');
  if (start >= 0 && depth <= 4) {
    const inner = serverErrorIn(parsed(text.slice(start)), depth + 1);
    if (inner) return `${text.slice(0, start)}${inner.message}`.trim().slice(0, longest);
  }
  return text.trim().slice(0, longest);
}

/** OpenRouter says "Provider returned error", and what that was beside it. */
function withRaw(message: string, { metadata }: Record<string, unknown>): string {
  const raw = isObject(metadata) && typeof metadata.raw === 'string' ? worded(metadata.raw, 1) : '';
  return raw === '' || message.includes(raw) ? message : `${message}: ${raw}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A brace in a sentence.
    return undefined;
  }
}

/** Names of errors and the status that says the same, the first that fits. */
const statusOfNames: readonly (readonly [RegExp, number])[] = [
  [/insufficient_quota|billing|payment|insufficient_(credit|balance|funds)/i, 402],
  [/rate_?limit|too_?many|resource_?exhausted|throttl|queue_?full/i, 429],
  [/overload|unavailable|capacity|busy/i, 503],
  [/context_(length|window|size)|too_long/i, 400],
  [/api_?key|authentication|unauthori[sz]ed|unauthenticated/i, 401],
  [/permission|forbidden/i, 403],
  [/timeout|timed_?out|deadline/i, 408],
  [/not_?found|no_?such_?model/i, 404],
  [/invalid|bad_?request|validation|unsupported/i, 400],
];

/** The status that an error within a successful response would have had; 502 where neither code nor type tells. */
export function statusOf({ code, type }: ServerError): number {
  const number = Number(code);
  if (Number.isInteger(number) && number >= 400 && number <= 599) return number;
  const name = `${typeof code === 'string' ? code : ''} ${type ?? ''}`;
  return statusOfNames.find(([pattern]) => pattern.test(name))?.[1] ?? 502;
}
