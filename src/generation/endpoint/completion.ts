import { z } from 'zod';
import type { Message } from '../../domain/rollout/trajectory.ts';
import { separateReasoning } from './extract.ts';

/** What an answer cost. A number that the server did not report is undefined, never 0. */
export interface Usage {
  readonly inputTokens: number | undefined;
  readonly cachedTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
}

type ModelToolCall = NonNullable<Extract<Message, { role: 'assistant' }>['tool_calls']>[number];

/** One answer of a model, read from the server's response. */
export interface Completion {
  /** The text without the thinking. */
  readonly content: string;
  readonly reasoning: string | undefined;
  readonly refusal: string | undefined;
  readonly toolCalls: readonly ModelToolCall[];
  /** "stop", "length", "content_filter", "tool_calls", or what the server says; "unknown" when it says nothing. */
  readonly finishReason: string;
  readonly usage: Usage;
  /** The response as it came, but for secrets. */
  readonly raw: string;
  /** Whether it came from the store. */
  readonly cached: boolean;
}

const count = z.int().min(0).nullish().catch(undefined);

const response = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.looseObject({
          content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
          reasoning_content: z.string().nullish().catch(undefined),
          reasoning: z.string().nullish().catch(undefined),
          tool_calls: z
            .array(
              z.looseObject({
                id: z.string().nullish(),
                function: z.looseObject({ name: z.string(), arguments: z.unknown() }),
              }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
});

const usage = z.looseObject({
  usage: z.looseObject({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.looseObject({ cached_tokens: count }).nullish().catch(undefined),
    completion_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish().catch(undefined),
  }),
});

/** The usage a response body reports. Never throws, whatever the text is: it is read before the response is stored. */
export function usageOf(raw: string): Usage {
  const parsed = usage.safeParse(parseJson(raw));
  const reported = parsed.success ? parsed.data.usage : undefined;
  return {
    inputTokens: reported?.prompt_tokens ?? undefined,
    cachedTokens: reported?.prompt_tokens_details?.cached_tokens ?? undefined,
    outputTokens: reported?.completion_tokens ?? undefined,
    reasoningTokens: reported?.completion_tokens_details?.reasoning_tokens ?? undefined,
  };
}

/** Whether a response body is a whole chat completion. Never throws, and looks at nothing in it. */
export function isCompletion(raw: string): boolean {
  return response.safeParse(parseJson(raw)).success;
}

/** Whether a response body says that the answer was cut off at a limit of its length. Never throws. */
export function isCutOff(raw: string): boolean {
  const parsed = response.safeParse(parseJson(raw));
  return parsed.success && parsed.data.choices[0]?.finish_reason === 'length';
}

/** Reads a response body. Undefined when it is no chat completion: cut off, an error page, or something else altogether. */
export function readCompletion(raw: string, cached: boolean): Completion | undefined {
  const parsed = response.safeParse(parseJson(raw));
  const choice = parsed.success ? parsed.data.choices[0] : undefined;
  if (!choice) return undefined;
  const { message } = choice;
  const text =
    typeof message.content === 'string' ? message.content : (message.content ?? []).map((part) => part.text ?? '').join('');
  const separated = separateReasoning(text);
  const calls = message.tool_calls ?? [];
  return {
    content: separated.content,
    reasoning: message.reasoning_content || message.reasoning || separated.reasoning,
    refusal: message.refusal || undefined,
    toolCalls: calls.map((call, index) => ({
      id: call.id || `call_${index + 1}`,
      type: 'function',
      function: { name: call.function.name, arguments: argumentsText(call.function.arguments) },
    })),
    finishReason: choice.finish_reason ?? 'unknown',
    usage: usageOf(raw),
    raw,
    cached,
  };
}

/** Some servers send the arguments as an object instead of JSON text, or leave them out for a tool without parameters. */
function argumentsText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value ?? {});
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a schema says what to make of it.
    return undefined;
  }
}
