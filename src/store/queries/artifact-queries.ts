import { type Kysely, sql } from 'kysely';
import { compareNaturally } from '../../base/natural-order.ts';
import type { Kind } from '../../domain/kinds.ts';
import { type BodyReader, kindNamed } from '../body.ts';
import type { Selection, StoredArtifact } from '../store.ts';
import type { Tables } from './tables.ts';

/** Outputs of attempts, with their content and the unit that wrote them. */
function outputs(db: Kysely<Tables>) {
  return db
    .selectFrom('attempt_output as o')
    .innerJoin('attempt as a', 'a.id', 'o.attempt')
    .innerJoin('artifact as r', 'r.hash', 'o.artifact')
    .select([
      'r.kind',
      'r.hash',
      'r.schema_version',
      'r.body',
      'o.subject',
      'o.position',
      'a.id as attempt',
      'a.stage',
      'a.subject as unit',
      'a.ended_at',
    ]);
}

type OutputRow = Awaited<ReturnType<ReturnType<typeof outputs>['execute']>>[number];

/**
 * The finished attempt that the latest run resting on a unit used: what makes its outputs current. A failed attempt does
 * not count, so the last good version of a unit stays current until another one replaces it. So does the version of a unit
 * that later runs leave out: after `--count 5` the units 6 to 10 of an earlier `--count 10` have not been replaced.
 */
const currentAttempt = sql<number>`(
  SELECT u.attempt FROM attempt AS b JOIN run_attempt AS u ON u.attempt = b.id
  WHERE b.stage = a.stage AND b.subject = a.subject AND b.status IN ('done', 'rejected')
  ORDER BY u.run DESC, u.id DESC LIMIT 1
)`;

/** The use that made an attempt's outputs current: the last one by the latest run. */
const lastRun = sql<number>`(SELECT max(u.run) FROM run_attempt AS u WHERE u.attempt = a.id)`;
const lastUse = sql<number>`(
  SELECT u.id FROM run_attempt AS u WHERE u.attempt = a.id ORDER BY u.run DESC, u.id DESC LIMIT 1
)`;

type UsedRow = OutputRow & { readonly last_run: number; readonly last_use: number };

/**
 * Two stages may write one artifact: an environment is written by one stage, and again by the one that repairs it. Of units of
 * different stages that wrote the same kind under the same subject, the one used last counts.
 */
function latestStage(rows: readonly UsedRow[]): readonly OutputRow[] {
  const winners = new Map<string, UsedRow>();
  const nameOf = (row: OutputRow): string => `${row.kind} ${row.subject}`;
  for (const row of rows) {
    const winner = winners.get(nameOf(row));
    if (!winner || (row.last_run - winner.last_run || row.last_use - winner.last_use) > 0) winners.set(nameOf(row), row);
  }
  return rows.filter((row) => winners.get(nameOf(row))?.stage === row.stage);
}

/** Reads artifacts out of the database. */
export interface ArtifactQueries {
  ofKind<K extends Kind>(kind: K, selection: Selection): Promise<readonly StoredArtifact<K>[]>;
  ofAttempt(attempt: number): Promise<readonly StoredArtifact[]>;
  /** The artifact as the current attempt wrote it, else as the latest did; with `before`, as an attempt older than that did. */
  byHash(hash: string, before?: number): Promise<StoredArtifact | undefined>;
  hashesWithPrefix(prefix: string): Promise<readonly string[]>;
  /** Everything of this name: the current versions, or all versions when none is current. */
  named(subject: string): Promise<readonly StoredArtifact[]>;
}

export function artifactQueries(db: Kysely<Tables>, readBody: BodyReader): ArtifactQueries {
  const read = <K extends Kind>(kind: K, row: OutputRow): StoredArtifact<K> => ({
    kind,
    hash: row.hash,
    subject: row.subject,
    body: readBody(kind, { kind: row.kind, hash: row.hash, schemaVersion: row.schema_version, text: row.body }),
    attempt: row.attempt,
    stage: row.stage,
    createdAt: row.ended_at ?? '',
  });
  const readAny = (row: OutputRow): StoredArtifact => read(kindNamed(row.kind), row);

  return {
    async ofKind(kind, selection) {
      let query = outputs(db).where('r.kind', '=', kind);
      if (selection.subject !== undefined) query = query.where('o.subject', '=', selection.subject);
      if (selection.versions === 'all') return inOrder(await query.execute()).map((row) => read(kind, row));
      const rows = await query
        .select([lastRun.as('last_run'), lastUse.as('last_use')])
        .where('a.id', '=', currentAttempt)
        .execute();
      return inOrder(latestStage(rows)).map((row) => read(kind, row));
    },
    async ofAttempt(attempt) {
      return (await outputs(db).where('a.id', '=', attempt).orderBy('o.position').execute()).map(readAny);
    },
    async byHash(hash, before) {
      let query = outputs(db)
        .where('r.hash', '=', hash)
        .orderBy(sql`CASE WHEN a.id = ${currentAttempt} THEN 0 ELSE 1 END`)
        .orderBy('a.id', 'desc')
        .orderBy('o.position')
        .limit(1);
      if (before !== undefined) query = query.where('a.id', '<', before);
      const row = await query.executeTakeFirst();
      return row && readAny(row);
    },
    async hashesWithPrefix(prefix) {
      // A range and not LIKE: the index serves it. "g" follows the last hexadecimal digit.
      const rows = await db
        .selectFrom('artifact')
        .select('hash')
        .where('hash', '>=', prefix)
        .where('hash', '<', `${prefix}g`)
        .orderBy('hash')
        .execute();
      return rows.map((row) => row.hash);
    },
    async named(subject) {
      const query = outputs(db).where('o.subject', '=', subject);
      const current = await query
        .select([lastRun.as('last_run'), lastUse.as('last_use')])
        .where('a.id', '=', currentAttempt)
        .execute();
      return inOrder(current.length > 0 ? latestStage(current) : await query.execute()).map(readAny);
    },
  };
}

/** By subject, then by the unit that wrote it, versions from old to new; the same content under the same subject once. */
function inOrder(rows: readonly OutputRow[]): readonly OutputRow[] {
  const sorted = [...rows].sort(
    (left, right) =>
      compareNaturally(left.subject, right.subject) ||
      compareNaturally(left.stage, right.stage) ||
      compareNaturally(left.unit, right.unit) ||
      left.attempt - right.attempt ||
      left.position - right.position,
  );
  const latest = new Map<string, OutputRow>();
  for (const row of sorted) latest.set(`${row.hash} ${row.subject}`, row);
  return [...latest.values()];
}
