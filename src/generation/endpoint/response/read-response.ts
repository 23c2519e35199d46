import { type Completion, readResponse, type Usage } from '../completion.ts';
import { failureOfError, fatal, type RequestFailure, type Target } from '../request-failure.ts';
import { readBody } from './body.ts';
import { serverErrorIn, statusOf } from './server-error.ts';

/** A response as far as it matters, without secrets. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A completion, or why there is none; and what it used where the server told. */
export interface ReadResponse {
  readonly outcome: Completion | RequestFailure;
  readonly usage: Usage | undefined;
}

/** What a response means, whatever its status. `now` as in failureOfError. */
export function outcomeOf({ status, headers, text }: Received, target: Target, now: number): ReadResponse {
  if (status < 200 || status >= 300) {
    const body = readBody(text);
    const told = body.kind === 'value' ? serverErrorIn(body.value) : undefined;
    const error = told ?? { message: excerpt(headers, text) };
    return { outcome: failureOfError({ status, headers, error }, target, now), usage: undefined };
  }
  const answer = readResponse(text, false);
  switch (answer.kind) {
    case 'completion':
      return { outcome: answer.completion, usage: answer.completion.usage };
    case 'error':
      return {
        outcome: failureOfError({ status: statusOf(answer.error), headers, error: answer.error }, target, now),
        usage: answer.usage,
      };
    case 'empty':
      return { outcome: { kind: 'transient', trouble: 'empty', reason: answer.reason }, usage: answer.usage };
    case 'cut-off':
      return {
        outcome: { kind: 'transient', trouble: 'truncated', reason: `the response was cut off: ${excerpt(headers, text)}` },
        usage: undefined,
      };
    case 'foreign':
      return { outcome: foreign(headers, text, target), usage: undefined };
  }
}

/** Something other than a chat completion. Where the endpoint has answered before it is a passing trouble of what stands between. */
function foreign(headers: Headers, text: string, { endpoint, hasWorked }: Target): RequestFailure {
  const came = `${endpoint} answered with ${isPage(headers, text) ? 'a web page' : 'something'} that is no chat completion: ${excerpt(headers, text)}`;
  if (hasWorked || text.trim() === '') return { kind: 'transient', trouble: 'truncated', reason: came };
  return fatal(`${came}. Check OPENAI_BASE_URL, which usually ends in /v1.`);
}

function isPage(headers: Headers, text: string): boolean {
  return /html/i.test(headers.get('content-type') ?? '') || /^\s*<(!doctype|html)/i.test(text);
}

/** Content type and first characters: what is told of a response that cannot be read. */
function excerpt(headers: Headers, text: string): string {
  const type = headers.get('content-type')?.split(';')[0] ?? 'no content type';
  const start = text.slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 100);
  return start === '' ? `${type}, an empty body` : `${type}: ${JSON.stringify(start)}`;
}
