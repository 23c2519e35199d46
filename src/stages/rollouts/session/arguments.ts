import { messageOf } from '../../../base/errors.ts';
import { isJsonObject, type Json } from '../../../base/json.ts';

export type ReadArguments = { readonly arguments: Record<string, Json> } | { readonly problem: string };

/** Reads the arguments of a call. No text means no arguments; a text that is no JSON object is a problem for the agent to mend. */
export function readArguments(text: string): ReadArguments {
  if (text.trim() === '') return { arguments: {} };
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `The arguments are not valid JSON: ${messageOf(error)}` };
  }
  return isJsonObject(value) ? { arguments: value } : { problem: 'The arguments must be one JSON object.' };
}

/** The arguments of a call as text, as a message holds them. Programs send an object, or nothing; a model has written text. */
export function argumentsText(given: unknown): string {
  return typeof given === 'string' ? given : (JSON.stringify(given) ?? '');
}
