import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFormat } from '../../src/exports/formats/formats.ts';
import { tableFile } from '../../src/exports/parquet.ts';
import { readBack } from '../../src/exports/read-back.ts';
import { exportSample } from './support/folder.ts';

/** A dataset of the sample, and what reading it back says. */
async function exported(format: string) {
  const { folder, manifest } = await exportSample(format, { wishes: {} });
  const columns = [{ name: 'messages', type: 'json' }] as const;
  const read = (changed = manifest) =>
    readBack({
      folder,
      manifest: changed,
      configs: findFormat(format).configs,
      tables: new Map([['text/train.parquet', columns]]),
    });
  return { folder, manifest, read };
}

test('a dataset as it was written reads back', async () => {
  for (const format of ['trl-sft', 'verl-rl', 'sharegpt', 'bundle']) await (await exported(format)).read();
});

test('a line that is no JSON is told with its file and number', async () => {
  const { folder, read } = await exported('trl-sft');
  const path = join(folder, 'train.jsonl');
  await writeFile(path, (await readFile(path, 'utf8')).replace('\n', ',\n'));
  await expect(read()).rejects.toThrow(/not published, train\.jsonl did not read back: .*line 1/);
});

test('an array that is cut off is told', async () => {
  const { folder, read } = await exported('sharegpt');
  const path = join(folder, 'envscaler_sft_train.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('\n]\n', '\n'));
  await expect(read()).rejects.toThrow(/envscaler_sft_train\.json .*the array does not end/);
});

test('a row that is lost or doubled is told', async () => {
  const { folder, manifest, read } = await exported('trl-sft');
  const path = join(folder, 'train.jsonl');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.slice(text.indexOf('\n') + 1));
  await expect(read()).rejects.toThrow(/train\.jsonl .*holds 2 rows and not 3/);
  await writeFile(path, text);
  const fewer = { ...manifest, splits: manifest.splits.map((side) => ({ ...side, rows: 2 })) };
  await expect(read(fewer)).rejects.toThrow(/2 rows were selected, not 3/);
});

test('a column of JSON text that is none is told with its row', async () => {
  const { folder, read } = await exported('trl-sft');
  const rows = [{ messages: '[]' }, { messages: '[' }, { messages: '[]' }];
  const bytes = Buffer.concat([...tableFile([{ name: 'messages', type: 'string' }], rows)]);
  await writeFile(join(folder, 'text/train.parquet'), bytes);
  await expect(read()).rejects.toThrow(/text\/train\.parquet .*row 2, column messages/);
});

test('a card that points at a file that is not there is told', async () => {
  const { manifest, read } = await exported('verl-rl');
  const without = { ...manifest, files: manifest.files.filter(({ path }) => path !== 'train.parquet') };
  await expect(read(without)).rejects.toThrow(/train\.parquet .*the card's part "rl" points at it/);
});
