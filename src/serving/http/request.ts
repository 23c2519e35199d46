import type { Context } from 'hono';
import type { z } from 'zod';
import { ServingError } from '../serving-error.ts';

/** No request is larger: a row of a dataset with a whole conversation, or a state, is far below. */
export const mostBodyBytes = 8 * 1024 * 1024;

/** The JSON body of a request, as its schema gives it. No body counts as an empty object. Throws a ServingError. */
export async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema>> {
  return parsed(schema, jsonOf(await c.req.text()));
}

/** The JSON value of a text from outside. Throws a ServingError. */
export function jsonOf(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new ServingError(400, 'The body is not valid JSON.');
  }
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
