import type { LedgerEntry } from '../store/store.ts';
import { type CostRow, costRows, knownOf, type PriceOf, totalOf } from './cost-rows.ts';

/** What models were asked for all of it, and for each of some environments. A sum of which nothing is known is null, never 0. */
export interface CostFigures {
  readonly total: CostRow;
  readonly each: readonly {
    readonly name: string;
    readonly calls: number;
    readonly costUsd: number | null;
    readonly outputTokens: number | null;
  }[];
}

/** Undefined where no model was asked anything. */
export function costFigures(
  entries: readonly LedgerEntry[],
  environments: ReadonlySet<string>,
  priceOf: PriceOf,
): CostFigures | undefined {
  if (entries.length === 0) return undefined;
  const own = costRows(entries, 'environment', priceOf).filter((row) => environments.has(row.name));
  const each = own.map((row) => ({
    name: row.name,
    calls: row.calls,
    costUsd: knownOf(row.cost),
    outputTokens: knownOf(row.output),
  }));
  return { total: totalOf(entries, priceOf), each };
}
