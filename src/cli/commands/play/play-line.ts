import { isObject } from '../../../base/json.ts';
import { suggestion } from '../../../base/nearest.ts';
import type { Tool } from '../../../domain/environment/environment.ts';

/** What a person typed at the prompt of `play`. */
export type PlayLine =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'word'; readonly word: PlayWord }
  | { readonly kind: 'call'; readonly tool: Tool; readonly arguments: Record<string, unknown> }
  /** Said to the user. */
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'mistake'; readonly message: string };

export const playWords = ['help', 'tools', 'rules', 'task', 'ask', 'state', 'done', 'quit'] as const;
export type PlayWord = Exclude<(typeof playWords)[number], 'ask'>;

/** Reads one line: a word of the prompt, or a tool with `{json}` or `name=value` arguments. A tool goes before a word of its name. */
export function readPlayLine(line: string, tools: readonly Tool[]): PlayLine {
  const text = line.trim();
  if (text === '') return { kind: 'nothing' };
  const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const tool = tools.find((known) => known.name === name);
  if (tool) return readCall(tool, rest);
  const word = playWords.find((known) => known === name);
  if (word === undefined) {
    const names = [...playWords, ...tools.map((known) => known.name)];
    return { kind: 'mistake', message: `There is no tool "${name}".${suggestion(name, names)}` };
  }
  if (word === 'ask')
    return rest === ''
      ? { kind: 'mistake', message: 'Ask what? For example: ask Which one do you mean?' }
      : { kind: 'ask', text: rest.trim() };
  if (rest !== '') return { kind: 'mistake', message: `"${word}" stands alone, without "${rest}".` };
  return { kind: 'word', word };
}

function readCall(tool: Tool, text: string): PlayLine {
  if (!text.startsWith('{')) return readPairs(tool, text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return {
      kind: 'mistake',
      message: `The arguments are not JSON. Write ${tool.name} {"name": "value"} or ${tool.name} name=value.`,
    };
  }
  if (!isObject(parsed)) return { kind: 'mistake', message: 'The arguments must be one JSON object.' };
  return { kind: 'call', tool, arguments: parsed };
}

/** `name=value` pairs; a value with spaces stands in quotes. */
function readPairs(tool: Tool, text: string): PlayLine {
  const properties = isObject(tool.parameters.properties) ? tool.parameters.properties : {};
  const given: Record<string, unknown> = {};
  let rest = text.trim();
  while (rest !== '') {
    const pair = /^([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|[^\s"'[{]\S*|)(?:\s+|$)/.exec(rest);
    if (!pair) {
      return {
        kind: 'mistake',
        message: `Cannot read "${rest}". Write name=value, name="two words", or the whole as one {"json": "object"}.`,
      };
    }
    const [whole, name = '', value = ''] = pair;
    if (!(name in properties)) {
      return { kind: 'mistake', message: `${tool.name} has no argument "${name}".${suggestion(name, Object.keys(properties))}` };
    }
    given[name] = valueIn(value, properties[name]);
    rest = rest.slice(whole.length);
  }
  return { kind: 'call', tool, arguments: given };
}

/** The value a word stands for, by the type that the tool's schema gives its argument. Left as text where it does not fit: the tool says so. */
function valueIn(word: string, schema: unknown): unknown {
  const isQuoted = word.startsWith('"') || word.startsWith("'");
  const plain = word.startsWith("'") ? word.slice(1, -1) : word.startsWith('"') ? jsonOr(word, word.slice(1, -1)) : word;
  if (isQuoted || (isObject(schema) && schema.type === 'string')) return plain;
  return jsonOr(word, word);
}

function jsonOr(text: string, otherwise: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return otherwise;
  }
}
