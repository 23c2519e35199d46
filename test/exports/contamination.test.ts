import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportSample, temporaryFolder } from './support/folder.ts';
import { lendMoby } from './support/scenarios.ts';

test('tasks that share eight words in a row with a benchmark are named in manifest and card', async () => {
  const folder = await temporaryFolder();
  const copied = join(folder, 'copied.jsonl');
  const own = join(folder, 'own.txt');
  await writeFile(copied, `${JSON.stringify({ id: 1, turns: [{ text: `Hello! ${lendMoby.body.task.toUpperCase()}` }] })}\n`);
  await writeFile(own, 'Here are more than eight words that no task has in a row at all.\n');
  const dataset = await exportSample('trl-grpo', { wishes: {}, against: [copied, own] });
  expect(dataset.manifest.contamination).toEqual({
    words: 8,
    files: [
      { name: 'copied.jsonl', runs: expect.any(Number), overlapping: [lendMoby.body.name] },
      { name: 'own.txt', runs: expect.any(Number), overlapping: [] },
    ],
  });
  const card = await readFile(join(dataset.folder, 'README.md'), 'utf8');
  expect(card).toContain('| copied.jsonl | 1 |\n| own.txt | 0 |');
});

test('a benchmark that cannot be compared with is told, and nothing is written', async () => {
  const folder = await temporaryFolder();
  await expect(exportSample('trl-grpo', { against: [join(folder, 'nothing.jsonl')] })).rejects.toThrow(/Cannot compare with/);
  await writeFile(join(folder, 'short.txt'), 'Too short.\n');
  await expect(exportSample('trl-grpo', { against: [join(folder, 'short.txt')] })).rejects.toThrow(/no 8 words in a row/);
});
