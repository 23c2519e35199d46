import { isObject } from '../../../base/json.ts';

/** Longer texts are documents, not requests. */
const maxRequestCharacters = 8000;

/** One request as it stands in a file, before it is numbered and de-duplicated. */
export interface RawRequest {
  readonly text: string;
  readonly origin?: string;
  readonly licence?: string;
}

export type Reading =
  | { readonly kind: 'request'; readonly request: RawRequest }
  | { readonly kind: 'problem'; readonly message: string };

/** Fields that hold a request, in the order in which they are looked for. */
const textFields = ['text', 'task', 'prompt', 'instruction', 'question'] as const;

/** The request in one JSON value: a string, an object with a text field, or a chat (its first user message). */
export function requestOf(value: unknown): Reading {
  if (typeof value === 'string') return checked(value, {});
  if (!isObject(value)) return problem(`expected a string or an object, found ${describe(value)}`);
  const origin = nonEmpty(value.origin);
  const licence = nonEmpty(value.licence) ?? nonEmpty(value.license);
  const about = { ...(origin === undefined ? {} : { origin }), ...(licence === undefined ? {} : { licence }) };
  for (const field of textFields) {
    const content = value[field];
    if (typeof content === 'string') return checked(content, about);
    if (Array.isArray(content)) return fromMessages(content, field, about);
  }
  if (Array.isArray(value.messages)) return fromMessages(value.messages, 'messages', about);
  const present = Object.keys(value).slice(0, 6).join(', ') || 'none';
  return problem(`has no request: expected one of the fields ${textFields.join(', ')} or messages (its fields: ${present})`);
}

/** A request in plain text. */
export function requestOfText(text: string): Reading {
  return checked(text, {});
}

function fromMessages(messages: readonly unknown[], field: string, about: Omit<RawRequest, 'text'>): Reading {
  const first = messages.find((message) => isObject(message) && message.role === 'user');
  if (!isObject(first)) return problem(`"${field}" holds no message with the role "user"`);
  if (typeof first.content === 'string') return checked(first.content, about);
  if (!Array.isArray(first.content)) return problem(`the first user message of "${field}" has no text content`);
  const texts = first.content.flatMap((part: unknown) =>
    typeof part === 'string' ? [part] : isObject(part) && typeof part.text === 'string' ? [part.text] : [],
  );
  if (texts.length === 0) return problem(`the first user message of "${field}" has no text part`);
  return checked(texts.join(' '), about);
}

function checked(raw: string, about: Omit<RawRequest, 'text'>): Reading {
  const text = raw.replace(/\s+/gu, ' ').trim();
  if (text === '') return problem('the request is empty');
  if (text.includes('\u0000')) return problem('the request holds NUL characters: it is not text');
  if (text.includes('\uFFFD')) return problem('the request is not valid UTF-8; save the file as UTF-8');
  if (text.length > maxRequestCharacters) {
    return problem(`the request has ${text.length} characters; more than ${maxRequestCharacters} is a document, not a request`);
  }
  return { kind: 'request', request: { text, ...about } };
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function problem(message: string): Reading {
  return { kind: 'problem', message };
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
