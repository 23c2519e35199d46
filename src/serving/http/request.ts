import type { Context } from 'hono';
import type { z } from 'zod';
import { ServingError } from '../serving-error.ts';

/** No request is larger: a row of a dataset with a whole conversation, or a state, is far below. */
export const mostBodyBytes = 8 * 1024 * 1024;

/** The JSON body of a request, as its schema gives it. No body counts as an empty object. Throws a ServingError. */
export async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema>> {
  return parsed(schema, jsonOf(await c.req.text()));
}

/** The JSON value of a body; no body counts as an empty object. Throws a ServingError. */
export function jsonOf(text: string): unknown {
  return text.trim() === '' ? {} : parseJson(text);
}

/** Deeper than anything sensible, and far from what overflows the stack of those who walk it. */
const mostDepth = 200;

/** The JSON value of a text from outside. Throws a ServingError for what is no JSON, and for what is nested absurdly. */
export function parseJson(text: string): unknown {
  if (depthOf(text) > mostDepth) throw new ServingError(400, `JSON may be nested ${mostDepth} deep here.`);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new ServingError(400, 'The text is not valid JSON.');
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isInString) {
      if (unit === 0x5c) index++;
      else if (unit === 0x22) isInString = false;
    } else if (unit === 0x22) isInString = true;
    else if (unit === 0x5b || unit === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (unit === 0x5d || unit === 0x7d) depth--;
  }
  return deepest;
}

/** A value that fits its schema. Throws a ServingError that says what is wrong, and never repeats what was sent. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ServingError(400, `The request is not as it should be: ${problemsText(result.error)}.`);
}

export function problemsText(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(
      ({ path, message }) =>
        `${path.length > 0 ? path.map(String).join('.').slice(0, 80) : 'the whole'}: ${message.slice(0, 200)}`,
    )
    .join('; ');
}
