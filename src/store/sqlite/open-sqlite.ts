import { type Kysely, sql } from 'kysely';
import type { Tables } from '../queries/tables.ts';
import { kyselyDatabase } from './kysely-database.ts';
import { migrate } from './migrate.ts';
import { explained, openDatabase } from './sqlite-driver.ts';

/**
 * Opens a SQLite file as a database with the tables of a store; it is created with its folder when absent (":memory:" keeps it
 * in memory). Several processes may have the same file open. Throws a UserError when the file is not a database, belongs to
 * another program or a newer version of this one, or cannot be opened; it never deletes or repairs anything.
 */
export async function openSqlite(file: string): Promise<Kysely<Tables>> {
  const connection = await openDatabase(file);
  const database = kyselyDatabase(connection, file);
  try {
    await migrate(database, connection, file);
    // Readers and a writer do not wait for each other. A killed process loses nothing that was committed.
    await sql`PRAGMA journal_mode = WAL`.execute(database);
    await sql`PRAGMA synchronous = NORMAL`.execute(database);
    await sql`PRAGMA foreign_keys = ON`.execute(database);
    return database;
  } catch (error) {
    connection.close();
    throw explained(error, file);
  }
}
