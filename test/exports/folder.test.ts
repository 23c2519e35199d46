import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { openDatasetFolder } from '../../src/exports/dataset-folder.ts';
import { exportSample, filesOf, temporaryFolder } from './support/folder.ts';

test('an export of the same records touches nothing', async () => {
  const to = await temporaryFolder();
  const { folder } = await exportSample('trl-sft', { to });
  const before = await stat(join(folder, 'train.jsonl'));
  expect((await exportSample('trl-sft', { to })).publication).toBe('unchanged');
  const after = await stat(join(folder, 'train.jsonl'));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
});

test('a file of a dataset that was damaged is put right', async () => {
  const to = await temporaryFolder();
  const { folder } = await exportSample('trl-sft', { to });
  const whole = await filesOf(folder);
  await writeFile(join(folder, 'train.jsonl'), 'half a li');
  expect((await exportSample('trl-sft', { to })).publication).toBe('replaced');
  expect(await filesOf(folder)).toEqual(whole);
});

test("a folder that holds somebody else's file is refused by name and left alone", async () => {
  const to = await temporaryFolder();
  const { folder } = await exportSample('trl-sft', { to });
  await mkdir(join(folder, 'mine'));
  await writeFile(join(folder, 'mine/notes.txt'), 'keep me');
  const before = await filesOf(to);
  const attempt = exportSample('trl-sft', { to, wishes: {} });
  await expect(attempt).rejects.toThrow(UserError);
  await expect(attempt).rejects.toThrow(/holds a file that no export wrote \(mine\/notes\.txt\)/);
  expect(await filesOf(to)).toEqual(before);
});

test('a folder with files and no manifest of ours is refused', async () => {
  const to = await temporaryFolder();
  await mkdir(join(to, 'bundle'));
  await writeFile(join(to, 'bundle/manifest.json'), '{"name":"something else"}');
  await expect(exportSample('bundle', { to })).rejects.toThrow(/no export wrote \(manifest\.json\)/);
  expect((await filesOf(to)).size).toBe(1);
});

test('other things beside the dataset folder are no hindrance, and an empty folder in its place is used', async () => {
  const to = await temporaryFolder();
  await writeFile(join(to, 'notes.txt'), 'keep me');
  await mkdir(join(to, 'bundle'));
  expect((await exportSample('bundle', { to })).publication).toBe('written');
  expect(await readFile(join(to, 'notes.txt'), 'utf8')).toBe('keep me');
});

test('a target that is a file is refused with a way out', async () => {
  const to = await temporaryFolder();
  await writeFile(join(to, 'bundle'), '');
  await expect(exportSample('bundle', { to })).rejects.toThrow(/is a file.*--to/);
  await expect(exportSample('bundle', { to: join(to, 'bundle') })).rejects.toThrow(UserError);
});

test('what a killed export left behind is cleared away by the next one', async () => {
  const to = await temporaryFolder();
  const { folder } = await exportSample('sharegpt', { to });
  const whole = await filesOf(to);
  await mkdir(join(to, '.sharegpt.partial'));
  await writeFile(join(to, '.sharegpt.partial/train.jsonl'), 'half a li');
  await rename(folder, join(to, '.sharegpt.previous'));
  expect((await exportSample('sharegpt', { to })).publication).toBe('unchanged');
  expect(await filesOf(to)).toEqual(whole);
});

test('an export that fails half way leaves the earlier dataset and no draft', async () => {
  const to = await temporaryFolder();
  const { folder } = await exportSample('bundle', { to });
  const before = await filesOf(to);
  const draft = await openDatasetFolder(folder);
  await draft.file('scenarios/train.jsonl', ['{}\n']);
  await draft.discard();
  expect(await filesOf(to)).toEqual(before);
});

test.each(['../escape.txt', '/etc/name', 'a//b', '.hidden', 'a\\b'])(
  'the path %j is no path for a dataset file',
  async (path) => {
    const draft = await openDatasetFolder(join(await temporaryFolder(), 'bundle'));
    await expect(draft.file(path, ['x'])).rejects.toThrow(/relative path/);
    await draft.discard();
  },
);
