import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from './support/temporary.ts';
import { temporaryStore } from './support/writing.ts';

const writer = fileURLToPath(new URL('support/writer.mjs', import.meta.url));

it('several processes may create, open and write one database at once without losing anything', async () => {
  const file = join(temporaryFolder(), 'out', 'store.sqlite');
  const names = ['first', 'second', 'third', 'fourth'];
  await Promise.all(names.map((name) => promisify(execFile)(process.execPath, [writer, file, name, '150'])));

  const store = await temporaryStore(file);
  const tasks = await store.artifacts('task');
  expect(tasks).toHaveLength(4 * 150);
  expect(new Set(tasks.map((task) => task.hash)).size).toBe(150);
  expect((await store.runs()).map((run) => run.exitCode)).toEqual([0, 0, 0, 0]);
  expect(await store.attempts({ status: 'running' })).toEqual([]);
});
