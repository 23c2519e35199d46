import type { Kysely } from 'kysely';
import type { RunRecord } from '../store.ts';
import type { Tables } from './tables.ts';

/** Invocations of the pipeline and the attempts they rest on. */
export interface RunQueries {
  start(run: { command: string; options: unknown; startedAt: string }): Promise<number>;
  end(run: number, end: { exitCode: number; endedAt: string }): Promise<void>;
  list(): Promise<readonly RunRecord[]>;
  use(run: number, attempt: number, how: 'executed' | 'cached'): Promise<void>;
}

export function runQueries(db: Kysely<Tables>): RunQueries {
  return {
    async start(run) {
      const { id } = await db
        .insertInto('run')
        .values({
          command: run.command,
          options_json: JSON.stringify(run.options ?? null),
          started_at: run.startedAt,
          ended_at: null,
          exit_code: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async end(run, end) {
      const { numUpdatedRows } = await db
        .updateTable('run')
        .set({ ended_at: end.endedAt, exit_code: end.exitCode })
        .where('id', '=', run)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) throw new Error(`There is no run ${run} to end.`);
    },
    async list() {
      const rows = await db.selectFrom('run').selectAll().orderBy('id').execute();
      return rows.map((row) => ({
        id: row.id,
        command: row.command,
        options: JSON.parse(row.options_json),
        startedAt: row.started_at,
        endedAt: row.ended_at ?? undefined,
        exitCode: row.exit_code ?? undefined,
      }));
    },
    async use(run, attempt, how) {
      await db.insertInto('run_attempt').values({ run, attempt, how }).execute();
    },
  };
}
