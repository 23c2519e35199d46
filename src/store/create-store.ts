import type { Kysely } from 'kysely';
import { bodyReader } from './body.ts';
import { findArtifacts } from './find.ts';
import { traceLineage } from './lineage.ts';
import { artifactQueries } from './queries/artifact-queries.ts';
import { attemptQueries } from './queries/attempt-queries.ts';
import { batchQueries } from './queries/batch-queries.ts';
import { callQueries } from './queries/call-queries.ts';
import { ledgerEntries } from './queries/ledger-queries.ts';
import { runQueries } from './queries/run-queries.ts';
import { stepQueries } from './queries/step-queries.ts';
import type { Tables } from './queries/tables.ts';
import type { Store } from './store.ts';

/**
 * The store in a database that has its tables, whichever server or file is behind it. The store owns the database from then on:
 * closing the one closes the other.
 */
export function createStore(db: Kysely<Tables>): Store {
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
    discardAnswers: calls.discard,
    calls: (filter = {}) => calls.list(filter),
    ledger: (filter = {}) => ledgerEntries(db, filter),

    workingStep: steps.read,
    saveWorkingStep: steps.save,

    saveBatchRequest: batches.save,
    batchRequest: batches.read,

    close: () => db.destroy(),
  };
}
