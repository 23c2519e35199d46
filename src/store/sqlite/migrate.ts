import type Database from 'better-sqlite3';
import { type Kysely, Migrator } from 'kysely';
import { UserError } from '../../base/errors.ts';
import type { Tables } from '../queries/tables.ts';
import { initial } from './migrations/0001-initial.ts';
import { ledger } from './migrations/0002-ledger.ts';
import { batch } from './migrations/0003-batch.ts';
import { prices } from './migrations/0004-prices.ts';

/** The changes to the database's format in order. The first makes version 1; they only go forward and are never edited. */
const migrations = [
  { name: '0001-initial', statements: initial },
  { name: '0002-ledger', statements: ledger },
  { name: '0003-batch', statements: batch },
  { name: '0004-prices', statements: prices },
] as const;

/** Marks a SQLite file as ours ("envs" as a number), so that another program's database is never written to. */
const applicationId = 0x656e7673;

/**
 * Brings a database to the format this program knows, with Kysely's migrator. The file's header repeats the format version, so
 * that a program sees without any table whether it knows the format, one from before Kysely kept the list too. Throws a
 * UserError, leaving the file untouched, when a newer program or another program wrote it.
 */
export async function migrate(database: Kysely<Tables>, connection: Database.Database, file: string): Promise<void> {
  if (versionOf(connection, file) === migrations.length && isListed(connection)) return;
  connection.transaction(() => takeOver(connection, versionOf(connection, file))).immediate();
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => steps(connection) },
    // They are listed by the time they ran at: a clock that was set back would put them out of order.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Claims a file that is empty, and tells Kysely which migrations ran before it kept the list. */
function takeOver(connection: Database.Database, version: number): void {
  connection.pragma(`application_id = ${applicationId}`);
  if (version === 0 || isListed(connection)) return;
  connection.exec('CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL)');
  const list = connection.prepare('INSERT INTO kysely_migration (name, timestamp) VALUES (?, ?)');
  for (const { name } of migrations.slice(0, version)) list.run(name, new Date().toISOString());
}

/** Kysely runs each once, all within one transaction that holds the write lock; the version commits with it. */
function steps(connection: Database.Database): Record<string, { up(): Promise<void> }> {
  return Object.fromEntries(
    migrations.map(({ name, statements }, index) => [
      name,
      {
        async up() {
          connection.exec(statements);
          connection.pragma(`user_version = ${index + 1}`);
        },
      },
    ]),
  );
}

function isListed(connection: Database.Database): boolean {
  return connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'").get() !== undefined;
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
