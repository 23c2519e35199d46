import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A connection on which each message has one reply, in order, as OpenEnv's clients use it. */
export interface Connection {
  readonly socket: WebSocket;
  /** Sends a message, or a text as it stands, and takes the reply. */
  ask(message: unknown): Promise<{ readonly type: string; readonly data: Record<string, unknown> }>;
  close(): Promise<void>;
}

export async function connect(url: string, headers: Record<string, string> = {}): Promise<Connection> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers });
  const waiting: { answer(text: string): void; fail(error: Error): void }[] = [];
  socket.on('message', (data) => waiting.shift()?.answer(String(data)));
  socket.on('close', () => {
    for (const { fail } of waiting) fail(new Error('the connection was closed'));
  });
  await once(socket, 'open');
  return {
    socket,
    ask: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ answer: (text) => resolve(JSON.parse(text)), fail: reject });
        socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      }),
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
