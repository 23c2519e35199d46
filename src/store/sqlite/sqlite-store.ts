import { bodyReader } from '../body.ts';
import { findArtifacts } from '../find.ts';
import { traceLineage } from '../lineage.ts';
import { artifactQueries } from '../queries/artifact-queries.ts';
import { attemptQueries } from '../queries/attempt-queries.ts';
import { batchQueries } from '../queries/batch-queries.ts';
import { callQueries } from '../queries/call-queries.ts';
import { ledgerEntries } from '../queries/ledger-queries.ts';
import { runQueries } from '../queries/run-queries.ts';
import { stepQueries } from '../queries/step-queries.ts';
import type { Store } from '../store.ts';
import { kyselyDatabase } from './kysely-database.ts';
import { migrate } from './migrate.ts';
import { explained, openDatabase } from './sqlite-driver.ts';

/**
 * Opens the store in one SQLite file, which is created with its folder when absent (":memory:" keeps it in memory).
 * Several processes may have the same file open. Throws a UserError when the file is not a database, belongs to another
 * program or a newer version of this one, or cannot be opened; it never deletes or repairs anything.
 */
export async function openStore(file: string): Promise<Store> {
  const connection = await openDatabase(file);
  try {
    migrate(connection, file);
    // Readers and a writer do not wait for each other. A killed process loses nothing that was committed.
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = NORMAL');
    connection.pragma('foreign_keys = ON');
  } catch (error) {
    connection.close();
    throw explained(error, file);
  }

  const db = kyselyDatabase(connection, file);
  const artifacts = artifactQueries(db, bodyReader());
  const attempts = attemptQueries(db);
  const runs = runQueries(db);
  const calls = callQueries(db);
  const batches = batchQueries(db);
  const steps = stepQueries(db);

  return {
    startRun: runs.start,
    endRun: runs.end,
    runs: runs.list,

    startAttempt: attempts.start,
    async endAttempt(attempt, end, endedAt) {
      await attempts.end(attempt, end, endedAt);
      return artifacts.ofAttempt(attempt);
    },
    async finished(fingerprint) {
      const attempt = await attempts.finished(fingerprint);
      return attempt && { attempt, outputs: await artifacts.ofAttempt(attempt.id) };
    },
    latestAttempt: attempts.latest,
    useAttempt: runs.use,

    artifact: (hash) => artifacts.byHash(hash),
    artifacts: (kind, selection = {}) => artifacts.ofKind(kind, selection),
    attempts: (filter = {}) => attempts.list(filter),
    find: (id) => findArtifacts(id, artifacts),
    lineage: (hash) => traceLineage(hash, artifacts, attempts),

    storedCall: calls.answered,
    saveCall: calls.save,
    calls: (filter = {}) => calls.list(filter),
    ledger: (filter = {}) => ledgerEntries(db, filter),

    workingStep: steps.read,
    saveWorkingStep: steps.save,

    saveBatchRequest: batches.save,
    batchRequest: batches.read,

    // Kysely forgets a connection that no query has used.
    close: async () => {
      await db.destroy();
      connection.close();
    },
  };
}
