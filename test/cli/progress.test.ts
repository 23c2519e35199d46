import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { callProblemsText, callsText } from '../../src/cli/terminal/call-progress.ts';
import { openLiveDisplay } from '../../src/cli/terminal/live-display.ts';
import { openPlainDisplay } from '../../src/cli/terminal/plain-display.ts';
import { advance, startOfProgress, timeLeft } from '../../src/cli/terminal/progress.ts';
import { liveLines } from '../../src/cli/terminal/progress-text.ts';
import type { PipelineEvent } from '../../src/engine/events.ts';
import { plansOf, planText } from '../../src/render/text/plan-text.ts';

const start = (stage: string, noun: string, total: number): PipelineEvent => ({ kind: 'stage-start', stage, noun, total });
const unit = (
  stage: string,
  subject: string,
  status: 'done' | 'cached' | 'rejected' | 'failed',
  reason?: string,
): PipelineEvent => ({
  kind: 'unit-end',
  stage,
  subject,
  status,
  ...(reason === undefined ? {} : { reason }),
  artifacts: [],
});
const end = (stage: string, noun: string, skipped = 0): PipelineEvent => ({
  kind: 'stage-end',
  stage,
  noun,
  counts: { done: 0, cached: 0, rejected: 0, failed: 0, skipped },
});
const call = (status: 'answered' | 'stored' | 'failed', tokens?: number): PipelineEvent => ({
  kind: 'call-end',
  work: 'write-code',
  model: 'm',
  status,
  costUsd: undefined,
  usage:
    tokens === undefined
      ? undefined
      : { inputTokens: tokens, outputTokens: 1, cachedTokens: undefined, reasoningTokens: undefined },
  retries: 0,
  durationMs: 5,
});

/** The progress after events that come one second apart. */
const progressAfter = (events: readonly PipelineEvent[]) =>
  events.reduce((progress, event, index) => advance(progress, event, (index + 1) * 1000), startOfProgress(0));

describe('progress', () => {
  it('counts accepted, rejected, failed and cached units; a reused rejection is not accepted', () => {
    const progress = progressAfter([
      start('write', 'environments', 5),
      unit('write', 'a', 'done'),
      unit('write', 'b', 'cached'),
      unit('write', 'c', 'cached', 'does not compile'),
      unit('write', 'd', 'rejected', 'does not compile'),
      unit('write', 'e', 'failed', 'no answer'),
    ]);
    expect(liveLines(progress, 7000, '*')).toEqual([
      '* environments  5/5  2 accepted, 2 rejected, 1 failed, 2 cached',
      '  7 s elapsed, about 0 s left for environments',
    ]);
  });

  it('estimates the time left from units that ran, not from cached ones', () => {
    const cachedOnly = progressAfter([start('write', 'environments', 4), unit('write', 'a', 'cached')]);
    expect(timeLeft(cachedOnly.stages[0]!, 9000)).toBeUndefined();
    const ran = progressAfter([start('write', 'environments', 4), unit('write', 'a', 'cached'), unit('write', 'b', 'done')]);
    expect(timeLeft(ran.stages[0]!, 3000)).toBe(4000);
  });

  it('goes on counting when a stage runs again, and counts each agent apart', () => {
    const progress = progressAfter([
      start('states', 'initial states', 3),
      end('states', 'initial states'),
      start('states', 'initial states', 2),
      start('rollout', 'rollouts by reference', 1),
      unit('rollout', 'x', 'done'),
      end('rollout', 'rollouts by reference'),
      start('rollout', 'rollouts by noop', 1),
      unit('rollout', 'y', 'failed', 'broke'),
    ]);
    expect(progress.stages.map(({ noun, total, ended, failed }) => ({ noun, total, ended, failed }))).toEqual([
      { noun: 'initial states', total: 5, ended: 0, failed: 0 },
      { noun: 'rollouts by reference', total: 1, ended: 1, failed: 0 },
      { noun: 'rollouts by noop', total: 1, ended: 1, failed: 1 },
    ]);
  });

  it('never shows unknown token counts as if they were known', () => {
    expect(callsText(progressAfter([]).calls)).toBeUndefined();
    expect(callsText(progressAfter([call('answered', 1000), call('stored')]).calls)).toBe(
      '1 call, 1 answered from the ledger, 1,001 tokens',
    );
    expect(callsText(progressAfter([call('answered', 1000), call('answered')]).calls)).toBe('2 calls, at least 1,001 tokens');
    expect(callsText(progressAfter([call('failed')]).calls)).toBe('1 call (1 failed)');
  });
});

describe('what limits and what goes wrong', () => {
  const limit = (by: 'nothing' | 'retry-after' | 'concurrency', text: string): PipelineEvent => ({
    kind: 'call-limit',
    model: 'm',
    by,
    text,
    atOnce: 4,
    underway: 0,
    waiting: 3,
  });
  const retry = (trouble: 'timeout' | 'rate-limited'): PipelineEvent => ({
    kind: 'call-retry',
    work: 'write-code',
    model: 'm',
    trouble,
    reason: 'no',
    waitMs: 5,
  });
  const unfit = (next: 'repair' | 'failure'): PipelineEvent => ({
    kind: 'answer-unfit',
    work: 'write-code',
    model: 'm',
    next,
    reason: 'no',
  });

  it('is told apart: troubles on the way by their kind, answers that did not fit, and money with a bound', () => {
    const failed: PipelineEvent = { ...call('failed'), kind: 'call-end', trouble: 'timeout' } as PipelineEvent;
    const priced: PipelineEvent = { ...call('answered', 9), kind: 'call-end', costUsd: 0.0123 } as PipelineEvent;
    const { calls } = progressAfter([retry('timeout'), retry('rate-limited'), failed, unfit('repair'), unfit('failure'), priced]);
    expect(callProblemsText(calls)).toBe(
      'tries that failed on the way: 2 timeout, 1 rate limited (429); answers that did not fit: 1 asked for again, 1 of no use',
    );
    expect(callsText(calls)).toBe('2 calls (1 failed), at least 10 tokens, $0.012');
    expect(callsText(progressAfter([priced, call('answered', 9)]).calls)).toBe('2 calls, 20 tokens, at least $0.012');
  });

  it('shows now and only as long as it is so', () => {
    const running = [start('write', 'environments', 4), limit('retry-after', 'no call for 3 s')];
    expect(liveLines(progressAfter(running), 3000, '*').join('\n')).toContain('limited now: no call for 3 s');
    const over = progressAfter([...running, limit('nothing', 'nothing limits the calls')]);
    expect(liveLines(over, 3000, '*').join('\n')).not.toContain('limited');
    const lines: string[] = [];
    const display = openPlainDisplay((line) => lines.push(line), { now: () => 0, everyMs: 5000, withRejections: false });
    for (const event of [limit('concurrency', '8 at once'), ...running.slice(1), limit('nothing', ''), ...running.slice(1)])
      display.show(event);
    expect(lines).toEqual(['limited now: no call for 3 s', 'limited now: no call for 3 s']);
  });
});

describe('plain lines', () => {
  it('tell start and end of a stage, each failure, and progress at most as often as set', () => {
    let now = 0;
    const lines: string[] = [];
    const display = openPlainDisplay((line) => lines.push(line), { now: () => now, everyMs: 5000, withRejections: false });
    display.show(start('write', 'environments', 13));
    for (let i = 1; i <= 12; i++) {
      now = i * 1000;
      display.show(unit('write', `unit ${i}`, i === 3 ? 'rejected' : 'done', i === 3 ? 'bad' : undefined));
    }
    display.show(unit('write', 'last', 'failed', 'no answer'));
    display.show(end('write', 'environments'));
    display.close();
    expect(lines).toEqual([
      'environments: 13 units to do or reuse',
      'environments: 5 of 13 (4 accepted, 1 rejected)',
      'environments: 10 of 13 (9 accepted, 1 rejected)',
      'write last failed: no answer',
      'environments: 13 of 13 in 12 s (11 accepted, 1 rejected, 1 failed)',
    ]);
  });
});

describe('the live display', () => {
  it('redraws ten times a second however many events come, and gives the cursor back', () => {
    vi.useFakeTimers();
    try {
      const terminal = Object.assign(new PassThrough(), { columns: 60, rows: 20 });
      const display = openLiveDisplay(terminal, { colours: false, now: Date.now });
      display.show(start('write', 'environments', 1000));
      for (let i = 0; i < 1000; i++) display.show(unit('write', `unit ${i}`, i === 7 ? 'failed' : 'done', 'no answer'));
      vi.advanceTimersByTime(1000);
      display.close();
      display.close();
      const written = String(terminal.read());
      expect(written.split('1,000/1,000').length - 1).toBe(11);
      expect(written.split('write unit 7 failed: no answer').length - 1).toBe(1);
      expect(written.startsWith('\x1b[?25l')).toBe(true);
      expect(written.endsWith('\x1b[?25h')).toBe(true);
      expect(written.split('\n').every((line) => stripVTControlCharacters(line).length < 60)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a plan', () => {
  it('says what would run and why, with units of one reason together', () => {
    const planned = (subject: string, action: 'cached' | 'run', because: string): PipelineEvent => ({
      kind: 'unit-plan',
      stage: 'write',
      subject,
      action,
      because,
    });
    const plans = plansOf([
      start('write', 'environments', 4),
      planned('a', 'run', 'prompt write-code.md changed'),
      planned('b', 'cached', 'is up to date'),
      planned('c', 'run', 'has never run'),
      planned('d', 'run', 'prompt write-code.md changed'),
      end('write', 'environments'),
      { kind: 'stage-more', stage: 'assess', noun: 'assessments', atMost: 3, because: 'once there are environments' },
    ]);
    expect(planText(plans, 80).split('\n')).toEqual([
      'Plan; nothing was run.',
      'environments: 3 would run, 1 up to date',
      '  prompt write-code.md changed: 2 environments (a, d)',
      '  has never run: 1 environment (c)',
      'assessments: 0 would run, 0 up to date',
      '  up to 3 more once there are environments',
    ]);
  });
});
