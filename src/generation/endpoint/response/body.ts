import { isObject } from '../../../base/json.ts';
import { joinEvents } from './event-stream.ts';

/**
 * What the body of a response holds. `cut-off`: it begins like an answer and does not end. `foreign`: it is none, but a web page, a text, or
 * nothing at all.
 */
export type Body =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'foreign' };

/**
 * Reads a body as JSON, as JSON with the end mark of a stream behind it, or as server-sent events, which are joined to the answer that
 * they are the parts of. JSON within a JSON text and a list of one are opened. Takes time in proportion to the text.
 */
export function readBody(raw: string): Body {
  const text = raw.replace(/^\uFEFF/, '').trim();
  const whole = parsed(text);
  if (whole !== undefined) return { kind: 'value', value: opened(whole) };
  const firstEvent = /^(?:data|event|id|retry):|^:/m.exec(text)?.index;
  if (firstEvent !== undefined) {
    const before = parsed(text.slice(0, firstEvent).trim());
    if (before !== undefined) return { kind: 'value', value: opened(before) };
    if (firstEvent === 0) return joinEvents(text);
  }
  return text.startsWith('{') || text.startsWith('[') ? { kind: 'cut-off' } : { kind: 'foreign' };
}

function opened(value: unknown): unknown {
  if (typeof value === 'string') {
    const inner = parsed(value);
    return isObject(inner) ? inner : value;
  }
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function parsed(text: string): unknown {
  if (!/^[{["]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON as it stands; the caller looks for other forms.
    return undefined;
  }
}
