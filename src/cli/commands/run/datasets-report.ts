import type { ExportedDataset } from '../../../exports/export.ts';
import { countOf, countText } from '../../../render/text/amounts.ts';
import { wrappedTable } from '../../../render/text/layout.ts';

/** The datasets that an export left, one line each. */
export function datasetsReport(datasets: readonly ExportedDataset[], width: number): string {
  const rows = datasets.map(({ format, manifest, publication, folder }) => [
    `  ${format}`,
    countText(manifest.rows),
    publication,
    folder,
  ]);
  return `${countOf(datasets.length, 'datasets')}\n${wrappedTable(['  format', 'rows', '', 'folder'], rows, width)}`;
}
