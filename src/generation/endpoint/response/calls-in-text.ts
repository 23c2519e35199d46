import { jsonrepair } from 'jsonrepair';
import { isObject } from '../../../base/json.ts';

/** A call of a tool that a model wrote into its text. */
export interface WrittenCall {
  readonly name: string;
  /** JSON text, or what stood in its place. */
  readonly arguments: string;
}

/** A text with the calls in it taken out. */
export interface TextWithCalls {
  readonly content: string;
  readonly calls: readonly WrittenCall[];
}

/** What begins calls in the templates of the usual models. */
const opening =
  /<tool_calls?>|<function_calls?>|<\|tool_calls?\|>|<\|python_tag\|>|<\|plugin\|>|\[TOOL_CALLS\]|<function=|<\|tool_call_begin\|>|<｜tool▁call▁begin｜>|\bfunctools(?=\[)/g;

/** Nobody means more calls than these by one message; what comes after them is not read. */
const mostCalls = 100;

/**
 * The calls that a server left in the text for want of a parser: `<tool_call>{"name": ...}</tool_call>` (Qwen, Hermes, GLM), `[TOOL_CALLS]`
 * (Mistral), `<|python_tag|>`, `<function=...>` or a bare object (Llama), and their like. Only what names an offered tool is a
 * call; undefined where nothing is. Takes time in proportion to the text.
 */
export function callsInText(text: string, offered: ReadonlySet<string>): TextWithCalls | undefined {
  const starts = [...text.matchAll(opening)].slice(0, mostCalls);
  const [first] = starts;
  if (!first) {
    const bare = text.trim();
    const calls = bare.startsWith('{') && bare.endsWith('}') ? callsIn(parsed(bare), offered) : [];
    return calls.length > 0 ? { content: '', calls } : undefined;
  }
  const calls = starts.flatMap((start, index) => {
    const tag = start[0];
    const end = starts[index + 1]?.index ?? text.length;
    const begin = tag === '<function=' ? start.index : start.index + tag.length;
    return readCalls(text.slice(begin, end), offered);
  });
  return calls.length > 0 ? { content: text.slice(0, first.index).trim(), calls } : undefined;
}

function readCalls(segment: string, offered: ReadonlySet<string>): WrittenCall[] {
  const body = withoutClosing(segment);
  const json = callsIn(parsed(body), offered);
  if (json.length > 0) return json;
  return namedBefore(body, offered) ?? taggedArguments(body, offered) ?? unreadable(body, offered);
}

/** Up to the tag that closes a call, or the one that ends the message. */
function withoutClosing(segment: string): string {
  const end = segment.search(
    /<\/(tool_calls?|function_calls?)>|<\|\/?(tool_calls?|tool_call_end|eom_id|eot_id|im_end|end|action_end)\|>|<｜tool▁call▁end｜>|<\/s>/,
  );
  return (end < 0 ? segment : segment.slice(0, end)).trim();
}

/** `{"name": ..., "arguments": {...}}`, or a list of such; the arguments may be called parameters, and a function may stand around both. */
function callsIn(value: unknown, offered: ReadonlySet<string>): WrittenCall[] {
  if (Array.isArray(value)) return value.flatMap((item) => callsIn(item, offered));
  if (!isObject(value)) return [];
  if (isObject(value.function)) return callsIn(value.function, offered);
  const name = nameIn(String(value.name ?? value.function ?? value.tool ?? ''), offered);
  if (name === undefined) return [];
  const given = value.arguments ?? value.parameters ?? value.args ?? {};
  return [{ name, arguments: typeof given === 'string' ? given : JSON.stringify(given) }];
}

/** `name{...}`, `name[ARGS]{...}`, `<function=name>{...}`, `functions.name:0<|...|>{...}`, `function<｜tool▁sep｜>name ```json {...}```. */
function namedBefore(body: string, offered: ReadonlySet<string>): WrittenCall[] | undefined {
  const brace = body.indexOf('{');
  if (brace < 0) return undefined;
  const head = /^(?:function<｜tool▁sep｜>)?(?:<function=)?(?:functions\.)?([\w.-]{1,100})/.exec(body);
  const name = nameIn(head?.[1] ?? '', offered);
  if (name === undefined || /<(parameter|arg_key)/.test(body.slice(0, brace))) return undefined;
  return [{ name, arguments: body.slice(brace, body.lastIndexOf('}') + 1) }];
}

/** `<function=name><parameter=key>value</parameter></function>` (Qwen Coder) and `name<arg_key>key</arg_key><arg_value>value</arg_value>` (GLM). */
function taggedArguments(body: string, offered: ReadonlySet<string>): WrittenCall[] | undefined {
  const name = nameIn(/^(?:<function=)?([\w.-]{1,100})/.exec(body)?.[1] ?? '', offered);
  if (name === undefined) return undefined;
  const values: Record<string, unknown> = {};
  for (const part of body.split(/<parameter=|<arg_key>/).slice(1)) {
    const [, key = '', value = ''] =
      /^([^<>]{1,200})(?:>|<\/arg_key>\s*<arg_value>)([\s\S]*?)(?:<\/(?:parameter|arg_value|function)>|$)/.exec(part) ?? [];
    if (key !== '') values[key.trim()] = readValue(value.trim());
  }
  return [{ name, arguments: JSON.stringify(values) }];
}

/** Values between tags are JSON, or texts without quotes. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A text.
    return text;
  }
}

/** A call whose object cannot be read is the model's mistake, and is told so when it is made. */
function unreadable(body: string, offered: ReadonlySet<string>): WrittenCall[] {
  const name = nameIn(/"name"\s*:\s*"([^"]{1,100})"/.exec(body)?.[1] ?? '', offered);
  return name === undefined ? [] : [{ name, arguments: body.slice(0, 4000) }];
}

function nameIn(written: string, offered: ReadonlySet<string>): string | undefined {
  const name = written.trim();
  return [name, name.replace(/^functions\./, ''), name.split('.')[0] ?? ''].find((one) => offered.has(one));
}

/** Texts of models are mended where they are nearly JSON; a long one is not worth the time. */
const mostMended = 200_000;

function parsed(text: string): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  for (const read of [JSON.parse, (broken: string): unknown => JSON.parse(jsonrepair(broken))]) {
    try {
      return read(text);
    } catch {
      // Not readable this way.
      if (text.length > mostMended) return undefined;
    }
  }
  return undefined;
}
