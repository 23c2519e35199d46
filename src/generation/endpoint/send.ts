import OpenAI from 'openai';
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

/** Marks a request of the client, so that what its transport received is found again. Never sent. */
const ticketHeader = 'x-envscaler-ticket';

/** The longest time a timer takes: how long an answer may take is for the signal to say. */
const noTimeout = 2 ** 31 - 1;

/**
 * A sender of chat completions. Sends nothing yet. The client builds the request and gets a bare acknowledgement; what the
 * server really answered is taken past it, since servers say in many ways what the client would make one error of.
 */
export function createSend({ baseUrl, apiKey, longestAnswerBytes }: SendOptions): Send {
  const post = createPost(longestAnswerBytes);
  const received = new Map<string, Promise<HttpResponse>>();
  /** Node collects a signal joined of others while only listeners hold it, and then it never fires. */
  const held = new Set<AbortSignal>();
  const { query, address } = splitAddress(baseUrl);
  // Organisation, project and log level in the shell's variables are meant for other programs.
  const client = new OpenAI({
    baseURL: address,
    apiKey,
    organization: null,
    project: null,
    defaultQuery: query,
    maxRetries: 0,
    timeout: noTimeout,
    logLevel: 'off',
    async fetch(url, { headers, body, signal } = {}) {
      const { [ticketHeader]: ticket = '', ...sent } = Object.fromEntries(new Headers(headers));
      const target = new URL(url instanceof Request ? url.url : url);
      const text = typeof body === 'string' ? body : '';
      const answer = post(target, { headers: sent, body: text, signal: signal ?? new AbortController().signal });
      received.set(ticket, answer);
      await answer;
      return Response.json({});
    },
  });
  let sent = 0;
  return async (body, signal) => {
    const ticket = String(++sent);
    held.add(signal);
    try {
      // Servers that stream unless told otherwise are told otherwise.
      const asked = client.post('/chat/completions', {
        body: { ...body, stream: false },
        headers: { [ticketHeader]: ticket },
        signal,
      });
      const [ended] = await Promise.allSettled([asked.asResponse()]);
      const answer = received.get(ticket);
      if (answer) return await answer;
      throw ended.status === 'rejected' ? ended.reason : new Error('the client sent no request');
    } finally {
      received.delete(ticket);
      held.delete(signal);
    }
  };
}

/** What stands behind a question mark (api-version=...) goes with every request. */
function splitAddress(baseUrl: string): { readonly address: string; readonly query: Record<string, string> } {
  const url = new URL(baseUrl);
  const query = Object.fromEntries(url.searchParams);
  url.search = '';
  return { address: url.href.replace(/\/+$/, ''), query };
}
