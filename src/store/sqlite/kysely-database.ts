import type Database from 'better-sqlite3';
import { Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Tables } from '../queries/tables.ts';
import { explained } from './sqlite-driver.ts';

/** Typed queries over an open connection. Closing it (`destroy`) closes the connection. */
export function kyselyDatabase(connection: Database.Database, file: string): Kysely<Tables> {
  const statements = new Map<string, SqliteStatement>();
  const database: SqliteDatabase = {
    close: () => connection.close(),
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known) return known;
      const statement = explaining(
        guarded(file, () => connection.prepare(takingTheLock(sql))),
        file,
      );
      statements.set(sql, statement);
      return statement;
    },
  };
  return new Kysely<Tables>({ dialect: new MigratingDialect({ database }) });
}

/** Kysely holds migrations of SQLite in no transaction. SQLite can, and two processes that create one file need it. */
class MigratingDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Every transaction of the store writes. One that reads first and asks for the write lock later fails at once, without
 * waiting, when another process has written in between; so it takes the lock when it begins.
 */
function takingTheLock(sql: string): string {
  return sql === 'begin' ? 'begin immediate' : sql;
}

/** The statement, with the errors of SQLite explained. */
function explaining(statement: Database.Statement, file: string): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => guarded(file, () => statement.all(...parameters)),
    run: (parameters) => guarded(file, () => statement.run(...parameters)),
    iterate: (parameters) => guarded(file, () => statement.iterate(...parameters)),
  };
}

function guarded<Result>(file: string, query: () => Result): Result {
  try {
    return query();
  } catch (error) {
    throw explained(error, file);
  }
}
