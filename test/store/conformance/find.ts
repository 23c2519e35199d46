import { beforeEach, describe, expect, it } from 'vitest';
import { shortId } from '../../../src/domain/kinds.ts';
import type { Store, StoredArtifact } from '../../../src/store/store.ts';
import { only, startRun, task, topic, wrote } from '../support/writing.ts';
import type { OpenEmpty } from './open-empty.ts';

export function testFind(openEmpty: OpenEmpty): void {
  describe('find', () => {
    let store: Store;
    let old: StoredArtifact;
    let current: StoredArtifact;
    let theme: StoredArtifact;

    beforeEach(async () => {
      store = await openEmpty();
      old = only(
        (await wrote(store, { run: await startRun(store), subject: 'a', fingerprint: '1' }, task('lending/1', 'old'))).outputs,
      );
      current = only(
        (await wrote(store, { run: await startRun(store), subject: 'a', fingerprint: '2' }, task('lending/1', 'new'))).outputs,
      );
      theme = only(
        (await wrote(store, { run: await startRun(store), stage: 'infer', subject: 't' }, topic('lending/1', 'Lends'))).outputs,
      );
    });

    const hashes = async (id: string): Promise<readonly string[]> => (await store.find(id)).map((artifact) => artifact.hash);

    it('takes a short id, a whole hash and the beginning of one, of every version', async () => {
      expect(await hashes(shortId(old))).toEqual([old.hash]);
      expect(await hashes(old.hash)).toEqual([old.hash]);
      expect(await hashes(theme.hash.slice(0, 4))).toContain(theme.hash);
      expect(await hashes(theme.hash.slice(0, 10).toUpperCase())).toEqual([theme.hash]);
    });

    it('does not take three digits, a short id of another kind, or what is not there', async () => {
      expect(await hashes(theme.hash.slice(0, 3))).toEqual([]);
      expect(await hashes(shortId(theme).replace('topic', 'env'))).toEqual([]);
      expect(await hashes('nothing-00000000')).toEqual([]);
      expect(await hashes('')).toEqual([]);
    });

    it('takes a subject: the current version of every kind', async () => {
      expect(new Set(await hashes('lending/1'))).toEqual(new Set([current.hash, theme.hash]));
    });

    it.each(['task:lending/1', 'tasks:lending/1', 'Task:lending/1'])('takes %s: one kind of that name', async (id) => {
      expect(await hashes(id)).toEqual([current.hash]);
    });

    it('falls back to all versions of a subject that has no current one', async () => {
      const run = await startRun(store);
      const gone = await wrote(store, { run, subject: 'g', fingerprint: '3' }, task('gone', 'first'));
      await wrote(store, { run: await startRun(store), subject: 'g', fingerprint: '4' });
      expect(await hashes('gone')).toEqual(gone.outputs.map((artifact) => artifact.hash));
    });
  });
}
