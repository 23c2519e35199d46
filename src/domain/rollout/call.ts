import { z } from 'zod';
import { canonicalJson, type Json } from '../../base/json.ts';
import { patch } from '../state.ts';

const json: z.ZodType<Json> = z.json();

/** One tool call. */
export const toolCall = z.strictObject({ tool: z.string(), arguments: z.record(z.string(), json) });
export type ToolCall = z.infer<typeof toolCall>;

/** The same for calls of one tool with equal arguments, whatever their order. */
export function callIdentity({ tool, arguments: args }: ToolCall): string {
  return canonicalJson([tool, args]);
}

/** The envelope every tool answers with; what an agent sees. */
export const toolResult = z.discriminatedUnion('success', [
  z.strictObject({ success: z.literal(true), data: json.optional(), message: z.string().optional() }),
  z.strictObject({ success: z.literal(false), error: z.string() }),
]);
export type ToolResult = z.infer<typeof toolResult>;

/**
 * How a call ended. `success` and `refused` (the tool said no) are the environment's own answers; `unknown-tool` and
 * `invalid-arguments` are the caller's mistakes. All others are defects of the environment: the call changed nothing and
 * the episode goes on.
 */
export const callOutcome = z.enum([
  'success',
  'refused',
  'unknown-tool',
  'invalid-arguments',
  'exception',
  'bad-result',
  'bad-state',
  'budget',
  'deadline',
  'memory',
  'crashed',
]);
export type CallOutcome = z.infer<typeof callOutcome>;

/** Whether an outcome is a defect of the environment and not an answer of it. */
export function isDefect(outcome: CallOutcome): boolean {
  return !['success', 'refused', 'unknown-tool', 'invalid-arguments'].includes(outcome);
}

/** A call as it happened. */
export const executedCall = z.strictObject({
  ...toolCall.shape,
  outcome: callOutcome,
  result: toolResult,
  /** What changed; empty for reads and for every call that did not succeed. */
  patches: z.array(patch),
});
export type ExecutedCall = z.infer<typeof executedCall>;
