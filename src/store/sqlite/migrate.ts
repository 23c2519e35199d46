import type Database from 'better-sqlite3';
import { UserError } from '../../base/errors.ts';
import { initial } from '../migrations/0001-initial.ts';
import { ledger } from '../migrations/0002-ledger.ts';
import { batch } from '../migrations/0003-batch.ts';
import { prices } from '../migrations/0004-prices.ts';

/** The changes to the database's format in order. The first makes version 1; they only go forward and are never edited. */
const migrations: readonly string[] = [initial, ledger, batch, prices];

/** Marks a SQLite file as ours ("envs" as a number), so that another program's database is never written to. */
const applicationId = 0x656e7673;

/**
 * Brings a database to the format this program knows. Throws a UserError, leaving the file untouched, when a newer program
 * or another program wrote it.
 */
export function migrate(connection: Database.Database, file: string): void {
  if (versionOf(connection, file) === migrations.length) return;
  connection
    .transaction(() => {
      // Another process may have done it while this one waited for the lock.
      for (const migration of migrations.slice(versionOf(connection, file))) connection.exec(migration);
      connection.pragma(`application_id = ${applicationId}`);
      connection.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

function versionOf(connection: Database.Database, file: string): number {
  const id = Number(connection.pragma('application_id', { simple: true }));
  const version = Number(connection.pragma('user_version', { simple: true }));
  const empty = connection.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
  if (id !== applicationId && !(id === 0 && empty)) {
    throw new UserError(`"${file}" is a database of another program. It was left as it is; choose another --workspace.`);
  }
  if (version > migrations.length) {
    throw new UserError(
      `The database "${file}" has format version ${version}, but this envscaler knows format versions up to ${migrations.length}. ` +
        'It was left as it is; use the envscaler that wrote it (or a later one), or choose another --workspace.',
    );
  }
  return version;
}
