import { jsonrepair } from 'jsonrepair';
import { isObject } from '../../base/json.ts';

/** A model's text with its thinking apart. */
export interface Separated {
  readonly content: string;
  readonly reasoning: string | undefined;
}

/**
 * Separates `<think>...</think>` from the text. A closing tag alone also counts: some servers swallow the opening one.
 * Thinking that was never closed is all there is: the content is empty.
 */
export function separateReasoning(text: string): Separated {
  const closed = /^\s*(?:<think>)?([\s\S]*?)<\/think>/.exec(text);
  if (closed && (text.trimStart().startsWith('<think>') || !text.slice(0, closed[0].length).includes('{'))) {
    return { content: text.slice(closed[0].length).trim(), reasoning: textOf(closed[1]) };
  }
  const open = /^\s*<think>([\s\S]*)$/.exec(text);
  if (open) return { content: '', reasoning: textOf(open[1]) };
  return { content: text.trim(), reasoning: undefined };
}

function textOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed ? trimmed : undefined;
}

/**
 * The JSON object in an answer: the whole text, the last fenced block or the first balanced object, read as it is, and only
 * then mended. Undefined where there is none; prose alone is never mended into one.
 */
export function extractObject(text: string): Record<string, unknown> | undefined {
  const candidates = [whole(text), lastFenced(text), firstBalanced(text)].filter((candidate) => candidate !== undefined);
  for (const read of [JSON.parse, (candidate: string): unknown => JSON.parse(jsonrepair(candidate))]) {
    for (const candidate of candidates) {
      const value = attempt(read, candidate);
      if (isObject(value)) return value;
    }
  }
  return undefined;
}

function attempt(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text);
  } catch {
    // Not readable this way; the caller tries the next.
    return undefined;
  }
}

function whole(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed : undefined;
}

function lastFenced(text: string): string | undefined {
  const blocks = [...text.matchAll(/```[a-zA-Z0-9]*[ \t]*\n([\s\S]*?)\n?[ \t]*```/g)].map((match) => match[1]?.trim() ?? '');
  return blocks.findLast((block) => block.startsWith('{'));
}

function firstBalanced(text: string): string | undefined {
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const end = endOfObject(text, start);
    // A brace in prose ("use {curly} braces") is balanced too; an object has a quote after it or is empty.
    if (end !== undefined && /^\{\s*["'}]/.test(text.slice(start, start + 80))) return text.slice(start, end);
  }
  return undefined;
}

function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return i + 1;
  }
  return undefined;
}
