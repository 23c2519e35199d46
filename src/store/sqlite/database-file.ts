import { join } from 'node:path';

/** The file of a workspace's database. */
export function databaseOf(directory: string): string {
  return join(directory, 'envscaler.sqlite');
}
