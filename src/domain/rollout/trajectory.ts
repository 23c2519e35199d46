import { z } from 'zod';
import { patch, state } from '../state.ts';
import { writtenBy } from '../written-by.ts';
import { callOutcome, toolResult } from './call.ts';
import { reward } from './reward.ts';

/** A message in OpenAI Chat Completions form. `arguments` is JSON text, as on the wire. */
export const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.string() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string(),
    /** The model's own reasoning text, where it gave one; never invented. */
    reasoning_content: z.string().optional(),
    tool_calls: z
      .array(
        z.strictObject({
          id: z.string(),
          type: z.literal('function'),
          function: z.strictObject({ name: z.string(), arguments: z.string() }),
        }),
      )
      .optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), name: z.string(), content: z.string() }),
]);
export type Message = z.infer<typeof message>;

/** One tool call of a rollout. `arguments` is the text the agent sent, which need not be JSON. */
export const step = z.strictObject({
  tool: z.string(),
  arguments: z.string(),
  outcome: callOutcome,
  result: toolResult,
  patches: z.array(patch),
  stateHash: z.string(),
});
export type Step = z.infer<typeof step>;

/**
 * Why a rollout stopped. `terminated`: the players' own doing (`user-done`: the user of a conversation had what they wanted or
 * gave up). `truncated`: a limit (`user-turns`: on what the user says; `context`: on what the model can hold). `failed`: something broke.
 */
export const end = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('terminated'), reason: z.enum(['answered', 'refused', 'user-done']) }),
  z.strictObject({ kind: z.literal('truncated'), reason: z.enum(['turns', 'user-turns', 'context', 'tokens', 'length']) }),
  z.strictObject({ kind: z.literal('failed'), reason: z.string() }),
]);
export type End = z.infer<typeof end>;

/** Who played: a scripted agent of this project, or a model. */
export const agentIdentity = z.strictObject({
  kind: z.enum(['reference', 'random', 'noop', 'openai']),
  model: z.string().optional(),
});
export type AgentIdentity = z.infer<typeof agentIdentity>;

/** The recorded attempt of one agent at one scenario. */
export const trajectory = z.strictObject({
  /** "<scenario name>/<agent>/<attempt>" */
  name: z.string(),
  /** Hash of the scenario artifact. */
  scenario: z.string(),
  agent: agentIdentity,
  /** Who was the user, where it was a conversation. */
  user: writtenBy.optional(),
  attempt: z.int().min(1),
  messages: z.array(message),
  steps: z.array(step),
  finalState: state,
  end,
  reward,
});
export type Trajectory = z.infer<typeof trajectory>;
