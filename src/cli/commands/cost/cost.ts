import { UserError } from '../../../base/errors.ts';
import { countOf, countText } from '../../../render/amounts.ts';
import { table } from '../../../render/layout.ts';
import type { LedgerEntry } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { oneOf } from '../../options/flags.ts';
import { dollarText, troubleText } from '../../terminal/call-progress.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../lookup/read-workspace.ts';
import { type CostRow, costDimensions, costRows, totalOf, unpricedModels } from './cost-rows.ts';

export interface CostOptions {
  readonly by?: readonly string[];
  readonly run?: number;
}

/** What is shown without `--by`: everything but scenarios, of which there are many. */
const shownDimensions = ['stage', 'work', 'model', 'environment', 'run'] as const;

/** Shows what the models were asked and what it cost, broken down. */
export async function cost(line: CommandLine, options: CostOptions): Promise<ExitCode> {
  const dimensions = options.by?.map((name) => oneOf('breakdown', name, costDimensions)) ?? shownDimensions;
  const { workspace: directory } = line.flags;
  if (isEmptyWorkspace(directory)) {
    line.output.result(emptyText(directory), { event: 'cost', workspace: directory, empty: true });
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store, priceOf }) => {
    const { run } = options;
    if (run !== undefined && !(await store.runs()).some(({ id }) => id === run))
      throw new UserError(`There is no run ${run} in "${directory}". "envscaler cost --by run" lists those that asked models.`);
    const entries = await store.ledger(run === undefined ? {} : { run });
    const unpriced = unpricedModels(entries, priceOf);
    const total = totalOf(entries, priceOf);
    const breakdowns = dimensions.map((dimension) => ({ dimension, rows: costRows(entries, dimension, priceOf) }));
    const text =
      entries.length === 0
        ? `No model was asked anything${run === undefined ? '' : ` in run ${run}`}.`
        : [
            totalText(total),
            ...troubleLines(entries),
            ...priceLines(unpriced),
            ...breakdowns.map(({ dimension, rows }) => `\n${breakdownTable(dimension, rows, line.output.width)}`),
          ].join('\n');
    line.output.result(
      text,
      { event: 'cost', workspace: directory, empty: entries.length === 0, ...jsonOf(total), unpriced },
      ...breakdowns.flatMap(({ dimension, rows }) =>
        rows.map((row) => ({ event: 'cost-row', by: dimension, name: row.name, ...jsonOf(row) })),
      ),
    );
    return exitCodes.done;
  });
}

function totalText(total: CostRow): string {
  return `${countOf(total.calls, 'calls')}: ${tokensText(total.input)} input tokens (${tokensText(total.cached)} of them cached), ${tokensText(total.output)} output tokens (${tokensText(total.reasoning)} of them thinking), ${moneyText(total.cost)}`;
}

/** Tries that came to nothing, apart from the calls that were answered. */
function troubleLines(entries: readonly LedgerEntry[]): string[] {
  const counts = new Map<string, number>();
  for (const { outcome, calls } of entries) if (outcome !== 'answered') counts.set(outcome, (counts.get(outcome) ?? 0) + calls);
  if (counts.size === 0) return [];
  const parts = [...counts].map(([outcome, count]) => `${countText(count)} ${troubleText(outcome)}`);
  return [`Tries that came to nothing: ${parts.join(', ')}`];
}

/** What nobody knows the price of: its calls count with no sum, and not with 0. */
function priceLines(models: readonly string[]): string[] {
  if (models.length === 0) return [];
  return [`No price is known for ${models.join(', ')}; one in envscaler.prices.yaml counts for old calls, too.`];
}

function breakdownTable(dimension: string, rows: readonly CostRow[], width: number): string {
  return table(
    [`by ${dimension}`, 'calls', 'failed tries', 'input', 'cached', 'output', 'thinking', 'cost'],
    rows.map((row) => [
      `  ${row.name}`,
      countText(row.calls),
      countText(row.failedTries),
      tokensText(row.input),
      tokensText(row.cached),
      tokensText(row.output),
      tokensText(row.reasoning),
      moneyText(row.cost),
    ]),
    width,
  );
}

type Known = CostRow['input'];

function tokensText({ sum, unknown, of }: Known): string {
  if (of > 0 && unknown === of) return 'unknown';
  return `${unknown > 0 ? 'at least ' : ''}${countText(sum)}`;
}

function moneyText({ sum, unknown, of }: Known): string {
  if (of > 0 && unknown === of) return 'unknown';
  return `${unknown > 0 ? 'at least ' : ''}${dollarText(sum)}`;
}

/** A sum of which nothing is known is null, never 0. */
function jsonOf(row: CostRow): Record<string, unknown> {
  const known = ({ sum, unknown, of }: Known): number | null => (of > 0 && unknown === of ? null : sum);
  return {
    calls: row.calls,
    failedTries: row.failedTries,
    inputTokens: known(row.input),
    cachedTokens: known(row.cached),
    outputTokens: known(row.output),
    reasoningTokens: known(row.reasoning),
    costUsd: known(row.cost),
    unknown: {
      inputTokens: row.input.unknown,
      cachedTokens: row.cached.unknown,
      outputTokens: row.output.unknown,
      reasoningTokens: row.reasoning.unknown,
      costUsd: row.cost.unknown,
    },
  };
}
