import { readResponse, type Usage } from '../../../generation/endpoint/completion.ts';
import { statusOf } from '../../../generation/endpoint/response/server-error.ts';
import type { BatchResult } from '../../../generation/recording/batch-file.ts';
import type { Store } from '../../../store/store.ts';

/** What became of the results of a batch. */
export interface Imported {
  readonly answers: number;
  /** Answers to requests that were answered before; the first one stays. */
  readonly known: number;
  readonly errors: readonly { readonly request: string; readonly message: string }[];
  /** Lines whose id is no request of this workspace. */
  readonly strangers: number;
  readonly malformed: readonly { readonly line: number; readonly message: string }[];
}

export interface ImportContext {
  readonly store: Pick<Store, 'storedCall' | 'saveCall' | 'batchRequest' | 'saveBatchRequest'>;
  /** Takes keys out of a text. */
  redact(text: string): string;
  now(): Date;
}

/** Stores answers where those of online requests are, and keeps errors with their requests. */
export async function importBatchResults(results: AsyncIterable<BatchResult>, context: ImportContext): Promise<Imported> {
  const { store } = context;
  const errors: { request: string; message: string }[] = [];
  const malformed: { line: number; message: string }[] = [];
  let [answers, known, strangers] = [0, 0, 0];
  for await (const result of results) {
    if (result.kind === 'malformed') {
      malformed.push({ line: result.line, message: result.message });
      continue;
    }
    const request = await store.batchRequest(result.request);
    if (!request) {
      strangers++;
      continue;
    }
    if (await isAnswered(request.request, context)) {
      known++;
      continue;
    }
    const end = endOf(result, context);
    if (end.kind === 'error') {
      errors.push({ request: request.request, message: end.message });
      await store.saveBatchRequest({ ...request, error: { status: end.status, message: end.message, body: end.body } });
      continue;
    }
    answers++;
    const { requestBody, attempt, work, author, endpoint } = request;
    await store.saveCall({
      request: request.request,
      attempt,
      work,
      author,
      requestBody,
      endpoint,
      outcome: 'answered',
      responseBody: end.raw,
      ...end.usage,
      inBatch: true,
      startedAt: context.now().toISOString(),
      durationMs: 0,
    });
    await store.saveBatchRequest({ ...request, error: undefined });
  }
  return { answers, known, errors, strangers, malformed };
}

async function isAnswered(request: string, { store }: ImportContext): Promise<boolean> {
  const call = await store.storedCall(request);
  return typeof call?.responseBody === 'string' && readResponse(call.responseBody, true).kind === 'completion';
}

type End =
  | { readonly kind: 'answer'; readonly raw: string; readonly usage: Usage }
  | { readonly kind: 'error'; readonly status: number | undefined; readonly message: string; readonly body: unknown };

/** A body with a good status may still be no answer. */
function endOf(result: Exclude<BatchResult, { kind: 'malformed' }>, { redact }: ImportContext): End {
  if (result.kind === 'answer') {
    const raw = redact(result.raw);
    const answer = readResponse(raw, false);
    const body: unknown = JSON.parse(raw);
    switch (answer.kind) {
      case 'completion':
        return { kind: 'answer', raw, usage: answer.completion.usage };
      case 'error':
        return { kind: 'error', status: statusOf(answer.error), message: answer.error.message, body };
      case 'empty':
        return { kind: 'error', status: undefined, message: answer.reason, body };
      default:
        return { kind: 'error', status: undefined, message: 'the response is no chat completion', body };
    }
  }
  const body: unknown = JSON.parse(redact(JSON.stringify(result.body ?? null)));
  return { kind: 'error', status: result.status, message: redact(result.message), body };
}
