import { compareNaturally } from '../base/natural-order.ts';
import type { KnownSum, LedgerEntry } from '../store/store.ts';

/** What the calls can be broken down by. */
export const costDimensions = ['stage', 'work', 'model', 'environment', 'scenario', 'run'] as const;
export type CostDimension = (typeof costDimensions)[number];

/** A sum over the calls for which a number is known; `unknown` of the `of` calls it could be known for do not tell it. */
interface Known extends KnownSum {
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

/** All calls as one row. */
export function totalOf(entries: readonly LedgerEntry[]): CostRow {
  return rowOf('all', entries);
}

/** One row for each value of a dimension, in natural order. */
export function costRows(entries: readonly LedgerEntry[], by: CostDimension): readonly CostRow[] {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const name = nameOf(entry, by);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups].map(([name, group]) => rowOf(name, group)).sort((left, right) => compareNaturally(left.name, right.name));
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
      return `${entry.author.model ?? entry.author.provider} at ${entry.endpoint.replace(/^https?:\/\//, '')}`;
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

function rowOf(name: string, entries: readonly LedgerEntry[]): CostRow {
  const answered = entries.filter(({ outcome }) => outcome === 'answered');
  // What was turned away used nothing; what broke off on the way may have.
  const used = entries.filter(({ outcome }) => ['answered', 'timeout', 'truncated'].includes(outcome));
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
    cost: sum((entry) => entry.costUsd),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
