import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** A request as the server saw it. */
const receivedBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z
        .looseObject({ name: z.string(), strict: z.boolean().optional(), schema: z.record(z.string(), z.unknown()) })
        .optional(),
    })
    .optional(),
  tools: z.array(z.unknown()).optional(),
});

const unstreamed = z.looseObject({ stream: z.literal(false) });

export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: z.infer<typeof receivedBody>;
  /** 1 for the first request to this server. */
  readonly number: number;
}

/** What the server does with a request. */
export type Reply =
  | {
      readonly kind: 'answer';
      /** Text, or a value that is sent as JSON text. */
      readonly content: unknown;
      readonly reasoning?: string;
      readonly refusal?: string;
      readonly toolCalls?: readonly { readonly id?: string; readonly name: string; readonly arguments: unknown }[];
      readonly finishReason?: string;
      readonly usage?: object | undefined;
    }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message: string;
      readonly code?: string;
      readonly headers?: Record<string, string>;
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Sends the head and this much of an answer, then breaks the connection. */
  | { readonly kind: 'cut-off'; readonly body: string }
  /** Closes the connection without a word. */
  | { readonly kind: 'reset' }
  /** A complete response with status 200 and whatever body. */
  | { readonly kind: 'raw'; readonly body: string };

export interface OpenAiServer {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** A real OpenAI-compatible server on a free local port; each request is answered by the script. */
export async function startOpenAiServer(script: (request: ReceivedRequest) => Reply | Promise<Reply>): Promise<OpenAiServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    void handle(incoming, response).catch((error: unknown) => {
      // A script that throws is a broken test: the answer says so, and no client would retry it.
      sendReply(response, { kind: 'status', status: 418, message: `the script of the test server failed: ${String(error)}` });
    });
  });
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') {
      return sendReply(response, { kind: 'status', status: 404, message: `no route ${incoming.method} ${incoming.url}` });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    // Every request says that it wants no stream; that is no part of what is asked.
    const { stream: _, ...asked } = unstreamed.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const body = receivedBody.parse(asked);
    const request = { headers: incoming.headers, body, number: requests.length + 1 };
    requests.push(request);
    sendReply(response, await script(request));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendReply(response: ServerResponse, reply: Reply): void {
  switch (reply.kind) {
    case 'answer':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(completionOf(reply)));
      return;
    case 'status':
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(JSON.stringify({ error: { message: reply.message, type: 'error', code: reply.code ?? null, param: null } }));
      return;
    case 'hang':
      return;
    case 'cut-off':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(reply.body.length + 1000) });
      response.write(reply.body, () => response.socket?.destroy());
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'raw':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(reply.body);
      return;
  }
}

function completionOf(reply: Extract<Reply, { kind: 'answer' }>): object {
  const toolCalls = reply.toolCalls?.map((call, index) => ({
    id: call.id ?? `call_${index + 1}`,
    type: 'function',
    function: {
      name: call.name,
      arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
    },
  }));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'served-model',
    choices: [
      {
        index: 0,
        finish_reason: reply.finishReason ?? (toolCalls ? 'tool_calls' : 'stop'),
        message: {
          role: 'assistant',
          content: typeof reply.content === 'string' || reply.content === null ? reply.content : JSON.stringify(reply.content),
          refusal: reply.refusal ?? null,
          ...(reply.reasoning === undefined ? {} : { reasoning_content: reply.reasoning }),
          ...(toolCalls ? { tool_calls: toolCalls } : {}),
        },
      },
    ],
    ...('usage' in reply
      ? reply.usage
        ? { usage: reply.usage }
        : {}
      : { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } }),
  };
}
