import { type Kysely, type Selectable, sql } from 'kysely';
import { compareNaturally } from '../../base/natural-order.ts';
import { readFailure } from '../../domain/failure.ts';
import { type SealedBody, sealBody } from '../body.ts';
import type { Attempt, AttemptEnd, FingerprintParts, NewAttempt, Output } from '../store.ts';
import { parsedOrUndefined, textOrNull } from './json-column.ts';
import type { Tables } from './tables.ts';

/** Writes and reads attempts. */
export interface AttemptQueries {
  start(attempt: NewAttempt): Promise<number>;
  end(attempt: number, end: AttemptEnd, endedAt: string): Promise<void>;
  finished(fingerprint: string): Promise<Attempt | undefined>;
  latest(stage: string, subject: string): Promise<Attempt | undefined>;
  byId(id: number): Promise<Attempt | undefined>;
  list(filter: { stage?: string; status?: Attempt['status']; run?: number }): Promise<readonly Attempt[]>;
  inputs(attempt: number): Promise<readonly string[]>;
  /** The inputs that one output of an attempt came from. */
  origins(attempt: number, hash: string, subject: string): Promise<readonly string[]>;
}

export function attemptQueries(db: Kysely<Tables>): AttemptQueries {
  const inputs = async (attempt: number): Promise<readonly string[]> => {
    const rows = await db
      .selectFrom('attempt_input')
      .select('artifact')
      .where('attempt', '=', attempt)
      .orderBy('position')
      .execute();
    return rows.map((row) => row.artifact);
  };

  return {
    inputs,
    start(attempt) {
      return db.transaction().execute(async (transaction) => {
        const { id } = await transaction
          .insertInto('attempt')
          .values({
            run: attempt.run,
            stage: attempt.stage,
            subject: attempt.subject,
            fingerprint: attempt.fingerprint,
            parts_json: JSON.stringify(attempt.parts),
            status: 'running',
            reason: null,
            evidence_json: null,
            started_at: attempt.startedAt,
            ended_at: null,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        for (const [position, artifact] of attempt.inputs.entries()) {
          await transaction.insertInto('attempt_input').values({ attempt: id, position, artifact }).execute();
        }
        return id;
      });
    },
    async end(attempt, end, endedAt) {
      const outputs =
        end.status === 'done'
          ? end.outputs.map((output) => ({ output, sealed: sealBody(output.kind, output.subject, output.body) }))
          : [];
      const allowed = new Set(await inputs(attempt));
      await db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('attempt')
          .set({
            status: end.status,
            reason: end.status === 'done' ? null : end.reason,
            evidence_json: evidenceText(end),
            ended_at: endedAt,
          })
          .where('id', '=', attempt)
          .where('status', '=', 'running')
          .executeTakeFirst();
        if (numUpdatedRows !== 1n)
          throw new Error(`Attempt ${attempt} is not running: it has ended already or was never started.`);
        for (const [position, { output, sealed }] of outputs.entries()) {
          await putOutput(transaction, { attempt, position, output, sealed, allowed });
        }
      });
    },
    async finished(fingerprint) {
      const row = await db
        .selectFrom('attempt')
        .selectAll()
        .where('fingerprint', '=', fingerprint)
        .where('status', 'in', ['done', 'rejected'])
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toAttempt(row);
    },
    async latest(stage, subject) {
      const row = await db
        .selectFrom('attempt as a')
        .selectAll('a')
        .where('a.stage', '=', stage)
        .where('a.subject', '=', subject)
        .where('a.status', '!=', 'running')
        .orderBy(sql`coalesce((SELECT max(u.id) FROM run_attempt AS u WHERE u.attempt = a.id), 0)`, 'desc')
        .orderBy('a.id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toAttempt(row);
    },
    async byId(id) {
      const row = await db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toAttempt(row);
    },
    async list(filter) {
      let uses = db
        .selectFrom('attempt as a')
        .leftJoin('run_attempt as u', 'u.attempt', 'a.id')
        .select(['a.id', 'u.run as used_by', 'u.id as use'])
        .select(
          sql<number>`row_number() OVER (
            PARTITION BY a.stage, a.subject ORDER BY u.run IS NULL, u.run DESC, u.id DESC, a.id DESC
          )`.as('rank'),
        );
      if (filter.stage !== undefined) uses = uses.where('a.stage', '=', filter.stage);
      const { run } = filter;
      if (run !== undefined)
        uses = uses.where((eb) => eb.or([eb('u.run', '=', run), eb.and([eb('a.run', '=', run), eb('u.run', 'is', null)])]));
      let query = db
        .selectFrom('attempt as a')
        .innerJoin(uses.as('latest'), 'latest.id', 'a.id')
        .selectAll('a')
        .where('latest.rank', '=', 1);
      if (filter.status !== undefined) query = query.where('a.status', '=', filter.status);
      const attempts = (await query.execute()).map(toAttempt);
      return attempts.sort(
        (left, right) => compareNaturally(left.stage, right.stage) || compareNaturally(left.subject, right.subject),
      );
    },
    async origins(attempt, hash, subject) {
      const output = await db
        .selectFrom('attempt_output')
        .select(['position', 'narrowed'])
        .where('attempt', '=', attempt)
        .where('artifact', '=', hash)
        .where('subject', '=', subject)
        .orderBy('position')
        .limit(1)
        .executeTakeFirstOrThrow();
      if (output.narrowed === 0) return inputs(attempt);
      const rows = await db
        .selectFrom('lineage')
        .select('input')
        .where('attempt', '=', attempt)
        .where('position', '=', output.position)
        .orderBy('input')
        .execute();
      return rows.map((row) => row.input);
    },
  };
}

interface PlacedOutput {
  readonly attempt: number;
  readonly position: number;
  readonly output: Output;
  readonly sealed: SealedBody;
  readonly allowed: ReadonlySet<string>;
}

async function putOutput(db: Kysely<Tables>, { attempt, position, output, sealed, allowed }: PlacedOutput): Promise<void> {
  await db
    .insertInto('artifact')
    .values({ hash: sealed.hash, kind: output.kind, schema_version: sealed.schemaVersion, body: sealed.text })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
  await db
    .insertInto('attempt_output')
    .values({ attempt, position, artifact: sealed.hash, subject: output.subject, narrowed: output.from === undefined ? 0 : 1 })
    .execute();
  for (const input of new Set(output.from ?? [])) {
    if (!allowed.has(input))
      throw new Error(`The ${output.kind} "${output.subject}" claims to come from ${input}, which is not an input of its unit.`);
    await db.insertInto('lineage').values({ attempt, position, input }).execute();
  }
}

/** One column holds what a rejection or a failure rests on. */
function evidenceText(end: AttemptEnd): string | null {
  switch (end.status) {
    case 'done':
      return null;
    case 'rejected':
      return textOrNull(end.evidence);
    case 'failed':
      return JSON.stringify(end.failure);
  }
}

function toAttempt(row: Selectable<Tables['attempt']>): Attempt {
  return {
    id: row.id,
    run: row.run,
    stage: row.stage,
    subject: row.subject,
    fingerprint: row.fingerprint,
    parts: partsOf(row.parts_json),
    status: row.status,
    reason: row.reason ?? undefined,
    evidence: row.status === 'failed' ? undefined : parsedOrUndefined(row.evidence_json),
    failure: row.status === 'failed' ? readFailure(parsedOrUndefined(row.evidence_json)) : undefined,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
  };
}

function partsOf(text: string): FingerprintParts {
  const parts: unknown = JSON.parse(text);
  return Object.fromEntries(Object.entries(Object(parts)).map(([name, value]) => [name, String(value)]));
}
