import type { CostFigures } from '../../../figures/cost.ts';
import { knownOf } from '../../../figures/cost-rows.ts';
import { figuresOf } from '../../../figures/figures.ts';
import { figuresText } from '../../../render/text/figures/figures-text.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';

/** Figures for all that a workspace holds, beside those of the paper where it gives any. */
export async function stats(line: CommandLine): Promise<ExitCode> {
  const { workspace: directory } = line.flags;
  if (isEmptyWorkspace(directory)) {
    line.output.result(emptyText(directory), { event: 'stats', workspace: directory, empty: true });
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store, priceOf }) => {
    const figures = await figuresOf(store, priceOf);
    const { funnel, environments, scenarios, attempts } = figures;
    line.output.result(figuresText(figures, line.output.width), {
      event: 'stats',
      workspace: directory,
      empty: false,
      funnel,
      environments,
      scenarios,
      attempts,
      cost: figures.cost && costRecord(figures.cost),
    });
    return exitCodes.done;
  });
}

function costRecord({ total, each }: CostFigures): Record<string, unknown> {
  return { calls: total.calls, costUsd: knownOf(total.cost), outputTokens: knownOf(total.output), each };
}
