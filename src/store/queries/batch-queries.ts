import type { Kysely } from 'kysely';
import { writtenBy } from '../../domain/written-by.ts';
import type { BatchRequest } from '../store.ts';
import { parsedOrUndefined, textOrNull } from './json-column.ts';
import type { Tables } from './tables.ts';

/** The requests that were written to batch files. */
export interface BatchQueries {
  save(request: BatchRequest): Promise<void>;
  read(request: string): Promise<BatchRequest | undefined>;
}

export function batchQueries(db: Kysely<Tables>): BatchQueries {
  return {
    async save(request) {
      const row = {
        request: request.request,
        attempt: request.attempt ?? null,
        work: request.work,
        author_json: JSON.stringify(request.author),
        endpoint: request.endpoint,
        request_json: JSON.stringify(request.requestBody ?? null),
        exported_at: request.exportedAt,
        error_json: textOrNull(request.error),
      };
      await db
        .insertInto('batch_request')
        .values(row)
        .onConflict((conflict) => conflict.column('request').doUpdateSet(row))
        .execute();
    },
    async read(request) {
      const row = await db.selectFrom('batch_request').selectAll().where('request', '=', request).executeTakeFirst();
      return (
        row && {
          request: row.request,
          attempt: row.attempt ?? undefined,
          work: row.work,
          author: writtenBy.parse(JSON.parse(row.author_json)),
          endpoint: row.endpoint,
          requestBody: JSON.parse(row.request_json),
          exportedAt: row.exported_at,
          error: parsedOrUndefined(row.error_json),
        }
      );
    },
  };
}
