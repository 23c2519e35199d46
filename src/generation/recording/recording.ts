import { appendFileSync, existsSync } from 'node:fs';
import { z } from 'zod';
import { messageOf, UserError } from '../../base/errors.ts';
import { readTextFile } from '../../base/text-file.ts';
import { type Completion, readCompletion } from '../endpoint/completion.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import type { Request } from '../endpoint/request.ts';
import { ModelCallError } from '../errors.ts';

/** One line of a recording: a request and its raw answer, or why there was none. */
const recordedCall = z.union([
  z.strictObject({ request: z.string(), work: z.string(), endpoint: z.string(), body: z.unknown(), answer: z.string() }),
  z.strictObject({ request: z.string(), work: z.string(), endpoint: z.string(), body: z.unknown(), failure: z.string() }),
]);
type RecordedCall = z.infer<typeof recordedCall>;

/** A file of requests and answers (JSON Lines). It holds no key. */
export interface Recording {
  /** The endpoint with every answer written down, or with every answer out of the file and nothing else. */
  around(endpoint: Endpoint): Endpoint;
}

/**
 * Opens a recording. One that is made goes on with what the file holds already, so that a run that was interrupted is
 * recorded in one file. Throws a UserError for a file that cannot be read or written, or is no recording.
 */
export function openRecording(file: string, purpose: 'record' | 'replay'): Recording {
  const calls = readRecording(file, purpose);
  if (purpose === 'replay') return { around: (endpoint) => replaying(endpoint, file, calls) };
  writeLines(file, '');
  return { around: (endpoint) => recording(endpoint, file, calls) };
}

function readRecording(file: string, purpose: 'record' | 'replay'): Map<string, RecordedCall> {
  const calls = new Map<string, RecordedCall>();
  if (purpose === 'record' && !existsSync(file)) return calls;
  let text: string;
  try {
    text = readTextFile(file);
  } catch (error) {
    throw new UserError(`The recording "${file}" cannot be read (${messageOf(error)}). "--record FILE" makes one.`);
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const call = recordedCall.safeParse(parseJson(line));
    if (!call.success) throw new UserError(`${file}:${index + 1}: this is no line of a recording. "--record FILE" makes one.`);
    // A request that failed and was asked again has a later line.
    calls.set(call.data.request, call.data);
  }
  return calls;
}

function recording(endpoint: Endpoint, file: string, calls: Map<string, RecordedCall>): Endpoint {
  const write = (request: Request, end: { answer: string } | { failure: string }): void => {
    const { hash, endpoint: address, body } = endpoint.canonical(request);
    const known = calls.get(hash);
    if (known && ('answer' in known || 'failure' in end)) return;
    const call: RecordedCall = { request: hash, work: request.work, endpoint: address, body, ...end };
    calls.set(hash, call);
    writeLines(file, `${endpoint.redact(JSON.stringify(call))}\n`);
  };
  return {
    ...endpoint,
    async stored(request) {
      const completion = await endpoint.stored(request);
      if (completion) write(request, { answer: completion.raw });
      return completion;
    },
    async discard(request) {
      await endpoint.discard(request);
      // A later line counts.
      calls.delete(endpoint.canonical(request).hash);
    },
    async complete(request) {
      try {
        const outcome = await endpoint.complete(request);
        if (outcome.kind === 'answered') write(request, { answer: outcome.completion.raw });
        return outcome;
      } catch (error) {
        if (error instanceof ModelCallError) write(request, { failure: error.message });
        throw error;
      }
    },
  };
}

function replaying(endpoint: Endpoint, file: string, calls: ReadonlyMap<string, RecordedCall>): Endpoint {
  const stored = async (request: Request): Promise<Completion | undefined> => {
    const call = calls.get(endpoint.canonical(request).hash);
    return call && 'answer' in call ? readCompletion(call.answer, true) : undefined;
  };
  return {
    ...endpoint,
    stored,
    // A recording stays as it is.
    discard: async () => {},
    async complete(request) {
      const completion = await stored(request);
      if (completion) return { kind: 'answered', completion };
      const { hash, endpoint: address } = endpoint.canonical(request);
      const call = calls.get(hash);
      if (call && 'failure' in call)
        throw new ModelCallError(call.failure, { work: request.work, endpoint: address, outcome: 'unknown', tries: [] });
      throw new UserError(
        `The recording "${file}" has no answer for "${request.work}": request ${hash.slice(0, 16)} to ${endpoint.identity.model} at ${address} is not in it. ` +
          'A replay needs the same command, seed, models, prompts and inputs as the recorded run; nothing was asked instead.',
      );
    },
  };
}

function writeLines(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    throw new UserError(`The recording "${file}" cannot be written (${messageOf(error)}). Choose another file with --record.`);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not JSON: the schema says what is wrong.
    return undefined;
  }
}
