import type { Kysely, Selectable } from 'kysely';
import { writtenBy } from '../../domain/written-by.ts';
import type { CallRecord } from '../store.ts';
import { parsedOrUndefined, textOrNull } from './json-column.ts';
import type { Tables } from './tables.ts';

/** The ledger: every request to a model with its raw answer. */
export interface CallQueries {
  save(call: CallRecord): Promise<void>;
  discard(request: string): Promise<void>;
  answered(request: string): Promise<CallRecord | undefined>;
  list(filter: { attempt?: number; run?: number }): Promise<readonly CallRecord[]>;
}

export function callQueries(db: Kysely<Tables>): CallQueries {
  return {
    async save(call) {
      await db
        .insertInto('call')
        .values({
          request: call.request,
          attempt: call.attempt ?? null,
          work: call.work,
          author_json: JSON.stringify(call.author),
          request_json: JSON.stringify(call.requestBody ?? null),
          endpoint: call.endpoint,
          response_json: textOrNull(call.responseBody),
          input_tokens: call.inputTokens ?? null,
          output_tokens: call.outputTokens ?? null,
          started_at: call.startedAt,
          duration_ms: call.durationMs,
          outcome: call.outcome,
          cached_tokens: call.cachedTokens ?? null,
          reasoning_tokens: call.reasoningTokens ?? null,
          in_batch: call.inBatch ? 1 : 0,
        })
        .execute();
    },
    async discard(request) {
      await db
        .updateTable('call')
        .set({ outcome: 'useless' })
        .where('request', '=', request)
        .where('outcome', '=', 'answered')
        .execute();
    },
    async answered(request) {
      const row = await db
        .selectFrom('call')
        .selectAll()
        .where('request', '=', request)
        .where('response_json', 'is not', null)
        .where('outcome', '=', 'answered')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toCall(row);
    },
    async list(filter) {
      let query = db.selectFrom('call as c').leftJoin('attempt as a', 'a.id', 'c.attempt').selectAll('c').orderBy('c.id');
      if (filter.attempt !== undefined) query = query.where('c.attempt', '=', filter.attempt);
      if (filter.run !== undefined) query = query.where('a.run', '=', filter.run);
      return (await query.execute()).map(toCall);
    },
  };
}

function toCall(row: Selectable<Tables['call']>): CallRecord {
  return {
    request: row.request,
    attempt: row.attempt ?? undefined,
    work: row.work,
    author: writtenBy.parse(JSON.parse(row.author_json)),
    requestBody: JSON.parse(row.request_json),
    endpoint: row.endpoint,
    outcome: row.outcome,
    responseBody: parsedOrUndefined(row.response_json),
    inputTokens: row.input_tokens ?? undefined,
    cachedTokens: row.cached_tokens ?? undefined,
    outputTokens: row.output_tokens ?? undefined,
    reasoningTokens: row.reasoning_tokens ?? undefined,
    inBatch: row.in_batch === 1,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
  };
}
