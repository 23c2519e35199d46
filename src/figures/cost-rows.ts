import { compareNaturally } from '../base/natural-order.ts';
import { batchPrice, costOf, type Price } from '../generation/limits/prices.ts';
import type { KnownSum, LedgerEntry } from '../store/store.ts';

/** The price of a model at an endpoint, as it is known at present. */
export type PriceOf = (endpoint: string, model: string) => Price | undefined;

/** What the calls can be broken down by. */
export const costDimensions = ['stage', 'work', 'model', 'environment', 'scenario', 'run'] as const;
export type CostDimension = (typeof costDimensions)[number];

/** A sum over the calls for which a number is known; `unknown` of the `of` calls it could be known for do not tell it. */
export interface Known extends KnownSum {
  readonly of: number;
}

/** Some calls, added up. */
export interface CostRow {
  readonly name: string;
  /** Those that were answered. */
  readonly calls: number;
  /** Those that came to nothing; most of them were tried again. */
  readonly failedTries: number;
  readonly input: Known;
  readonly cached: Known;
  readonly output: Known;
  readonly reasoning: Known;
  readonly cost: Known;
}

/** A sum of which nothing is known is null, never 0. */
export function knownOf({ sum, unknown, of }: Known): number | null {
  return of > 0 && unknown === of ? null : sum;
}

/** All calls as one row. */
export function totalOf(entries: readonly LedgerEntry[], priceOf: PriceOf): CostRow {
  return rowOf('all', entries, priceOf);
}

/** One row for each value of a dimension, in natural order. */
export function costRows(entries: readonly LedgerEntry[], by: CostDimension, priceOf: PriceOf): readonly CostRow[] {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const name = nameOf(entry, by);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups]
    .map(([name, group]) => rowOf(name, group, priceOf))
    .sort((left, right) => compareNaturally(left.name, right.name));
}

/** Stages before there is an environment. */
const miningStages = ['collect', 'judge', 'infer', 'select'];
const scenarioStages = ['scenario', 'rollout'];

function nameOf(entry: LedgerEntry, by: CostDimension): string {
  const { stage, subject, run } = entry;
  switch (by) {
    case 'stage':
      return stage ?? '(no stage)';
    case 'work':
      return entry.work;
    case 'model':
      return modelName(entry);
    case 'run':
      return run === undefined ? '(no run)' : String(run);
    case 'environment':
      if (stage === undefined || subject === undefined) return '(no environment)';
      return miningStages.includes(stage) ? '(topics)' : (subject.split('/')[0] ?? subject);
    case 'scenario':
      if (stage === undefined || subject === undefined || !scenarioStages.includes(stage)) return '(no scenario)';
      return subject.split('/').slice(0, 2).join('/');
  }
}

/** Of use or not. */
export function isAnswered(outcome: LedgerEntry['outcome']): boolean {
  return outcome === 'answered' || outcome === 'useless';
}

function rowOf(name: string, entries: readonly LedgerEntry[], priceOf: PriceOf): CostRow {
  const answered = entries.filter(({ outcome }) => isAnswered(outcome));
  // What was turned away used nothing; what broke off on the way may have.
  const used = entries.filter(({ outcome }) => isAnswered(outcome) || ['timeout', 'truncated', 'empty'].includes(outcome));
  const sum = (of: (entry: LedgerEntry) => KnownSum): Known => ({
    sum: total(used.map((entry) => of(entry).sum)),
    unknown: total(used.map((entry) => of(entry).unknown)),
    of: total(used.map((entry) => entry.calls)),
  });
  return {
    name,
    calls: total(answered.map((entry) => entry.calls)),
    failedTries: total(entries.map((entry) => entry.calls)) - total(answered.map((entry) => entry.calls)),
    input: sum((entry) => entry.inputTokens),
    cached: sum((entry) => entry.cachedTokens),
    output: sum((entry) => entry.outputTokens),
    reasoning: sum((entry) => entry.reasoningTokens),
    cost: sum((entry) => costKnown(entry, priceOf)),
  };
}

/** By the prices known at present: one that was added later holds for earlier calls, too. */
function costKnown({ author, calls, charged, endpoint, inBatch }: LedgerEntry, priceOf: PriceOf): KnownSum {
  const price = priceOf(endpoint, author.model ?? '');
  const cost = costOf(inBatch ? batchPrice(price) : price, { ...charged, reasoningTokens: undefined });
  return cost === undefined ? { sum: 0, unknown: calls } : { sum: cost, unknown: calls - charged.calls };
}

/** The models whose calls have no known price, as "model at host". */
export function unpricedModels(entries: readonly LedgerEntry[], priceOf: PriceOf): readonly string[] {
  const unpriced = entries.filter(({ author, charged, endpoint, inBatch }) => {
    const price = priceOf(endpoint, author.model ?? '');
    return charged.calls > 0 && (inBatch ? batchPrice(price) : price) === undefined;
  });
  return [...new Set(unpriced.map((entry) => `${modelName(entry)}${entry.inBatch ? ' (in batches)' : ''}`))];
}

function modelName({ author, endpoint }: LedgerEntry): string {
  return `${author.model ?? author.provider} at ${endpoint.replace(/^https?:\/\//, '')}`;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
