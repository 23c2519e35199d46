import { join } from 'node:path';
import { kindNames } from '../../src/domain/kinds.ts';
import { openStore } from '../../src/store/open-store.ts';

/** The hashes of all current artifacts of the workspace "out" in a folder, by kind. */
export async function hashesIn(cwd: string): Promise<Record<string, string[]>> {
  const store = await openStore({ kind: 'sqlite', file: join(cwd, 'out', 'envscaler.sqlite') });
  try {
    const hashes: Record<string, string[]> = {};
    for (const kind of kindNames) hashes[kind] = (await store.artifacts(kind)).map(({ hash }) => hash);
    return hashes;
  } finally {
    await store.close();
  }
}
