import { z } from 'zod';
import type { AgentTool } from '../episodes/agent-tools.ts';
import type { EpisodeAnswer, ServedEpisode } from '../episodes/episode.ts';

/** What a client may do in an episode. */
export const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('list_tools'), metadata: z.unknown().optional() }),
  z.strictObject({
    type: z.literal('call_tool'),
    tool_name: z.string(),
    arguments: z.record(z.string(), z.unknown()).default({}),
    metadata: z.unknown().optional(),
  }),
]);
export type Action = z.infer<typeof action>;

/** How a client begins an episode, and which scenario it wants. Other keys are passed over. */
export const resetRequest = z.looseObject({
  seed: z.int().min(0).nullish(),
  episode_id: z.string().max(255).nullish(),
  scenario_id: z.string().nullish(),
  scenario_hash: z.string().nullish(),
  task_idx: z.int().min(0).nullish(),
});
export type ResetRequest = z.infer<typeof resetRequest>;

export interface StepResult {
  readonly observation: Readonly<Record<string, unknown>>;
  readonly reward: number | null;
  readonly done: boolean;
}

export function toolsObserved(tools: readonly AgentTool[]): StepResult {
  const listed = tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters }));
  return { observation: { tools: listed }, reward: null, done: false };
}

/** The task stands twice: one client of the field keeps the top level, the other nothing but the metadata. */
export function resetObserved({ environment, scenario, system, tools }: ServedEpisode): StepResult {
  const told = { task: scenario.body.task, system, scenario_id: scenario.name, scenario_hash: scenario.hash };
  return {
    observation: { env_id: environment.id, ...told, num_tools: tools.length, metadata: told },
    reward: null,
    done: false,
  };
}

/** What came of a call. The reward stands in the step that ends the episode, and in no other. */
export function callObserved(tool: string, answer: EpisodeAnswer): StepResult {
  if (answer.kind === 'over') return { ...failed(tool, 'execution_error', answer.message), done: true };
  const { how, result, outcome } = answer;
  const mistakes = { 'unknown-tool': 'tool_not_found', 'invalid-arguments': 'invalid_args' } as const;
  const { reward = null, ...metadata } = outcome ?? {};
  const observed =
    (how === 'unknown-tool' || how === 'invalid-arguments') && !result.success
      ? failed(tool, mistakes[how], result.error)
      : { observation: { tool_name: tool, result: wrapped(result), error: null } };
  return {
    observation: { ...observed.observation, ...(outcome ? { metadata } : {}) },
    reward,
    done: outcome !== undefined,
  };
}

export function failed(
  tool: string,
  error_type: 'execution_error' | 'invalid_args' | 'tool_not_found',
  message: string,
): StepResult {
  return { observation: { tool_name: tool, result: null, error: { error_type, message } }, reward: null, done: false };
}

/** As FastMCP wraps results: clients unwrap a bare object that has a key "data" of its own. */
export function wrapped(result: unknown): Readonly<Record<string, unknown>> {
  return {
    content: [{ type: 'text', text: JSON.stringify(result) }],
    structured_content: result,
    meta: null,
    data: result,
    is_error: false,
  };
}

/** What is wrong with a request, in the form that clients know from pydantic. Tells nothing of what was sent. */
export function validationErrors(error: z.ZodError): readonly Record<string, unknown>[] {
  return error.issues.slice(0, 20).map(({ code, path, message }) => ({
    type: code,
    loc: ['body', ...path.map((key) => (typeof key === 'number' ? key : String(key).slice(0, 80)))],
    msg: message.slice(0, 300),
    input: null,
  }));
}

/** The shapes of action, observation and state, for clients that ask. The title says that actions are calls of tools. */
export const schemas = {
  action: {
    title: 'Action',
    type: 'object',
    properties: {
      type: { type: 'string', enum: ['list_tools', 'call_tool'] },
      tool_name: { type: 'string', description: 'The tool to call; only with call_tool.' },
      arguments: { type: 'object', description: 'Its arguments; only with call_tool.' },
    },
    required: ['type'],
    additionalProperties: false,
  },
  observation: {
    title: 'Observation',
    type: 'object',
    properties: {
      tools: { type: 'array', items: { type: 'object' } },
      tool_name: { type: 'string' },
      result: { type: ['object', 'null'] },
      error: { type: ['object', 'null'] },
      env_id: { type: 'string' },
      scenario_id: { type: 'string' },
      scenario_hash: { type: 'string' },
      task: { type: 'string' },
      system: { type: 'string' },
      num_tools: { type: 'integer' },
      metadata: { type: 'object' },
    },
  },
  state: {
    title: 'State',
    type: 'object',
    properties: { episode_id: { type: ['string', 'null'] }, step_count: { type: 'integer', minimum: 0 } },
  },
} as const;
