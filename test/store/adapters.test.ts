import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { testStore } from './conformance/store.ts';
import { temporaryFolder } from './support/temporary.ts';
import { openUntilTheEnd, startRun, task, temporaryStore, topic, wrote } from './support/writing.ts';

describe('a store in memory', () => {
  testStore(() => openUntilTheEnd({ kind: 'memory' }));
});

describe('a store in a SQLite file', () => {
  testStore(() => temporaryStore());

  it('comes back from a reopened file exactly as it was returned when written', async () => {
    const file = join(temporaryFolder(), 'nested', 'store.sqlite');
    const first = await openStore({ kind: 'sqlite', file });
    const run = await startRun(first);
    const { outputs } = await wrote(
      first,
      { run, subject: 'a' },
      topic('tool-library', 'Lends "tools" – Größe 5\u2028'),
      task('a', 'One'),
    );
    await first.close();
    const store = await temporaryStore(file);
    expect(await store.artifacts('topic')).toEqual(outputs.slice(0, 1));
    expect(JSON.stringify(await store.artifact(outputs[1]?.hash ?? ''))).toBe(JSON.stringify(outputs[1]));
    expect((await store.finished('collect a'))?.outputs).toEqual(outputs);
  });
});
