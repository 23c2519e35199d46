import { UserError } from '../../../base/errors.ts';
import { type CostRow, costDimensions, costRows, knownOf, totalOf, unpricedModels } from '../../../figures/cost-rows.ts';
import { breakdownTable, costTotalText, priceLines, troubleLines } from '../../../render/text/figures/cost-text.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';
import { oneOf } from '../../options/flags.ts';

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
            costTotalText(total),
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

/** A sum of which nothing is known is null, never 0. */
function jsonOf(row: CostRow): Record<string, unknown> {
  return {
    calls: row.calls,
    failedTries: row.failedTries,
    inputTokens: knownOf(row.input),
    cachedTokens: knownOf(row.cached),
    outputTokens: knownOf(row.output),
    reasoningTokens: knownOf(row.reasoning),
    costUsd: knownOf(row.cost),
    unknown: {
      inputTokens: row.input.unknown,
      cachedTokens: row.cached.unknown,
      outputTokens: row.output.unknown,
      reasoningTokens: row.reasoning.unknown,
      costUsd: row.cost.unknown,
    },
  };
}
