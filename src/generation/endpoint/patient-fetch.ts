import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** What is asked of a web address. */
interface Ask {
  readonly method?: string | undefined;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/**
 * A `fetch` without limits of its own: the one that comes with Node gives up on an answer that does not begin within five
 * minutes, which long answers of thinking models do not. Any number of requests may be under way. Reads the whole answer
 * before it returns; follows no redirects.
 */
export function createPatientFetch(): (address: string | URL | Request, ask?: Ask) => Promise<Response> {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxFreeSockets: 64 }),
    'https:': new HttpsAgent({ keepAlive: true, maxFreeSockets: 64 }),
  };
  return async (address, ask = {}) => {
    const url = new URL(address instanceof Request ? address.url : address);
    const isPlain = url.protocol === 'http:';
    const body = typeof ask.body === 'string' ? Buffer.from(ask.body) : undefined;
    const headers: Record<string, string> = Object.fromEntries(new Headers(ask.headers));
    if (body) headers['content-length'] = String(body.length);
    const answer = await new Promise<{ head: IncomingMessage; content: Buffer<ArrayBuffer> }>((resolve, reject) => {
      const settings = { method: ask.method ?? 'GET', headers, ...(ask.signal ? { signal: ask.signal } : {}) };
      const receive = (head: IncomingMessage): void => {
        const chunks: Buffer[] = [];
        head.on('data', (chunk: Buffer) => chunks.push(chunk));
        head.on('error', reject);
        head.on('end', () => {
          if (head.complete) resolve({ head, content: Buffer.concat(chunks) });
          else reject(new TruncatedError());
        });
        head.on('aborted', () => reject(new TruncatedError()));
      };
      const request = isPlain
        ? httpRequest(url, { ...settings, agent: agents['http:'] }, receive)
        : httpsRequest(url, { ...settings, agent: agents['https:'] }, receive);
      request.on('error', reject);
      request.end(body);
    });
    return responseOf(answer.head, answer.content);
  };
}

/** The answer ended before it was whole. */
export class TruncatedError extends Error {
  override readonly name = 'TruncatedError';
  readonly code = 'ECONNRESET';

  constructor() {
    super('the connection was closed in the middle of the answer');
  }
}

function responseOf(head: IncomingMessage, content: Buffer<ArrayBuffer>): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(head.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const status = head.statusCode ?? 0;
  // These have no body by definition.
  return new Response([204, 205, 304].includes(status) ? null : content, { status, headers });
}
