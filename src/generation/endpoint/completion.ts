import { z } from 'zod';
import { isObject } from '../../base/json.ts';
import type { Message } from '../../domain/rollout/trajectory.ts';
import { separateReasoning } from './extract.ts';
import { readBody } from './response/body.ts';
import { type ServerError, serverErrorIn } from './response/server-error.ts';

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
  /** Ids as the server gave them: they may be empty or repeated. A call that cannot be read has the name "unreadable_call". */
  readonly toolCalls: readonly ModelToolCall[];
  /** "stop", "length", "content_filter", "tool_calls", or what the server says; "unknown" when it says nothing. */
  readonly finishReason: string;
  readonly usage: Usage;
  /** The response as it came, but for secrets. */
  readonly raw: string;
  /** Whether it came from the store. */
  readonly cached: boolean;
}

/** What a successful response turned out to be. */
export type Answer =
  | { readonly kind: 'completion'; readonly completion: Completion }
  /** The server tells of an error, in place of an answer or within one. */
  | { readonly kind: 'error'; readonly error: ServerError; readonly usage: Usage }
  /** A completion with neither text nor call nor refusal. */
  | { readonly kind: 'empty'; readonly reason: string; readonly usage: Usage }
  | { readonly kind: 'cut-off' }
  /** Not from a server of chat completions, or not meant for one. */
  | { readonly kind: 'foreign' };

const count = z.int().min(0).nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);

const choice = z.looseObject({
  finish_reason: text,
  message: z
    .looseObject({
      content: z.unknown().optional(),
      refusal: text,
      reasoning_content: text,
      reasoning: text,
      tool_calls: z.array(z.unknown()).nullish().catch(undefined),
      function_call: z.unknown().optional(),
    })
    .nullish()
    .catch(undefined),
});

const usage = z.looseObject({
  usage: z.looseObject({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.looseObject({ cached_tokens: count }).nullish().catch(undefined),
    completion_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish().catch(undefined),
  }),
});

function usageIn(value: unknown): Usage {
  const parsed = usage.safeParse(value);
  const reported = parsed.success ? parsed.data.usage : undefined;
  return {
    inputTokens: reported?.prompt_tokens ?? undefined,
    cachedTokens: reported?.prompt_tokens_details?.cached_tokens ?? undefined,
    outputTokens: reported?.completion_tokens ?? undefined,
    reasoningTokens: reported?.completion_tokens_details?.reasoning_tokens ?? undefined,
  };
}

/** Reads a response body. Undefined when it is no answer: cut off, an error, an error page, or something else altogether. */
export function readCompletion(raw: string, cached: boolean): Completion | undefined {
  const answer = readResponse(raw, cached);
  return answer.kind === 'completion' ? answer.completion : undefined;
}

/** Reads the body of a successful response. Never throws, whatever it is. */
export function readResponse(raw: string, cached: boolean): Answer {
  const body = readBody(raw);
  if (body.kind !== 'value') return body;
  const { value } = body;
  const { choices } = isObject(value) ? value : {};
  if (!Array.isArray(choices) || choices.length === 0) {
    const error = serverErrorIn(value);
    if (error) return { kind: 'error', error, usage: usageIn(value) };
    if (isObject(value) && 'choices' in value)
      return { kind: 'empty', reason: 'the response holds no answer ("choices" is empty)', usage: usageIn(value) };
    return { kind: 'foreign' };
  }
  const parsed = choice.safeParse(choices[0]);
  const error = errorIn(value, choices[0], parsed.data?.finish_reason);
  if (error) return { kind: 'error', error, usage: usageIn(value) };
  if (!parsed.success) return { kind: 'empty', reason: 'the answer is no message', usage: usageIn(value) };
  const completion = completionOf(parsed.data, choices[0], { usage: usageIn(value), raw, cached });
  const reason = emptiness(completion);
  return reason === undefined ? { kind: 'completion', completion } : { kind: 'empty', reason, usage: completion.usage };
}

/** Finish reasons by which servers say that they, and not the model, ended the answer. */
const broken = ['error', 'abort', 'aborted', 'cancelled', 'network_error', 'insufficient_system_resource'];

/** The error of an answer that was begun: beside the choices, within the first, or told by its finish reason alone. */
function errorIn(value: unknown, first: unknown, finishReason: string | null | undefined): ServerError | undefined {
  for (const place of [value, first]) {
    const told = isObject(place) && place.error ? serverErrorIn({ error: place.error }) : undefined;
    if (told) return told;
  }
  if (!broken.includes(finishReason?.toLowerCase() ?? '')) return undefined;
  const native = isObject(first) && typeof first.native_finish_reason === 'string' ? ` (${first.native_finish_reason})` : '';
  return { message: `the answer ended with the finish reason "${finishReason}"${native}` };
}

type Choice = z.infer<typeof choice>;

function completionOf(
  { message, finish_reason: finishReason }: Choice,
  first: unknown,
  rest: Pick<Completion, 'usage' | 'raw' | 'cached'>,
): Completion {
  const content = message ? message.content : isObject(first) ? first.text : undefined;
  const separated = separateReasoning(textIn(content));
  const legacy = isObject(message?.function_call) ? [{ function: message.function_call }] : [];
  const calls = message?.tool_calls?.length ? message.tool_calls : legacy;
  return {
    content: separated.content,
    reasoning: message?.reasoning_content || message?.reasoning || thinkingIn(content) || separated.reasoning,
    refusal: message?.refusal || undefined,
    toolCalls: calls.map(callOf),
    finishReason: usualName(finishReason),
    ...rest,
  };
}

/** The names that servers have for two of the finish reasons. */
const cut = /^(max_?(output_?)?tokens|model_length|model_context_window_exceeded|token_limit)$/i;
const withheld = /^(content_?filter(ed)?|safety|sensitive|blocklist|prohibited_content|recitation)$/i;

function usualName(finishReason: string | null | undefined): string {
  if (!finishReason) return 'unknown';
  return cut.test(finishReason) ? 'length' : withheld.test(finishReason) ? 'content_filter' : finishReason;
}

/** Content is a text or a list of parts, of which some servers give one without a list. */
function textIn(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? content : [content];
  return parts
    .map((part) => (typeof part === 'string' ? part : isObject(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

function thinkingIn(content: unknown): string | undefined {
  const parts = Array.isArray(content) ? content.filter((part) => isObject(part) && part.type === 'thinking') : [];
  return parts.map((part) => textIn(isObject(part) ? part.thinking : undefined)).join('') || undefined;
}

/** What a call is named that has no name. No tool is called so: the model is told when it is made. */
const unreadable = 'unreadable_call';

function callOf(call: unknown): ModelToolCall {
  const { id, function: named } = isObject(call) ? call : {};
  const { name, arguments: given } = isObject(named) ? named : {};
  const isNamed = typeof name === 'string' && name.trim() !== '';
  return {
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : '',
    type: 'function',
    function: { name: isNamed ? name.trim() : unreadable, arguments: argumentsText(isNamed ? given : (given ?? call)) },
  };
}

/** Some servers send the arguments as an object instead of JSON text, or leave them out for a tool without parameters. */
function argumentsText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value ?? {});
}

/** Why an answer is none. One that was cut off or withheld says so itself. */
function emptiness({ content, refusal, toolCalls, finishReason, reasoning }: Completion): string | undefined {
  if (content.trim() !== '' || refusal !== undefined || ['length', 'content_filter'].includes(finishReason)) return undefined;
  if (toolCalls.some((call) => call.function.name !== unreadable)) return undefined;
  const what = toolCalls.length > 0 ? 'calls that cannot be read' : reasoning === undefined ? 'nothing' : 'thinking';
  return `the answer holds ${what} and neither text nor call nor refusal (finish reason "${finishReason}")`;
}
