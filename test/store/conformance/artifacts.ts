import { describe, expect, it } from 'vitest';
import { hashJson } from '../../../src/base/hash.ts';
import { at, attempt, failure, only, startRun, subjects, task, topic, wrote } from '../support/writing.ts';
import type { OpenEmpty } from './open-empty.ts';

export function testArtifacts(openEmpty: OpenEmpty): void {
  describe('artifacts', () => {
    it('are named by the hash of kind, schema version and body, whatever the order of keys', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const { outputs } = await wrote(store, { run, subject: 'a' }, task('a', 'Return the drill.'));
      const body = { source: { line: 1, file: 'tasks.jsonl' }, text: 'Return the drill.' };
      expect(only(outputs)).toMatchObject({
        hash: hashJson({ schema: 1, body, kind: 'task' }),
        body,
        stage: 'collect',
        createdAt: at,
      });
    });

    it('are refused when they do not fit the schema of their kind, and nothing of the attempt is stored', async () => {
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
      const outputs = [task('good', 'One'), { ...topic('bad', 'x'), body: { ...topic('bad', 'x').body, usefulness: 11 } }];
      await expect(store.endAttempt(id, { status: 'done', outputs }, at)).rejects.toThrow(
        /The topic "bad" does not fit its schema[\s\S]*usefulness/,
      );
      expect(await store.artifacts('task', { versions: 'all' })).toEqual([]);
      expect(await store.finished('f')).toBeUndefined();
    });

    it('are listed in the order in which people count', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      for (const subject of [
        'env/10',
        'env/2',
        'env/1',
        'Env/1',
        'env/02',
        'env/1/b2',
        'env/1/b10',
        'env/99999999999999999999',
        'a',
      ]) {
        await wrote(store, { run, subject }, task(subject, subject));
      }
      expect(subjects(await store.artifacts('task'))).toEqual([
        'Env/1',
        'a',
        'env/1',
        'env/1/b2',
        'env/1/b10',
        'env/02',
        'env/2',
        'env/10',
        'env/99999999999999999999',
      ]);
    });

    it('may be the output of several attempts and are stored once', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      await wrote(store, { run, subject: 'a' }, task('same', 'One'));
      const second = await wrote(store, { run, subject: 'b' }, task('same', 'One'), task('other name', 'One'));
      expect(subjects(await store.artifacts('task'))).toEqual(['other name', 'same']);
      expect((await store.artifact(second.outputs[0]?.hash ?? ''))?.attempt).toBe(second.id);
    });
  });

  describe('an attempt', () => {
    it('ends once', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const { id } = await wrote(store, { run, subject: 'a' }, task('a', 'One'));
      await expect(store.endAttempt(id, { status: 'failed', reason: 'late', failure }, at)).rejects.toThrow(
        `Attempt ${id} is not running`,
      );
      await expect(store.endAttempt(999, { status: 'done', outputs: [] }, at)).rejects.toThrow('Attempt 999 is not running');
      expect((await store.finished('collect a'))?.attempt.status).toBe('done');
    });

    it('is finished when it is done or rejected, and not when it failed or never ended', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      await attempt(
        store,
        { run, subject: 'no', fingerprint: 'no' },
        { status: 'rejected', reason: 'too plain', evidence: { grade: 2 } },
      );
      await attempt(store, { run, subject: 'broken', fingerprint: 'broken' }, { status: 'failed', reason: 'timeout', failure });
      await store.startAttempt({ run, stage: 's', subject: 'open', fingerprint: 'open', parts: {}, inputs: [], startedAt: at });
      expect((await store.finished('no'))?.attempt).toMatchObject({
        status: 'rejected',
        reason: 'too plain',
        evidence: { grade: 2 },
      });
      expect(await store.finished('broken')).toBeUndefined();
      expect(await store.finished('open')).toBeUndefined();
      expect(await store.latestAttempt('collect', 'broken')).toMatchObject({
        status: 'failed',
        reason: 'timeout',
        failure,
        parts: { seed: '1' },
      });
      expect(await store.latestAttempt('s', 'open')).toBeUndefined();
    });

    it('needs inputs that are stored and a run that exists', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      await expect(wrote(store, { run, subject: 'a', inputs: ['f'.repeat(64)] }, task('a', 'One'))).rejects.toThrow(
        /foreign key/i,
      );
      await expect(wrote(store, { run: 77, subject: 'a' }, task('a', 'One'))).rejects.toThrow(/foreign key/i);
      expect(await store.attempts()).toEqual([]);
    });
  });

  describe('runs', () => {
    it('keep their command, options and exit code; a killed one has no end', async () => {
      const store = await openEmpty();
      const first = await startRun(store);
      await startRun(store);
      await store.endRun(first, { exitCode: 1, endedAt: '2026-03-09T09:05:00Z' });
      expect(await store.runs()).toEqual([
        { id: 1, command: 'skel', options: { count: 2 }, startedAt: at, endedAt: '2026-03-09T09:05:00Z', exitCode: 1 },
        { id: 2, command: 'skel', options: { count: 2 }, startedAt: at, endedAt: undefined, exitCode: undefined },
      ]);
      await expect(store.endRun(9, { exitCode: 0, endedAt: at })).rejects.toThrow('There is no run 9');
    });
  });
}
