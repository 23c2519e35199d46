import type { AnswerSchema, JsonSchema } from './answer-schema.ts';
import type { Prompt } from './prompt.ts';

/** The ways of asking for a structured answer, from the one that promises most to the one that every server takes. */
export const steps = ['strict-schema', 'schema', 'json-object', 'text'] as const;
export type Step = (typeof steps)[number];

/** Where to go when a server refuses a step. Undefined below the last. */
export function stepBelow(step: Step): Step | undefined {
  return steps[steps.indexOf(step) + 1];
}

/** Where to go when a server took a step and answered as if it had not: with the schema as words in the prompt. */
export function stepWithWords(step: Step): Step {
  return step === 'text' || step === 'json-object' ? 'text' : 'json-object';
}

/** The response_format of a step; undefined where the request has none. */
export function responseFormat(step: Step, name: string, schema: AnswerSchema): JsonSchema | undefined {
  switch (step) {
    case 'strict-schema':
      return { type: 'json_schema', json_schema: { name, strict: true, schema: schema.strict } };
    case 'schema':
      return { type: 'json_schema', json_schema: { name, schema: schema.plain } };
    case 'json-object':
      return { type: 'json_object' };
    case 'text':
      return undefined;
  }
}

/** The system text of a step: where the server is not given the schema, the model is. */
export function systemText(step: Step, prompt: Prompt, schema: AnswerSchema): string {
  if (step === 'strict-schema' || step === 'schema') return prompt.system;
  return `${prompt.system}\n\nAnswer with one JSON object and nothing else. It must conform to this JSON Schema:\n${JSON.stringify(schema.plain)}`;
}
