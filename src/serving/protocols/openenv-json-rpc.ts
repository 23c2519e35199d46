import { z } from 'zod';
import { messageOf } from '../../base/errors.ts';
import { ServingError } from '../serving-error.ts';
import type { OpenEnvInstance } from './openenv-instance.ts';
import { wrapped } from './openenv-messages.ts';

const request = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).nullish(),
});
const callParams = z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()).nullish() });

/** Where the calls of a request are made. */
export interface RpcTarget {
  /** Throws a ServingError for a session that is not known. */
  instanceFor(params: Readonly<Record<string, unknown>>): Promise<OpenEnvInstance>;
  /** Answers further methods; undefined for those it does not know. */
  further?(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export type RpcAnswer = Readonly<Record<string, unknown>>;

/** OpenEnv's dialect of JSON-RPC: tools/list and tools/call, without a handshake. Always an answer, never an exception. */
export async function answerRpc(message: unknown, target: RpcTarget): Promise<RpcAnswer> {
  const read = request.safeParse(message);
  if (!read.success) return failure(null, -32600, 'Invalid request: a JSON-RPC 2.0 request has "jsonrpc", "method" and "id".');
  const { id = null, method, params } = read.data;
  try {
    const result = await resultOf(method, params ?? {}, target);
    return result === undefined ? failure(id, -32601, 'Method not found.') : { jsonrpc: '2.0', id, result };
  } catch (error) {
    if (error instanceof ServingError) return failure(id, error.status === 503 ? -32000 : -32602, error.message);
    return failure(
      id,
      -32603,
      `Internal error: ${error instanceof z.ZodError ? 'unexpected value' : messageOf(error)}`.slice(0, 40),
    );
  }
}

export function failure(id: string | number | null, code: number, message: string): RpcAnswer {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

async function resultOf(method: string, params: Readonly<Record<string, unknown>>, target: RpcTarget): Promise<unknown> {
  if (method === 'tools/list') {
    const tools = (await target.instanceFor(params)).tools();
    return { tools: tools.map(({ name, description, parameters }) => ({ name, description, inputSchema: parameters })) };
  }
  if (method !== 'tools/call') return target.further?.(method, params);
  const call = callParams.safeParse(params);
  if (!call.success) throw new ServingError(400, 'Invalid params: "name" must be a string, "arguments" an object.');
  const instance = await target.instanceFor(params);
  if (!instance.tools().some((tool) => tool.name === call.data.name)) throw new ServingError(404, 'Unknown tool.');
  const { observation, reward, done } = await instance.step({
    type: 'call_tool',
    tool_name: call.data.name,
    arguments: call.data.arguments ?? {},
  });
  const meta = done ? { meta: { reward, done } } : {};
  if (observation.error === null) return { ...Object(observation.result), ...meta };
  return { ...wrapped(observation.error), is_error: true, ...meta };
}
