import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

/** A Parquet column with an explicit type. Every value must be there: no struct is ever filled up with nulls. */
export type ParquetColumn =
  | { readonly name: string; readonly type: 'string' | 'int64' | 'float64' | 'bool' }
  | { readonly name: string; readonly list: 'string' | readonly ParquetColumn[] }
  | { readonly name: string; readonly struct: readonly ParquetColumn[] };

const rowsPerGroup = 500;

/** A Parquet file in pieces, one group of rows after the other. `int64` values are bigints. */
export function* parquetFile(
  columns: readonly ParquetColumn[],
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'envscaler' });
  const take = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    // The writer counts offsets on its own; only its buffer starts afresh.
    bytes.index = 0;
    return piece;
  };
  let group: Readonly<Record<string, unknown>>[] = [];
  const writeGroup = (): void => {
    const columnData = columns.map(({ name }) => ({ name, data: group.map((row) => row[name]) }));
    writer.write({ columnData, rowGroupSize: rowsPerGroup });
    group = [];
  };
  for (const row of rows) {
    group.push(row);
    if (group.length < rowsPerGroup) continue;
    writeGroup();
    yield take();
  }
  if (group.length > 0) writeGroup();
  writer.finish();
  yield take();
}

function elementsOf(column: ParquetColumn): SchemaElement[] {
  const { name } = column;
  if ('type' in column) return [leaf(name, column.type)];
  if ('struct' in column) {
    return [{ name, repetition_type: 'REQUIRED', num_children: column.struct.length }, ...column.struct.flatMap(elementsOf)];
  }
  const element = column.list === 'string' ? [leaf('element', 'string')] : elementsOf({ name: 'element', struct: column.list });
  return [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...element,
  ];
}

function leaf(name: string, type: 'string' | 'int64' | 'float64' | 'bool'): SchemaElement {
  switch (type) {
    case 'string':
      return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' };
    case 'int64':
      return { name, type: 'INT64', repetition_type: 'REQUIRED' };
    case 'float64':
      return { name, type: 'DOUBLE', repetition_type: 'REQUIRED' };
    case 'bool':
      return { name, type: 'BOOLEAN', repetition_type: 'REQUIRED' };
  }
}

/** A column of a table whose rows are plain JSON. A `json` column holds JSON text, so that no loader gives its values another shape. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'string' | 'int64' | 'float64' | 'strings' | 'json';
}

/** The Parquet file of rows of JSON values. */
export function tableFile(
  columns: readonly TableColumn[],
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Generator<Uint8Array> {
  return parquetFile(columns.map(typedColumn), tableRows(columns, rows));
}

/** How a column of a table is stored. */
export function typedColumn({ name, type }: TableColumn): ParquetColumn {
  if (type === 'strings') return { name, list: 'string' };
  return { name, type: type === 'json' ? 'string' : type };
}

function* tableRows(
  columns: readonly TableColumn[],
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Generator<Readonly<Record<string, unknown>>> {
  for (const row of rows) yield cellsOf(columns, row);
}

/** The cells of a row as they are stored. */
export function cellsOf(
  columns: readonly TableColumn[],
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)]));
}

function cellOf({ name, type }: TableColumn, row: Readonly<Record<string, unknown>>): unknown {
  const value = row[name];
  if (type === 'json') return JSON.stringify(value);
  return type === 'int64' ? BigInt(Number(value)) : value;
}
