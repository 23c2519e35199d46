import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { at, attempt, failure, only, startRun, subjects, task, wrote } from '../support/writing.ts';
import type { OpenEmpty } from './open-empty.ts';

async function texts(store: Store, versions: 'current' | 'all' = 'current'): Promise<readonly string[]> {
  return (await store.artifacts('task', { versions })).map((artifact) => artifact.body.text);
}

export function testVersions(openEmpty: OpenEmpty): void {
  describe('current artifacts', () => {
    it('are those of the version that the latest run used; the old ones stay', async () => {
      const store = await openEmpty();
      const first = await startRun(store);
      const old = await wrote(store, { run: first, subject: 'a', fingerprint: '1' }, task('a', 'old'), task('a2', 'dropped'));
      await wrote(store, { run: await startRun(store), subject: 'a', fingerprint: '2' }, task('a', 'new'));
      expect(await texts(store)).toEqual(['new']);
      expect(await texts(store, 'all')).toEqual(['old', 'new', 'dropped']);
      await store.useAttempt(await startRun(store), old.id, 'cached');
      expect(await texts(store)).toEqual(['old', 'dropped']);
      expect(await store.latestAttempt('collect', 'a')).toMatchObject({ id: old.id });
    });

    it('are those of the later run, even when an earlier one that still goes on ends last', async () => {
      const store = await openEmpty();
      const early = await startRun(store);
      const late = await startRun(store);
      await wrote(store, { run: late, subject: 'a', fingerprint: '2' }, task('a', 'late'));
      await wrote(store, { run: early, subject: 'a', fingerprint: '1' }, task('a', 'early'));
      expect(await texts(store)).toEqual(['late']);
    });

    it('stay current when a later run leaves their unit out', async () => {
      const store = await openEmpty();
      const many = await startRun(store);
      for (const subject of ['env/1', 'env/2', 'env/3']) await wrote(store, { run: many, subject }, task(subject, subject));
      const few = await startRun(store);
      await wrote(store, { run: few, subject: 'env/1', fingerprint: 'changed' }, task('env/1', 'env/1 again'));
      expect(await texts(store)).toEqual(['env/1 again', 'env/2', 'env/3']);
    });

    it('give way to a rejection of their unit, and survive a failure', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      await wrote(store, { run, subject: 'a', fingerprint: '1' }, task('a', 'good'));
      const second = await startRun(store);
      await attempt(store, { run: second, subject: 'a', fingerprint: '2' }, { status: 'failed', reason: 'timeout', failure });
      expect(await texts(store)).toEqual(['good']);
      const third = await startRun(store);
      await attempt(
        store,
        { run: third, subject: 'a', fingerprint: '3' },
        { status: 'rejected', reason: 'no', evidence: undefined },
      );
      expect(await texts(store)).toEqual([]);
      expect(await texts(store, 'all')).toEqual(['good']);
    });

    it('do not include what no run rests on', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const id = await store.startAttempt({
        run,
        stage: 's',
        subject: 'a',
        fingerprint: 'f',
        parts: {},
        inputs: [],
        startedAt: at,
      });
      await store.endAttempt(id, { status: 'done', outputs: [task('a', 'One')] }, at);
      expect(await texts(store)).toEqual([]);
      await store.useAttempt(run, id, 'cached');
      expect(await texts(store)).toEqual(['One']);
    });

    it('are those of the stage used last, where two stages write under one name', async () => {
      const store = await openEmpty();
      const first = await startRun(store);
      const write = { stage: 'write', subject: 'a' };
      const repair = { stage: 'repair', subject: 'a' };
      const written = await wrote(store, { run: first, ...write }, task('a', 'written'));
      const repaired = await wrote(store, { run: first, ...repair }, task('a', 'repaired'));
      expect(await texts(store)).toEqual(['repaired']);
      expect((await store.find('task:a')).map((artifact) => artifact.hash)).toEqual([repaired.outputs[0]?.hash]);

      const again = await startRun(store);
      await store.useAttempt(again, written.id, 'cached');
      await store.useAttempt(again, repaired.id, 'cached');
      expect(await texts(store)).toEqual(['repaired']);

      // Written anew, and the repair of that finds nothing to do.
      const third = await startRun(store);
      await wrote(store, { run: third, ...write, fingerprint: '2' }, task('a', 'written again'));
      expect(await texts(store)).toEqual(['written again']);
      await wrote(store, { run: third, ...repair, fingerprint: '2' });
      expect(await texts(store)).toEqual(['written again']);
    });

    it('can be narrowed to a subject', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      await wrote(store, { run, subject: 'u' }, task('a', 'One'), task('b', 'Two'));
      expect(only(await store.artifacts('task', { subject: 'b' })).body.text).toBe('Two');
    });
  });

  describe('attempts', () => {
    it('are the latest of each unit, filtered by stage, status and run', async () => {
      const store = await openEmpty();
      const first = await startRun(store);
      await wrote(store, { run: first, subject: 'a/10' }, task('a/10', 'One'));
      await attempt(store, { run: first, subject: 'a/9', fingerprint: '1' }, { status: 'failed', reason: 'timeout', failure });
      await attempt(
        store,
        { run: first, stage: 'assess', subject: 'a/9' },
        { status: 'rejected', reason: 'no', evidence: undefined },
      );
      const second = await startRun(store);
      const mended = await wrote(store, { run: second, subject: 'a/9', fingerprint: '1' }, task('a/9', 'Two'));
      await store.startAttempt({
        run: second,
        stage: 'late',
        subject: 'z',
        fingerprint: 'z',
        parts: {},
        inputs: [],
        startedAt: at,
      });

      expect((await store.attempts()).map(({ stage, subject, status }) => `${stage} ${subject} ${status}`)).toEqual([
        'assess a/9 rejected',
        'collect a/9 done',
        'collect a/10 done',
        'late z running',
      ]);
      expect(subjects(await store.attempts({ stage: 'collect' }))).toEqual(['a/9', 'a/10']);
      expect(subjects(await store.attempts({ status: 'failed' }))).toEqual([]);
      expect(subjects(await store.attempts({ status: 'failed', run: first }))).toEqual(['a/9']);
      expect((await store.attempts({ run: second })).map(({ id }) => id)).toContain(mended.id);
      expect(subjects(await store.attempts({ run: second }))).toEqual(['a/9', 'z']);
    });
  });
}
