import type { PipelineEvent } from '../../engine/events.ts';
import type { Trouble } from '../../generation/endpoint/call-event.ts';
import { countOf, countText, dollarText } from '../../render/text/amounts.ts';
import { troubleText } from '../../render/text/trouble-text.ts';

/** Requests to models. `tokens` and `costUsd` are sums of what is known; `withoutUsage` and `withoutCost` count the others. */
export interface CallProgress {
  readonly answered: number;
  /** Answered in an earlier run, free of charge. */
  readonly stored: number;
  readonly failed: number;
  readonly retries: number;
  readonly tokens: number;
  readonly withoutUsage: number;
  readonly costUsd: number;
  readonly withoutCost: number;
  /** Tries that came to nothing on the way, by reason. */
  readonly troubles: Readonly<Partial<Record<Trouble, number>>>;
  /** Answers that went back to the model, and answers of no use in the end. */
  readonly sentBack: number;
  readonly useless: number;
  /** What holds requests back at the moment; undefined when nothing does. */
  readonly limit: string | undefined;
}

export const noCalls: CallProgress = {
  answered: 0,
  stored: 0,
  failed: 0,
  retries: 0,
  tokens: 0,
  withoutUsage: 0,
  costUsd: 0,
  withoutCost: 0,
  troubles: {},
  sentBack: 0,
  useless: 0,
  limit: undefined,
};

/** The progress after one more event; events about other things leave it as it is. */
export function withCallEvent(calls: CallProgress, event: PipelineEvent): CallProgress {
  switch (event.kind) {
    case 'call-end':
      return withEnd(calls, event);
    case 'call-retry':
      return withTrouble(calls, event.trouble);
    case 'answer-unfit':
      return event.next === 'failure' ? { ...calls, useless: calls.useless + 1 } : { ...calls, sentBack: calls.sentBack + 1 };
    case 'call-limit':
      return { ...calls, limit: event.by === 'nothing' ? undefined : event.text };
    default:
      return calls;
  }
}

function withEnd(before: CallProgress, call: Extract<PipelineEvent, { kind: 'call-end' }>): CallProgress {
  if (call.status === 'stored') return { ...before, stored: before.stored + 1 };
  const calls = call.trouble === undefined ? before : withTrouble(before, call.trouble);
  const input = call.usage?.inputTokens;
  const output = call.usage?.outputTokens;
  return {
    ...calls,
    [call.status]: calls[call.status] + 1,
    retries: calls.retries + call.retries,
    tokens: calls.tokens + (input ?? 0) + (output ?? 0),
    withoutUsage: calls.withoutUsage + (input !== undefined && output !== undefined ? 0 : 1),
    costUsd: calls.costUsd + (call.costUsd ?? 0),
    withoutCost: calls.withoutCost + (call.costUsd === undefined && call.status === 'answered' ? 1 : 0),
  };
}

function withTrouble(calls: CallProgress, trouble: Trouble): CallProgress {
  return { ...calls, troubles: { ...calls.troubles, [trouble]: (calls.troubles[trouble] ?? 0) + 1 } };
}

/** Requests to models, their tokens and their price, as far as they are known; undefined when none was made. */
export function callsText(calls: CallProgress): string | undefined {
  const asked = calls.answered + calls.failed;
  if (asked + calls.stored === 0) return undefined;
  return [
    `${countOf(asked, 'calls')}${calls.failed > 0 ? ` (${countText(calls.failed)} failed)` : ''}`,
    ...(calls.retries > 0 ? [countOf(calls.retries, 'retries')] : []),
    ...(calls.stored > 0 ? [`${countText(calls.stored)} answered from the ledger`] : []),
    ...(asked > calls.withoutUsage ? [`${calls.withoutUsage > 0 ? 'at least ' : ''}${countText(calls.tokens)} tokens`] : []),
    ...(calls.answered > calls.withoutCost ? [`${calls.withoutCost > 0 ? 'at least ' : ''}${dollarText(calls.costUsd)}`] : []),
  ].join(', ');
}

/** What went wrong on the way to models, and what was wrong with their answers; undefined when nothing was. */
export function callProblemsText(calls: CallProgress): string | undefined {
  const troubles = Object.entries(calls.troubles).map(([trouble, count]) => `${countText(count)} ${troubleText(trouble)}`);
  const answers = [
    ...(calls.sentBack > 0 ? [`${countText(calls.sentBack)} asked for again`] : []),
    ...(calls.useless > 0 ? [`${countText(calls.useless)} of no use`] : []),
  ];
  const parts = [
    ...(troubles.length > 0 ? [`tries that failed on the way: ${troubles.join(', ')}`] : []),
    ...(answers.length > 0 ? [`answers that did not fit: ${answers.join(', ')}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : undefined;
}
