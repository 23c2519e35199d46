import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { messageOf, UserError } from '../../base/errors.ts';
import { makeFolder } from '../../base/make-folder.ts';

/** How long a process waits for another one's transaction. Ours take milliseconds. */
const busyTimeoutMs = 30_000;

/**
 * A connection to a database file, created with its folder when absent. Nothing is read or written yet.
 * Throws a UserError when SQLite cannot be loaded or the file cannot be opened.
 */
export async function openDatabase(file: string): Promise<Database.Database> {
  const Driver = await loadDriver();
  try {
    makeFolder(dirname(file));
    return new Driver(file, { timeout: busyTimeoutMs });
  } catch (error) {
    throw explained(error, file);
  }
}

/**
 * better-sqlite3 13 needs Node-API 10 (Node 22.14) and crashes the process below it; its version 12, installed under an
 * alias as an optional dependency, serves Node 20.
 */
async function loadDriver(): Promise<typeof Database> {
  const modern = Number(process.versions.napi) >= 10;
  const name = modern ? 'better-sqlite3' : 'better-sqlite3-node20';
  try {
    const { default: Driver } = modern ? await import('better-sqlite3') : await import('better-sqlite3-node20');
    // The native part is loaded by the first connection.
    new Driver(':memory:').close();
    return Driver;
  } catch (error) {
    throw new UserError(
      `SQLite could not be loaded: the package "${name}", which Node ${process.versions.node} needs, is missing or was not built ` +
        `(${firstLine(messageOf(error))}). Install again with "npm install --include=optional" under this version of Node, with install scripts allowed.`,
      { cause: error },
    );
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

/** What a person can do about an error of SQLite; any other error is returned as it is. */
export function explained(error: unknown, file: string): unknown {
  const text = advice(error, file);
  return text === undefined ? error : new UserError(text, { cause: error });
}

function advice(error: unknown, file: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('SQLITE_NOTADB')) {
    return `"${file}" is not a SQLite database. It was left as it is; move it away or choose another --workspace.`;
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return `The database "${file}" is damaged (${error.message}). It was left as it is; restore a copy, or move it away and run again.`;
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return `Another process kept the database "${file}" locked for ${busyTimeoutMs / 1000} seconds. Wait until it has ended, then run the same command again.`;
  }
  if (code.startsWith('SQLITE_FULL')) {
    return `There is no room left to write the database "${file}". What was finished is saved; free some space and run the same command again.`;
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS') {
    return `The database "${file}" may not be written (${error.message}). Change its permissions or choose another --workspace.`;
  }
  if (code.startsWith('SQLITE_CANTOPEN') || ['ENOENT', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG'].includes(code)) {
    return `The database "${file}" cannot be opened (${error.message}). Check the path and its permissions, or choose another --workspace.`;
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return `The database "${file}" could not be read or written (${error.message}). Check the disk, then run the same command again.`;
  }
  return undefined;
}
