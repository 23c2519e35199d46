import type { PipelineEvent } from '../../../engine/events.ts';
import type { ModelSettings, Writer } from '../../../generation/assignment.ts';
import { type WorkName, workNames } from '../../../generation/author.ts';
import { costOf, type Price } from '../../../generation/limits/prices.ts';
import type { LedgerEntry } from '../../../store/store.ts';

/** What the units of a plan would probably ask models. */
export interface PlanEstimate {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** undefined where the price of one of the models is not known. */
  readonly costUsd: number | undefined;
  /** Kinds of work by what the numbers rest on: earlier calls, or the size of the prompts. */
  readonly measured: readonly AskedWork[];
  readonly guessed: readonly AskedWork[];
}

/** What models are asked for: all that authors do, and the turns of a model that plays. */
export type AskedWork = WorkName | 'act';
const askedWorks: readonly AskedWork[] = [...workNames, 'act'];

export interface EstimateSources {
  /** The events of a plan. */
  readonly events: readonly PipelineEvent[];
  readonly ledger: readonly LedgerEntry[];
  writerOf(work: AskedWork): Writer;
  priceOf(model: ModelSettings): Price | undefined;
  /** Bytes of the prompt of a kind of work, without what an input adds. */
  promptBytes(work: AskedWork): number;
}

/** Adds up what the works of all units that would run need; undefined where no model would be asked anything. */
export function estimatePlan(sources: EstimateSources): PlanEstimate | undefined {
  const needs = sources.events.flatMap((event) =>
    event.kind === 'stage-work' ? event.works.flatMap((name) => needOf(event, name, sources)) : [],
  );
  if (needs.length === 0) return undefined;
  const sum = (of: (need: Need) => number): number => Math.round(needs.reduce((total, need) => total + of(need), 0));
  const costs = needs.map((need) => need.costUsd);
  const based = (basis: Need['basis']): AskedWork[] => [
    ...new Set(needs.filter((need) => need.basis === basis).map((need) => need.work)),
  ];
  return {
    calls: sum((need) => need.calls),
    inputTokens: sum((need) => need.inputTokens),
    outputTokens: sum((need) => need.outputTokens),
    costUsd: costs.reduce<number | undefined>(
      (total, cost) => (total === undefined || cost === undefined ? undefined : total + cost),
      0,
    ),
    measured: based('measured'),
    guessed: based('guessed'),
  };
}

interface Need {
  readonly work: AskedWork;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | undefined;
  readonly basis: 'measured' | 'guessed';
}

type StageWork = Extract<PipelineEvent, { kind: 'stage-work' }>;

function needOf({ stage, units, inputBytes }: StageWork, name: string, sources: EstimateSources): Need[] {
  const work = askedWorks.find((known) => known === name);
  const writer = work && sources.writerOf(work);
  if (work === undefined || writer === undefined || writer === 'procedural' || units === 0) return [];
  const own = sources.ledger.filter((entry) => entry.work === work && entry.outcome === 'answered');
  const sameModel = own.filter((entry) => entry.author.model === writer.model);
  const each = averageOf(sameModel.length > 0 ? sameModel : own);
  const guess = guesses[work];
  // A player reads the tools and what was said so far, and not the source.
  const bytes = sources.promptBytes(work) + (work === 'act' ? conversationBytes : inputBytes / units);
  const perCall = each ?? { inputTokens: bytes / bytesPerToken, outputTokens: guess.outputTokens };
  const calls = units * (callsPerUnit(own, stage) ?? guess.callsPerUnit);
  const usage = { inputTokens: calls * perCall.inputTokens, outputTokens: calls * perCall.outputTokens };
  const costUsd = costOf(sources.priceOf(writer), { ...usage, cachedTokens: undefined, reasoningTokens: undefined });
  return [{ work, calls, ...usage, costUsd, basis: each ? 'measured' : 'guessed' }];
}

/** English text and JSON have about four bytes to a token. */
const bytesPerToken = 4;
/** Twenty tools, and half of a conversation of average length. */
const conversationBytes = 24_000;

/** How often units ask and how long the answers are, as in the recorded runs; until there are measurements. */
const guesses: Readonly<Record<AskedWork, { readonly callsPerUnit: number; readonly outputTokens: number }>> = {
  'judge-tasks': { callsPerUnit: 1, outputTokens: 600 },
  'infer-topic': { callsPerUnit: 1, outputTokens: 250 },
  'model-state': { callsPerUnit: 1.2, outputTokens: 2500 },
  'plan-operations': { callsPerUnit: 1.2, outputTokens: 4000 },
  'write-code': { callsPerUnit: 2, outputTokens: 2500 },
  'repair-code': { callsPerUnit: 0.5, outputTokens: 1000 },
  'write-state': { callsPerUnit: 1.2, outputTokens: 3500 },
  'propose-call': { callsPerUnit: 2, outputTokens: 1000 },
  'judge-call': { callsPerUnit: 2, outputTokens: 1000 },
  'write-scenario': { callsPerUnit: 1.5, outputTokens: 600 },
  'read-task': { callsPerUnit: 1.3, outputTokens: 300 },
  'simulate-user': { callsPerUnit: 2, outputTokens: 40 },
  act: { callsPerUnit: 8, outputTokens: 100 },
};

function averageOf(entries: readonly LedgerEntry[]): { inputTokens: number; outputTokens: number } | undefined {
  const mean = (of: 'inputTokens' | 'outputTokens'): number | undefined => {
    const known = entries.reduce((sum, entry) => sum + entry.calls - entry[of].unknown, 0);
    return known === 0 ? undefined : entries.reduce((sum, entry) => sum + entry[of].sum, 0) / known;
  };
  const [inputTokens, outputTokens] = [mean('inputTokens'), mean('outputTokens')];
  return inputTokens === undefined || outputTokens === undefined ? undefined : { inputTokens, outputTokens };
}

function callsPerUnit(entries: readonly LedgerEntry[], stage: string): number | undefined {
  const own = entries.filter((entry) => entry.stage === stage);
  const units = new Set(own.map((entry) => JSON.stringify([entry.run, entry.subject]))).size;
  return units === 0 ? undefined : own.reduce((sum, entry) => sum + entry.calls, 0) / units;
}
