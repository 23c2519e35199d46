import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type WebSocket, WebSocketServer } from 'ws';
import { messageOf, UserError } from '../../base/errors.ts';
import { mcpRoutes } from '../protocols/mcp.ts';
import { nemoRoutes } from '../protocols/nemo.ts';
import { openEnvRoutes } from '../protocols/openenv.ts';
import { orsRoutes } from '../protocols/ors.ts';
import { statelessRoutes } from '../protocols/stateless.ts';
import type { Service } from '../service.ts';
import { ServingError } from '../serving-error.ts';
import { type GuardOptions, guard } from './guard.ts';
import type { Access, Metrics } from './metrics.ts';
import { mostBodyBytes } from './request.ts';

export interface ServerOptions {
  readonly service: Service;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly guard: GuardOptions;
  readonly metrics: Metrics;
  /** Told of every request. */
  onAccess(access: Access): void;
  /** Told of what is the server's trouble. */
  onTrouble(message: string): void;
  /** A clock in milliseconds. */
  now(): number;
}

export interface RunningServer {
  /** "http://127.0.0.1:8080" */
  readonly url: string;
  /** Takes no more requests, lets those under way end, and frees all episodes. */
  close(): Promise<void>;
}

/** How long requests under way may take to end when the server closes. */
const graceMs = 5_000;
/** A connection that does not answer by the next time is dead. */
const aliveMs = 30_000;
/** A client that has not sent its request by then is slow on purpose, or gone. */
const requestMs = 60_000;

/** Starts to serve all protocols on one port. Throws a UserError where the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { service, host, port } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostBodyBytes });
  const stopWatching = dropDeadSockets(sockets);
  const app = appOf(options);
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer,
    serverOptions: { requestTimeout: requestMs, headersTimeout: 20_000, keepAliveTimeout: 65_000 },
    websocket: { server: sockets },
  });
  if (!(server instanceof Object && 'closeAllConnections' in server)) throw new Error('an HTTP/1.1 server was asked for');
  await listen(server, host, port);
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    async close() {
      stopWatching();
      for (const socket of sockets.clients) socket.close(1001, 'The server closes.');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const impatience = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, graceMs);
      await closed;
      clearTimeout(impatience);
      await service.episodes.closeAll();
    },
  };
}

/** Ends WebSocket connections whose other end is gone without having said so. */
function dropDeadSockets(sockets: WebSocketServer): () => void {
  const answered = new WeakSet<WebSocket>();
  const pinged = new WeakSet<WebSocket>();
  sockets.on('connection', (socket) => socket.on('pong', () => answered.add(socket)));
  const watching = setInterval(() => {
    for (const socket of sockets.clients) {
      if (pinged.has(socket) && !answered.delete(socket)) socket.terminate();
      else {
        pinged.add(socket);
        socket.ping();
      }
    }
  }, aliveMs);
  watching.unref();
  return () => clearInterval(watching);
}

function appOf({ service, guard: guarding, metrics, onAccess, onTrouble, now }: ServerOptions): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const began = now();
    await next();
    const access = { method: c.req.method, path: c.req.path.slice(0, 200), status: c.res.status, durationMs: now() - began };
    metrics.requested(protocolOf(c.req.path), access);
    onAccess(access);
  });
  app.use(guard(guarding));
  app.use(boundedBody());
  app.get('/metrics', (c) =>
    c.text(metrics.text({ live: service.episodes.live(), most: service.episodes.most }), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    }),
  );
  const troubled = (error: unknown): void => onTrouble(messageOf(error));
  app.route('/envs/:environment', openEnvRoutes(service, troubled));
  app.route('/mcp', mcpRoutes(service));
  app.route('/nemo/:environment', nemoRoutes(service));
  app.route('/v1', statelessRoutes(service));
  app.route('/', orsRoutes(service));
  // Clients of OpenEnv that start a container look for its environment at the root. What others have there already stays theirs.
  if (service.catalogue.environments.length === 1) app.route('/', openEnvRoutes(service, troubled));
  app.notFound((c) => c.json({ detail: 'There is nothing at this path.' }, 404));
  app.onError((error, c) => errorResponse(error, c, onTrouble));
  return app;
}

/** Keeps out what is too large. A length that was announced is enough to know; what comes in pieces is counted. */
function boundedBody(): MiddlewareHandler {
  const tooLarge = (): never => {
    throw new ServingError(413, `A request may have ${mostBodyBytes} bytes.`);
  };
  const counted = bodyLimit({ maxSize: mostBodyBytes, onError: tooLarge });
  return async (c, next) => {
    const length = c.req.header('content-length');
    if (length === undefined && c.req.header('transfer-encoding') !== undefined) return counted(c, next);
    if (Number(length ?? 0) > mostBodyBytes) tooLarge();
    return next();
  };
}

function errorResponse(error: Error, c: Context, onTrouble: (message: string) => void): Response {
  if (error instanceof ServingError) {
    if (error.status === 401) c.header('www-authenticate', 'Bearer');
    return c.json({ detail: error.message }, error.status);
  }
  onTrouble(`${c.req.method} ${c.req.path.slice(0, 200)} failed: ${error.stack ?? messageOf(error)}`);
  return c.json({ detail: 'The server failed at this request.' }, 500);
}

function protocolOf(path: string): string {
  const [, first = ''] = path.split('/');
  return { envs: 'openenv', mcp: 'mcp', nemo: 'nemo', v1: 'stateless', metrics: 'metrics' }[first] ?? 'ors';
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new UserError(`Port ${port} on ${host} is taken. Choose another with --port N, or any free one with --port 0.`));
      else reject(new UserError(`The server cannot listen on ${host}, port ${port}: ${error.message}.`));
    });
    server.listen(port, host, resolve);
  });
}
