import { upgradeWebSocket } from '@hono/node-server';
import type { Context } from 'hono';
import type { WSContext, WSEvents } from 'hono/ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createQueue } from '../../base/concurrency.ts';
import type { ServedEnvironment } from '../catalogue/catalogue.ts';
import { parseJson } from '../http/request.ts';
import type { Service } from '../service.ts';
import { ServingError } from '../serving-error.ts';
import { createOpenEnvInstance, type OpenEnvInstance } from './openenv-instance.ts';
import { answerRpc, failure } from './openenv-json-rpc.ts';
import { action, resetRequest, validationErrors } from './openenv-messages.ts';

/** So many messages may wait for their turn; a client that sends on without reading answers is cut off. */
const mostWaiting = 64;
const mostUnsentBytes = 32 * 1024 * 1024;

const message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reset'), data: resetRequest.optional() }),
  z.strictObject({ type: z.literal('step'), data: action }),
  z.strictObject({ type: z.literal('state'), data: z.unknown().optional() }),
  z.strictObject({ type: z.literal('mcp'), data: z.unknown() }),
  z.strictObject({ type: z.literal('close'), data: z.unknown().optional() }),
]);
const types = message.options.map(({ shape }) => shape.type.value);

/** What is sent, and whether the connection ends with it. */
interface Answer {
  readonly send?: unknown;
  readonly close?: string;
}

type Answering = (text: string, instance: OpenEnvInstance) => Promise<Answer>;

/** One connection is one environment for one client: messages of OpenEnv. */
export const environmentSocket = (
  service: Service,
  environmentOf: (c: Context) => ServedEnvironment,
  onTrouble: (error: unknown) => void,
) =>
  socket({
    service,
    environmentOf,
    answer: (text, instance) =>
      answerMessage(text, instance, service).catch((error: unknown) => {
        onTrouble(error);
        return fault('EXECUTION_ERROR', 'The server failed at this message.');
      }),
  });

/** The same with bare JSON-RPC: an episode begins with the connection's first call. */
export const rpcSocket = (service: Service, environmentOf: (c: Context) => ServedEnvironment) =>
  socket({
    service,
    environmentOf,
    async answer(text, instance) {
      const read = textAsJson(text);
      if (read === undefined) return { send: failure(null, -32700, 'Parse error: the message is not valid JSON.') };
      return { send: await answerRpc(read.value, { instanceFor: async () => begun(instance) }) };
    },
  });

/** An instance in which an episode goes on. */
export async function begun(instance: OpenEnvInstance): Promise<OpenEnvInstance> {
  if (instance.state().episode_id === null) await instance.reset({});
  return instance;
}

interface SocketOptions {
  readonly service: Service;
  environmentOf(c: Context): ServedEnvironment;
  readonly answer: Answering;
}

function socket({ service, environmentOf, answer }: SocketOptions) {
  return upgradeWebSocket((c): WSEvents<unknown> => {
    const environment = environmentOf(c);
    const inOrder = createQueue();
    let connection: WSContext<unknown> | undefined;
    let waiting = 0;
    const instance = createOpenEnvInstance(service, environment, () =>
      connection?.close(1000, 'The session was idle for too long.'),
    );
    const reply = async (text: string, ws: WSContext<unknown>): Promise<void> => {
      const { send, close } = await answer(text, instance);
      if (send !== undefined) ws.send(JSON.stringify(send));
      if (close !== undefined) ws.close(1000, close);
      if (ws.raw instanceof WebSocket && ws.raw.bufferedAmount > mostUnsentBytes) ws.raw.terminate();
    };
    return {
      onOpen: (_event, ws) => {
        connection = ws;
      },
      onMessage: ({ data }, ws) => {
        if (waiting >= mostWaiting) {
          ws.close(1008, 'Too many messages wait for an answer.');
          return;
        }
        waiting++;
        void inOrder(() => reply(typeof data === 'string' ? data : '', ws)).finally(() => waiting--);
      },
      onClose: () => void instance.close(),
    };
  });
}

async function answerMessage(text: string, instance: OpenEnvInstance, { episodes }: Service): Promise<Answer> {
  const read = textAsJson(text);
  if (read === undefined) return fault('INVALID_JSON', 'The message is not valid JSON.');
  const type = z.looseObject({ type: z.string() }).safeParse(read.value);
  if (type.success && !types.some((known) => known === type.data.type))
    return fault('UNKNOWN_TYPE', `Unknown message type. Known: ${types.join(', ')}.`);
  const parsed = message.safeParse(read.value);
  if (!parsed.success) return fault('VALIDATION_ERROR', 'Invalid message', { errors: validationErrors(parsed.error) });
  const { data } = parsed;
  switch (data.type) {
    case 'reset':
      try {
        return { send: { type: 'observation', data: await instance.reset(data.data ?? {}) } };
      } catch (error) {
        if (!(error instanceof ServingError)) throw error;
        if (error.status !== 503) return fault('EXECUTION_ERROR', error.message);
        const counts = { active_sessions: episodes.live(), max_sessions: episodes.most };
        return { ...fault('CAPACITY_REACHED', error.message, counts), close: 'No session is free.' };
      }
    case 'step':
      return { send: { type: 'observation', data: await instance.step(data.data) } };
    case 'state':
      return { send: { type: 'state', data: instance.state() } };
    case 'mcp':
      return { send: { type: 'mcp', data: await answerRpc(data.data, { instanceFor: async () => begun(instance) }) } };
    case 'close':
      return { close: 'Closed as asked for.' };
  }
}

function fault(code: string, text: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return { send: { type: 'error', data: { message: text, code, ...more } } };
}

function textAsJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseJson(text) };
  } catch {
    return undefined;
  }
}
