import OpenAI from 'openai';
import { createPatientFetch } from './patient-fetch.ts';

export interface SendOptions {
  /** E.g. "https://api.openai.com/v1". */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** For one try, until the last byte of the answer. */
  readonly timeoutMs: number;
}

/** Sends one request and returns the body of the answer as it came. Rejects with an error of the client. */
export type Send = (body: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<string>;

/** A sender of chat completions. Sends nothing yet. */
export function createSend({ baseUrl, apiKey, timeoutMs }: SendOptions): Send {
  // Organisation, project and log level in the shell's variables are meant for other programs.
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    fetch: createPatientFetch(),
  });
  return async (body, signal) => {
    const response = await client.post('/chat/completions', { body, signal }).asResponse();
    return response.text();
  };
}
