import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { createAgents } from './proxies.ts';

/** A response, received to its end. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Posting {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/**
 * A sender without limits of time: the `fetch` that comes with Node gives up on an answer that does not begin within five minutes,
 * which long answers of thinking models do not. Any number of requests may be under way. Decodes what was compressed, whether
 * that was asked for or not; goes over proxies; follows no redirects. An answer of more than `mostBytes` ends while it is
 * received, with a TooLongError.
 */
export function createPost(mostBytes: number): (url: URL, posting: Posting) => Promise<HttpResponse> {
  const agentFor = createAgents();
  return (url, { headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const content = Buffer.from(body);
      const settings = {
        method: 'POST',
        headers: { ...headers, 'content-length': String(content.length) },
        signal,
        agent: agentFor(url),
      };
      const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
      const request = send(url, settings, (head) => {
        receive(head, mostBytes).then(
          (text) => resolve({ status: head.statusCode ?? 0, headers: headersOf(head), text }),
          (error: unknown) => {
            request.destroy();
            reject(error);
          },
        );
      });
      request.on('error', reject);
      request.end(content);
    });
}

/** The answer ended before it was whole. */
export class TruncatedError extends Error {
  override readonly name = 'TruncatedError';
  readonly code = 'ECONNRESET';

  constructor() {
    super('the connection was closed in the middle of the answer');
  }
}

/** The answer grew beyond what is taken. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';

  constructor(mostBytes: number) {
    super(`the answer grew beyond ${Math.round(mostBytes / 1e5) / 10} MB, and the rest was not read (--max-answer-mb)`);
  }
}

function receive(head: IncomingMessage, mostBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const body = decoded(head, (error) => reject(head.complete ? error : new TruncatedError()));
    head.on('aborted', () => reject(new TruncatedError()));
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) reject(new TooLongError(mostBytes));
      else chunks.push(chunk);
    });
    body.on('error', reject);
    body.on('end', () => (head.complete ? resolve(Buffer.concat(chunks).toString('utf8')) : reject(new TruncatedError())));
  });
}

const decoders = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
};

function decoded(head: IncomingMessage, onError: (error: Error) => void): Readable {
  let stream: Readable = head;
  const encodings = (head.headers['content-encoding'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  // The last one was put on last.
  for (const encoding of encodings.reverse()) {
    const make = Object.entries(decoders).find(([name]) => name === encoding)?.[1];
    if (!make) continue;
    stream = pipeline(stream, make(), (error) => {
      if (error) onError(error);
    });
  }
  return stream;
}

function headersOf(head: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(head.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}
