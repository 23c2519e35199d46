import { type SplitName, splitName } from '../../domain/dataset.ts';
import type { ScenarioRecord, Selection } from './records.ts';

/** The rows of one side of the split. */
export interface SplitRows<Row extends ScenarioRecord> {
  readonly split: SplitName;
  readonly rows: readonly Row[];
}

/** The sides that have rows, train first. */
export function splitRowsOf<Row extends ScenarioRecord>(selection: Selection<Row>): readonly SplitRows<Row>[] {
  return splitName.options
    .map((split) => ({ split, rows: selection.rows.filter((row) => row.environment.split === split) }))
    .filter((side) => side.rows.length > 0);
}
