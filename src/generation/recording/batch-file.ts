import { renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf, UserError } from '../../base/errors.ts';
import { slugOf } from '../../base/slug.ts';
import { linesOf } from '../../base/text-file.ts';
import { serverErrorIn } from '../endpoint/response/server-error.ts';
import type { PendingRequest } from './pending-requests.ts';

/** What one batch file may hold, by the rules of the OpenAI Batch API. */
export const batchLimits = { lines: 50_000, bytes: 200_000_000 };

/** A batch file that was written. */
export interface BatchFile {
  readonly file: string;
  readonly endpoint: string;
  readonly model: string;
  readonly requests: number;
  readonly bytes: number;
}

/**
 * Writes requests as lines of the OpenAI Batch API, which `vllm run-batch` reads, too: one model and endpoint per file, and
 * none beyond the limits. The first file is called as wished where it is the only one. Throws a UserError where it cannot write.
 */
export function writeBatchFiles(to: string, requests: readonly PendingRequest[], limits = batchLimits): readonly BatchFile[] {
  const parts = groupsOf(requests).flatMap((group) => chunksOf(group, limits));
  const taken = new Set<string>();
  return parts.map((lines) => {
    const { endpoint, model } = lines[0].request;
    const file = parts.length === 1 ? to : freeName(to, model, taken);
    const text = lines.map((line) => line.text).join('');
    write(file, text);
    return { file, endpoint, model, requests: lines.length, bytes: Buffer.byteLength(text) };
  });
}

type Line = { readonly request: PendingRequest; readonly text: string };
type Lines = readonly [Line, ...Line[]];

function groupsOf(requests: readonly PendingRequest[]): readonly (readonly PendingRequest[])[] {
  const groups = new Map<string, PendingRequest[]>();
  for (const request of requests) {
    const key = `${request.model}\n${request.endpoint}`;
    const group = groups.get(key);
    if (group) group.push(request);
    else groups.set(key, [request]);
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => group);
}

function chunksOf(requests: readonly PendingRequest[], limits: typeof batchLimits): Lines[] {
  const chunks: [Line, ...Line[]][] = [];
  let bytes = 0;
  for (const request of requests) {
    const line = { request, text: lineOf(request) };
    const size = Buffer.byteLength(line.text);
    const chunk = chunks.at(-1);
    if (chunk && chunk.length < limits.lines && bytes + size <= limits.bytes) {
      chunk.push(line);
      bytes += size;
    } else {
      chunks.push([line]);
      bytes = size;
    }
  }
  return chunks;
}

/** The id is the hash of the request: 64 characters, as many as an id may have. */
function lineOf({ hash, body }: PendingRequest): string {
  return `${JSON.stringify({ custom_id: hash, method: 'POST', url: '/v1/chat/completions', body })}\n`;
}

function freeName(to: string, model: string, taken: Set<string>): string {
  const ending = /\.[A-Za-z0-9]+$/.exec(to)?.[0] ?? '';
  const stem = `${to.slice(0, to.length - ending.length)}-${slugOf(model)}`;
  let name = `${stem}${ending}`;
  for (let number = 2; taken.has(name); number++) name = `${stem}-${number}${ending}`;
  taken.add(name);
  return name;
}

/** Whole or not at all: somebody may be waiting to send it off. */
function write(file: string, text: string): void {
  try {
    writeFileSync(`${file}.part`, text);
    renameSync(`${file}.part`, file);
  } catch (error) {
    throw new UserError(`The batch file "${file}" cannot be written (${messageOf(error)}). Choose another with --to.`);
  }
}

/** One line of results. */
export type BatchResult =
  | { readonly kind: 'answer'; readonly request: string; readonly raw: string }
  /** `status` is the HTTP status of the answer; undefined where there was none, e.g. when the batch expired. */
  | {
      readonly kind: 'error';
      readonly request: string;
      readonly status: number | undefined;
      readonly message: string;
      readonly body: unknown;
    }
  | { readonly kind: 'malformed'; readonly line: number; readonly message: string };

const resultLine = z.looseObject({
  custom_id: z.string(),
  response: z.looseObject({ status_code: z.int(), body: z.unknown() }).nullish(),
  error: z.looseObject({ code: z.unknown(), message: z.string().nullish() }).nullish(),
});

/** The results in a file, line by line. Throws a UserError for a file that cannot be read. */
export async function* readBatchResults(file: string): AsyncGenerator<BatchResult> {
  try {
    for await (const { line, text } of linesOf(file)) yield resultOf(text, line);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The results "${file}" cannot be read (${messageOf(error)}).`);
  }
}

function resultOf(text: string, line: number): BatchResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'malformed', line, message: 'it is not JSON' };
  }
  const parsed = resultLine.safeParse(value);
  if (!parsed.success) return { kind: 'malformed', line, message: z.prettifyError(parsed.error).split('\n')[0] ?? '' };
  const { custom_id: request, response, error } = parsed.data;
  if (response && response.status_code < 300 && !error) return { kind: 'answer', request, raw: JSON.stringify(response.body) };
  const status = response?.status_code;
  const message =
    error?.message ?? serverErrorIn(response?.body)?.message ?? (status === undefined ? 'no answer' : `status ${status}`);
  return { kind: 'error', request, status, message, body: response?.body };
}
