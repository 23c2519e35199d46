import { createPost, type HttpResponse } from './transport/post.ts';

export interface SendOptions {
  /** E.g. "https://api.openai.com/v1". */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** An answer that grows beyond this is not read to its end. */
  readonly longestAnswerBytes: number;
}

/** Sends one request and returns the response as it came, whatever its status. Rejects where none came. */
export type Send = (body: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<HttpResponse>;

/** A sender of chat completions. Sends nothing yet. */
export function createSend({ baseUrl, apiKey, longestAnswerBytes }: SendOptions): Send {
  const post = createPost(longestAnswerBytes);
  const url = new URL(baseUrl);
  // What stands behind a question mark (api-version=...) stays there.
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'envscaler',
    authorization: `Bearer ${apiKey}`,
  };
  // Servers that stream unless told otherwise are told otherwise.
  return (body, signal) => post(url, { headers, body: JSON.stringify({ ...body, stream: false }), signal });
}
