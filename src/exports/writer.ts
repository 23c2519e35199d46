import type { SplitName } from '../domain/dataset.ts';
import type { TableColumn } from './parquet.ts';

/** What a file holds: how many records, of which side. Left out for files that accompany the records. */
export interface FileContent {
  readonly rows?: number | undefined;
  readonly split?: SplitName | undefined;
  /** Of a table its columns, by which it is read back. */
  readonly columns?: readonly TableColumn[] | undefined;
}

/** Where a format puts its files. Chunks are written as they come, so that no dataset is ever held in memory. */
export interface DatasetWriter {
  /** `path` is relative, with "/" between its parts. */
  file(path: string, chunks: Iterable<string | Uint8Array>, content?: FileContent): Promise<void>;
}

/** One JSON value per line. */
export function* jsonLines(rows: Iterable<unknown>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** A JSON array with one value per line. */
export function* jsonArray(rows: Iterable<unknown>): Generator<string> {
  let before = '[\n';
  for (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Readable JSON with sorted keys. */
export function* jsonDocument(value: unknown): Generator<string> {
  yield `${JSON.stringify(sortKeys(value), null, 2)}\n`;
}

/** The same value with recursively sorted keys, so that equal values give equal bytes. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}
