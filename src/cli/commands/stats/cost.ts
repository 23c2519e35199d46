import { acceptedEnvironments } from '../../../domain/environment/accepted.ts';
import { countOf, countText } from '../../../render/amounts.ts';
import { dollarText } from '../../terminal/call-progress.ts';
import { type CostRow, costRows, totalOf } from '../cost/cost-rows.ts';
import { currentArtifacts } from '../lookup/current-artifacts.ts';
import type { Section } from './section.ts';

/** What models were asked for all of it and for each accepted environment; undefined where no model was asked anything. */
export const costSection: Section = async (store, _width, priceOf) => {
  const entries = await store.ledger({});
  if (entries.length === 0) return undefined;
  const total = totalOf(entries, priceOf);
  const names = new Set(acceptedEnvironments(await currentArtifacts(store)).map((environment) => environment.subject));
  const own = costRows(entries, 'environment', priceOf).filter((row) => names.has(row.name));
  const each = own.map((row) => ({
    name: row.name,
    calls: row.calls,
    costUsd: known(row.cost),
    outputTokens: known(row.output),
  }));
  const costs = each.flatMap(({ costUsd }) => (costUsd === null ? [] : [costUsd]));
  const perEnvironment =
    costs.length === 0
      ? 'what an accepted environment cost is unknown'
      : `an accepted environment cost ${dollarText(costs.reduce((sum, cost) => sum + cost, 0) / costs.length)} on average`;
  const all = known(total.cost) === null ? 'of unknown cost' : `for ${amountText(total.cost, dollarText)}`;
  return {
    name: 'cost',
    text: `Models: ${countOf(total.calls, 'calls')} ${all}, ${amountText(total.output, countText)} output tokens; ${perEnvironment}.\n  More: envscaler cost`,
    value: { calls: total.calls, costUsd: known(total.cost), outputTokens: known(total.output), each },
  };
};

/** A sum of which nothing is known is null, never 0. */
function known({ sum, unknown, of }: CostRow['cost']): number | null {
  return of > 0 && unknown === of ? null : sum;
}

function amountText(sum: CostRow['cost'], text: (amount: number) => string): string {
  const amount = known(sum);
  if (amount === null) return 'an unknown number of';
  return `${sum.unknown > 0 ? 'at least ' : ''}${text(amount)}`;
}
