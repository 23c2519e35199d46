import type { Prompt } from '../prompt.ts';
import type { AnswerSchema, JsonSchema } from './answer-schema.ts';

/** The ways of asking for a structured answer, from the one that promises most to the one that every server takes. */
export const outputModes = ['strict-schema', 'schema', 'json-object', 'tool-call', 'text'] as const;
export type OutputMode = (typeof outputModes)[number];

/** The step of this name; the first one for a name that is none. */
export function outputModeNamed(name: string | undefined): OutputMode {
  return outputModes.find((step) => step === name) ?? outputModes[0];
}

/** Where to go when a server refuses a step. Undefined below the last. */
export function fallbackOf(step: OutputMode): OutputMode | undefined {
  return outputModes[outputModes.indexOf(step) + 1];
}

/** Where to go when a server took a step and answered as if it had not: past the other one it would ignore likewise. */
export function fallbackWhenIgnored(step: OutputMode): OutputMode {
  return step === 'strict-schema' ? 'json-object' : (fallbackOf(step) ?? 'text');
}

/** What a step adds to the body of a request. */
export function outputModeFields(step: OutputMode, name: string, schema: AnswerSchema): Readonly<Record<string, unknown>> {
  switch (step) {
    case 'strict-schema':
      return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema: schema.strict } } };
    case 'schema':
      return { response_format: { type: 'json_schema', json_schema: { name, schema: schema.plain } } };
    case 'json-object':
      return { response_format: { type: 'json_object' } };
    case 'tool-call':
      return {
        tools: [{ type: 'function', function: { name, description: 'Takes the answer.', parameters: toolSchema(schema) } }],
        tool_choice: { type: 'function', function: { name } },
      };
    case 'text':
      return {};
  }
}

/** A function takes an object; servers want that said at the top. */
function toolSchema(schema: AnswerSchema): JsonSchema {
  return 'type' in schema.plain ? schema.plain : { type: 'object', ...schema.plain };
}

/** The system text of a step: where the server is not given the schema, the model is. */
export function systemText(step: OutputMode, name: string, prompt: Prompt, schema: AnswerSchema): string {
  switch (step) {
    case 'strict-schema':
    case 'schema':
      return prompt.system;
    case 'tool-call':
      return `${prompt.system}\n\nGive your answer by calling the function "${name}" once.`;
    case 'json-object':
    case 'text':
      return `${prompt.system}\n\nAnswer with one JSON object and nothing else. It must conform to this JSON Schema:\n${JSON.stringify(schema.plain)}`;
  }
}
