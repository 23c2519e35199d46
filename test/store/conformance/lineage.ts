import { describe, expect, it } from 'vitest';
import type { Lineage } from '../../../src/store/store.ts';
import { only, startRun, task, topic, wrote } from '../support/writing.ts';
import type { OpenEmpty } from './open-empty.ts';

function outline(lineage: Lineage | undefined): unknown {
  return lineage && { [`${lineage.attempt.stage} ${lineage.artifact.subject}`]: lineage.inputs.map(outline) };
}

export function testLineage(openEmpty: OpenEmpty): void {
  describe('lineage', () => {
    it('leads back to the beginning, narrowed where an output came from some of the inputs', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const tasks = (await wrote(store, { run, subject: 'file' }, task('1', 'One'), task('2', 'Two'), task('3', 'Three')))
        .outputs;
      const [one, two, three] = tasks.map((artifact) => artifact.hash);
      const inputs = [one ?? '', two ?? '', three ?? ''];
      const { outputs } = await wrote(
        store,
        { run, stage: 'infer', subject: 'all', inputs },
        topic('narrow', 'a', [three ?? '', one ?? '']),
        topic('wide', 'b'),
        topic('nothing', 'c', []),
      );
      const [narrow, wide, nothing] = outputs.map((artifact) => artifact.hash);
      expect(outline(await store.lineage(nothing ?? ''))).toEqual({ 'infer nothing': [] });
      expect(outline(await store.lineage(wide ?? ''))).toEqual({
        'infer wide': [{ 'collect 1': [] }, { 'collect 2': [] }, { 'collect 3': [] }],
      });
      const traced = await store.lineage(narrow ?? '');
      expect(new Set(traced?.inputs.map((input) => input.artifact.subject))).toEqual(new Set(['1', '3']));
      expect(await store.lineage('0'.repeat(64))).toBeUndefined();
    });

    it('ends where a stage passes an artifact through unchanged', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const first = only((await wrote(store, { run, subject: 'a' }, task('a', 'One'))).outputs);
      await wrote(store, { run, stage: 'select', subject: 'all', inputs: [first.hash] }, task('a', 'One'));
      expect(outline(await store.lineage(first.hash))).toEqual({ 'select a': [{ 'collect a': [] }] });
    });

    it('cannot claim an origin that was not an input', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const first = only((await wrote(store, { run, subject: 'a' }, task('a', 'One'))).outputs);
      await expect(wrote(store, { run, stage: 's', subject: 'b' }, task('b', 'Two', [first.hash]))).rejects.toThrow(
        /"b" claims to come from/,
      );
      expect(await store.artifacts('task', { subject: 'b', versions: 'all' })).toEqual([]);
    });

    it('of a long chain with shared ancestors is found without walking every path', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      let inputs: readonly string[] = [];
      for (let depth = 0; depth < 40; depth++) {
        const outputs = [task(`${depth}a`, `${depth}a`), task(`${depth}b`, `${depth}b`)];
        inputs = (await wrote(store, { run, stage: `s${depth}`, subject: 'u', inputs }, ...outputs)).outputs.map(
          (artifact) => artifact.hash,
        );
      }
      let lineage = await store.lineage(inputs[0] ?? '');
      let depth = 0;
      while (lineage?.inputs[1]) {
        lineage = lineage.inputs[1];
        depth++;
      }
      expect(depth).toBe(39);
    });
  });
}
