import { jsonrepair } from 'jsonrepair';
import { isObject } from '../../base/json.ts';

/*
 * Every scan in this file is linear in the length of the text: a model may answer with a hundred thousand braces or line ends,
 * and all runs share one thread.
 */

/** A model's text with its thinking apart. */
export interface Separated {
  readonly content: string;
  readonly reasoning: string | undefined;
}

const opening = '<think>';
const closing = '</think>';

/**
 * Separates `<think>...</think>` from the text. A closing tag alone also counts: some servers swallow the opening one.
 * Thinking that was never closed is all there is: the content is empty.
 */
export function separateReasoning(text: string): Separated {
  const trimmed = text.trim();
  const isOpened = trimmed.startsWith(opening);
  const begin = isOpened ? opening.length : 0;
  const end = trimmed.indexOf(closing);
  if (end >= 0 && (isOpened || !trimmed.slice(0, end).includes('{'))) {
    return { content: trimmed.slice(end + closing.length).trim(), reasoning: textOf(trimmed.slice(begin, end)) };
  }
  if (isOpened) return { content: '', reasoning: textOf(trimmed.slice(begin)) };
  return { content: trimmed, reasoning: undefined };
}

function textOf(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Deeper nesting is no answer to anything that is asked here, and more than a reader's stack takes. */
const deepest = 200;

/**
 * The JSON object in an answer: the whole text, the last fenced block or the first balanced object, read as it is, and only
 * then mended. Undefined where there is none, or one that is nested more than 200 deep; prose alone is never mended into one.
 */
export function extractObject(text: string): Record<string, unknown> | undefined {
  const candidates = [whole(text), lastFenced(text), firstBalanced(text)].filter(
    (candidate) => candidate !== undefined && depthOf(candidate) <= deepest,
  );
  for (const read of [JSON.parse, (candidate: string): unknown => JSON.parse(jsonrepair(candidate))]) {
    for (const candidate of candidates) {
      const value = candidate === undefined ? undefined : attempt(read, candidate);
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

/** The content of the last fenced block that begins like an object. The closing fence may stand behind the last brace. */
function lastFenced(text: string): string | undefined {
  let found: string | undefined;
  let begin: number | undefined;
  for (let fence = text.indexOf('```'); fence >= 0; ) {
    const newline = text.indexOf('\n', fence);
    const end = newline < 0 ? text.length : newline;
    if (begin === undefined) {
      if (isOpeningFence(text.slice(fence + 3, Math.min(end, fence + 43)))) begin = end + 1;
    } else {
      const block = text.slice(begin, fence).trim();
      if (block.startsWith('{')) found = block;
      begin = undefined;
    }
    fence = text.indexOf('```', end);
  }
  return found;
}

/** What stands behind the backticks of an opening fence: the name of a language, or nothing. */
function isOpeningFence(rest: string): boolean {
  return /^[a-zA-Z0-9]*[ \t\r]*$/.test(rest);
}

/**
 * The first balanced object in a text. Quotes in the prose around it may be odd in number; where they hide every object, the
 * text is read again with strings that end at the end of their line.
 */
function firstBalanced(text: string): string | undefined {
  return balanced(text, 'strings-span-lines') ?? balanced(text, 'strings-end-with-lines');
}

function balanced(text: string, strings: 'strings-span-lines' | 'strings-end-with-lines'): string | undefined {
  const first = text.indexOf('{');
  if (first < 0) return undefined;
  /** Where the braces that are open stand. */
  const open: number[] = [];
  /** The outermost object so far that is closed, by its first brace; objects inside an object that never closes count. */
  let best: { readonly start: number; readonly end: number } | undefined;
  let quoted = false;
  for (let i = first; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"' || (character === '\n' && strings === 'strings-end-with-lines')) quoted = false;
    } else if (character === '"') {
      // In prose a quote stands outside every brace, and is none of ours.
      quoted = open.length > 0;
    } else if (character === '{') {
      open.push(i);
    } else if (character === '}') {
      const start = open.pop();
      if (start === undefined || !looksLikeObject(text, start)) continue;
      if (best === undefined || start < best.start) best = { start, end: i + 1 };
      if (open.length === 0) return text.slice(best.start, best.end);
    }
  }
  return best && text.slice(best.start, best.end);
}

/** A brace in prose ("use {curly} braces") is balanced too; an object has a quote after its brace, or is empty. */
function looksLikeObject(text: string, start: number): boolean {
  return /^\{\s*["'}]/.test(text.slice(start, start + 80));
}

/** How deep braces and brackets nest outside strings. */
function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') most = Math.max(most, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return most;
}
