import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { parse } from 'yaml';
import { messageOf } from '../base/errors.ts';
import { linesOf } from '../base/text-file.ts';
import type { DatasetManifest } from '../domain/dataset.ts';
import type { CardConfig } from './formats/format.ts';
import type { TableColumn } from './parquet.ts';

/** A written dataset that is not published yet, and what it must hold. */
interface Draft {
  readonly folder: string;
  readonly manifest: DatasetManifest;
  readonly configs: readonly CardConfig[];
  /** The columns of Parquet files that were written as tables, by path. */
  readonly tables: ReadonlyMap<string, readonly TableColumn[]>;
}

/**
 * Reads a dataset as its users will, before anybody is told that it is there: every line and file parses, with a reader that is not
 * its writer; every file has the rows that the store's selection has on its side; every column of JSON text is that; the card's
 * front matter is YAML and points at files that are there. Throws an Error that names the first thing that is not so: a bug of ours.
 */
export async function readBack({ folder, manifest, configs, tables }: Draft): Promise<void> {
  const rowsOf = new Map(manifest.splits.map(({ split, rows }) => [split, rows]));
  for (const { path, rows, split } of manifest.files) {
    const found = await understood(path, () => countRows(join(folder, path), tables.get(path)));
    if (rows !== undefined && found !== rows) throw wrong(path, `it holds ${found} rows and not ${rows}`);
    if (split !== undefined && rows !== rowsOf.get(split))
      throw wrong(path, `${rowsOf.get(split)} rows were selected, not ${rows}`);
  }
  await understood('README.md', async () => {
    const [, front = ''] = (await readFile(join(folder, 'README.md'), 'utf8')).split(/^---$/m);
    parse(front);
  });
  const paths = new Set(manifest.files.map(({ path }) => path));
  for (const config of configs)
    for (const { split } of manifest.splits) {
      const path = config.path.replace('{split}', split);
      if (!paths.has(path)) throw wrong(path, `the card's part "${config.name}" points at it, and it is not there`);
    }
}

/** Rows of a file that holds records; undefined for one of another kind. Parses whatever it reads. */
async function countRows(path: string, columns: readonly TableColumn[] | undefined): Promise<number | undefined> {
  if (path.endsWith('.jsonl')) return countLines(path);
  if (path.endsWith('.parquet')) return countTableRows(path, columns ?? []);
  if (path.endsWith('.yaml')) parse(await readFile(path, 'utf8'));
  if (!path.endsWith('.json')) return undefined;
  if (await hasItemsOnLines(path)) return countItems(path);
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return Array.isArray(value) ? value.length : undefined;
}

/** Whether a file is an array with each item on a line of its own, and not one that is indented for people to read. */
async function hasItemsOnLines(path: string): Promise<boolean> {
  for await (const { line, text } of linesOf(path)) {
    if (line === 1 && text === '[') continue;
    return line === 2 && text.length > 1;
  }
  return false;
}

/** Items of an array that stand on a line each: read one by one, as all together may be too long for a text. */
async function countItems(path: string): Promise<number> {
  let count = 0;
  let last = '';
  for await (const { line, text } of linesOf(path)) {
    last = text;
    if (line === 1 || text === ']') continue;
    await understood(`line ${line}`, async () => JSON.parse(text.replace(/,$/, '')));
    count++;
  }
  if (last !== ']') throw new Error('the array does not end');
  return count;
}

async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const { line, text } of linesOf(path)) {
    await understood(`line ${line}`, async () => JSON.parse(text));
    count++;
  }
  return count;
}

/** Rows read at once. */
const rowsAtOnce = 1_000;

async function countTableRows(path: string, columns: readonly TableColumn[]): Promise<number> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const total = Number(metadata.num_rows);
  let count = 0;
  for (let rowStart = 0; rowStart < total; rowStart += rowsAtOnce) {
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd: Math.min(total, rowStart + rowsAtOnce) });
    for (const row of rows) {
      count++;
      for (const { name, type } of columns) {
        const value: unknown = row[name];
        if (value === undefined || value === null) throw new Error(`row ${count} has no ${name}`);
        if (type === 'json') await understood(`row ${count}, column ${name}`, async () => JSON.parse(String(value)));
      }
    }
  }
  return count;
}

async function understood<Value>(what: string, reader: () => Promise<Value>): Promise<Value> {
  try {
    return await reader();
  } catch (error) {
    throw wrong(what, messageOf(error));
  }
}

function wrong(what: string, why: string): Error {
  return new Error(`The dataset was not published, ${what} did not read back: ${why}`);
}
