import type { CostFigures } from '../../../figures/cost.ts';
import { type CostRow, isAnswered, type Known, knownOf } from '../../../figures/cost-rows.ts';
import type { LedgerEntry } from '../../../store/store.ts';
import { countOf, countText, dollarText } from '../amounts.ts';
import { table } from '../layout.ts';
import { troubleText } from '../trouble-text.ts';

/** What models were asked for all of it and what an accepted environment cost. */
export function costFiguresText({ total, each }: CostFigures): string {
  const costs = each.flatMap(({ costUsd }) => (costUsd === null ? [] : [costUsd]));
  const perEnvironment =
    costs.length === 0
      ? 'what an accepted environment cost is unknown'
      : `an accepted environment cost ${dollarText(costs.reduce((sum, cost) => sum + cost, 0) / costs.length)} on average`;
  const all = knownOf(total.cost) === null ? 'of unknown cost' : `for ${amountText(total.cost, dollarText)}`;
  return `Models: ${countOf(total.calls, 'calls')} ${all}, ${amountText(total.output, countText)} output tokens; ${perEnvironment}.\n  More: envscaler cost`;
}

function amountText(sum: Known, text: (amount: number) => string): string {
  const amount = knownOf(sum);
  if (amount === null) return 'an unknown number of';
  return `${sum.unknown > 0 ? 'at least ' : ''}${text(amount)}`;
}

/** All calls in one sentence. */
export function costTotalText(total: CostRow): string {
  return `${countOf(total.calls, 'calls')}: ${tokensText(total.input)} input tokens (${tokensText(total.cached)} of them cached), ${tokensText(total.output)} output tokens (${tokensText(total.reasoning)} of them thinking), ${moneyText(total.cost)}`;
}

/** Tries that came to nothing, apart from the calls that were answered. */
export function troubleLines(entries: readonly LedgerEntry[]): string[] {
  const counts = new Map<string, number>();
  for (const { outcome, calls } of entries) if (!isAnswered(outcome)) counts.set(outcome, (counts.get(outcome) ?? 0) + calls);
  if (counts.size === 0) return [];
  const parts = [...counts].map(([outcome, count]) => `${countText(count)} ${troubleText(outcome)}`);
  return [`Tries that came to nothing: ${parts.join(', ')}`];
}

/** What nobody knows the price of: its calls count with no sum, and not with 0. */
export function priceLines(models: readonly string[]): string[] {
  if (models.length === 0) return [];
  return [`No price is known for ${models.join(', ')}; one in envscaler.prices.yaml counts for old calls, too.`];
}

/** One line for each row of a breakdown. */
export function breakdownTable(dimension: string, rows: readonly CostRow[], width: number): string {
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

function tokensText({ sum, unknown, of }: Known): string {
  if (of > 0 && unknown === of) return 'unknown';
  return `${unknown > 0 ? 'at least ' : ''}${countText(sum)}`;
}

function moneyText({ sum, unknown, of }: Known): string {
  if (of > 0 && unknown === of) return 'unknown';
  return `${unknown > 0 ? 'at least ' : ''}${dollarText(sum)}`;
}
