import { afterEach, describe, expect, it } from 'vitest';
import { Postponed } from '../../src/base/errors.ts';
import { createBudget } from '../../src/generation/limits/budget.ts';
import { createLimiter, type LimiterState } from '../../src/generation/limits/limiter.ts';
import { batchPrice, costOf, priceOf, readPrices } from '../../src/generation/limits/prices.ts';
import { createRateWindow } from '../../src/generation/limits/rate-window.ts';
import type { Reply } from '../support/openai-server.ts';
import { type Bench, context, openBench } from './bench.ts';

const opened: Bench[] = [];
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.server.close();
});
const open = async (...args: Parameters<typeof openBench>): Promise<Bench> => {
  const bench = await openBench(...args);
  opened.push(bench);
  return bench;
};
const hello: Reply = { kind: 'answer', content: 'hello' };
const turn = (it: Bench, sample: number): Promise<unknown> =>
  it.converser.converse({
    messages: [{ role: 'user', content: 'hi' }],
    tools: [],
    sample,
    attempt: undefined,
    signal: context.signal,
  });
const turns = (it: Bench, count: number): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, sample) => turn(it, sample)));
const { signal } = new AbortController();

describe('requests per minute', () => {
  it('are not exceeded in any minute, and amounts that were guessed are corrected', () => {
    const window = createRateWindow(100);
    const correct = window.use(60, 0);
    window.use(40, 10_000);
    expect(window.waitMs(1, 20_000)).toBe(40_000);
    expect(window.waitMs(70, 20_000)).toBe(50_000);
    correct(30);
    expect(window.waitMs(30, 20_000)).toBe(0);
    expect(window.waitMs(1, 60_001)).toBe(0);
    expect(window.waitMs(500, 65_000)).toBe(5000);
    expect(window.waitMs(500, 70_000)).toBe(0);
  });

  it('take no notice of what a request used once its minute is over', () => {
    const window = createRateWindow(100);
    const correct = window.use(80, 0);
    window.use(50, 61_000);
    correct(10);
    expect(window.waitMs(60, 62_000)).toBe(59_000);
    expect(window.waitMs(50, 62_000)).toBe(0);
  });

  it('hold back a request with a word why, and let it go', async () => {
    const states: LimiterState[] = [];
    let now = 0;
    const limiter = createLimiter(
      { concurrency: 4, requestsPerMinute: 1 },
      () => now,
      (state) => states.push(state),
    );
    await limiter.run(1, async () => undefined, signal);
    now = 59_990;
    const second = limiter.run(1, async () => 'done', signal);
    expect(states.at(-1)).toMatchObject({ by: 'rpm', waiting: 1, forMs: 10 });
    now = 60_001;
    expect(await second).toBe('done');
    expect(states.at(-1)).toMatchObject({ by: 'nothing' });
  });
});

describe('the number of calls at once', () => {
  it('grows while the endpoint keeps up, and is halved once for all that met a 429 together', async () => {
    let underway = 0;
    let most = 0;
    let refusing = false;
    const bench = await open(
      async () => {
        most = Math.max(most, ++underway);
        await new Promise((resolve) => setTimeout(resolve, 250));
        underway--;
        return refusing ? { kind: 'status', status: 429, message: 'slow down' } : hello;
      },
      { limits: { concurrency: 24 }, retries: 8 },
    );
    const all = turns(bench, 120);
    await expect.poll(() => most, { timeout: 30_000 }).toBe(24);
    refusing = true;
    await expect
      .poll(() => bench.events.some((event) => event.kind === 'call-limit' && event.by === 'rate-limited'), { timeout: 30_000 })
      .toBe(true);
    refusing = false;
    await all;
    const cuts = bench.events.flatMap((event) => (event.kind === 'call-limit' && event.by === 'rate-limited' ? [event] : []));
    expect(cuts[0]).toMatchObject({
      atOnce: 12,
      text: expect.stringMatching(/^12 calls at once, because http.* had too much to do$/),
    });
  });

  it('is paused for all when the endpoint says how long to wait', async () => {
    const times: number[] = [];
    const bench = await open(
      ({ number }) => {
        times.push(performance.now());
        return number === 1 ? { kind: 'status', status: 429, message: 'slow', headers: { 'retry-after-ms': '300' } } : hello;
      },
      { limits: { concurrency: 1 } },
    );
    await turns(bench, 3);
    expect(times).toHaveLength(4);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(290);
    expect(bench.events).toContainEqual(
      expect.objectContaining({ kind: 'call-limit', by: 'retry-after', text: expect.stringContaining('(Retry-After)') }),
    );
  });
});

describe('what broke on the way', () => {
  const cases: [string, Reply, string][] = [
    ['a 429', { kind: 'status', status: 429, message: 'x' }, 'rate-limited'],
    ['a 500', { kind: 'status', status: 500, message: 'x' }, 'server-error'],
    ['a connection that was reset', { kind: 'reset' }, 'connection'],
    ['a body that was cut off', { kind: 'cut-off', body: '{"choi' }, 'truncated'],
    ['a server that hangs', { kind: 'hang' }, 'timeout'],
  ];
  for (const [name, reply, trouble] of cases) {
    it(`is told by its kind and stored as such: ${name}`, async () => {
      const bench = await open(() => reply, { retries: 0, timeoutMs: reply.kind === 'hang' ? 200 : 20_000 });
      await expect(turn(bench, 1)).rejects.toMatchObject({ evidence: { outcome: trouble } });
      expect(bench.events.at(-1)).toMatchObject({ kind: 'call-end', status: 'failed', trouble });
      expect(bench.calls.records).toMatchObject([{ outcome: trouble, inputTokens: undefined }]);
    });
  }

  it('in most of the last calls stops the run with the reason; a single bad spell does not', async () => {
    const budget = createBudget({}, () => 0);
    const bench = await open(
      ({ number }) => (number % 3 === 0 ? hello : { kind: 'status', status: 502, message: 'bad gateway' }),
      {
        retries: 0,
        budget,
        limits: { concurrency: 1 },
      },
    );
    const ends = await Promise.allSettled(Array.from({ length: 30 }, (_, sample) => turn(bench, sample)));
    // One more may have been let through when the tenth came back.
    expect(bench.server.requests.length).toBeLessThanOrEqual(11);
    expect(ends.filter((end) => end.status === 'rejected' && end.reason instanceof Postponed).length).toBeGreaterThanOrEqual(19);
    expect(budget.reason()).toMatchObject({
      because: 'endpoint',
      message: expect.stringMatching(/^7 of the last 10 calls to .*\(server-error: 7\)/),
    });
  });
});

describe('prices', () => {
  const shipped = readPrices([new URL('../../prices.yaml', import.meta.url).pathname]);
  const usage = { inputTokens: 1_000_000, cachedTokens: 400_000, outputTokens: 100_000, reasoningTokens: undefined };

  it('hold for a model at its endpoint alone, count cached input apart, and are unknown where a number is', () => {
    const price = priceOf(shipped, 'https://api.openai.com/v1', 'gpt-4.1');
    expect(costOf(price, usage)).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.1 * 8, 9);
    expect(costOf(batchPrice(price), usage)).toBeCloseTo((2 + 0.1 * 8) / 2, 9);
    expect(batchPrice({ model: 'm', input: 2, output: 1 })).toBeUndefined();
    expect(costOf({ model: 'm', input: 2, cached: 0.5, output: 8 }, usage)).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.1 * 8, 9);
    expect(priceOf(shipped, 'http://localhost:8000/v1', 'gpt-4.1')).toBeUndefined();
    expect(costOf(undefined, usage)).toBeUndefined();
    expect(costOf(price, { ...usage, outputTokens: undefined })).toBeUndefined();
    expect(costOf({ model: 'm', input: 2, output: 1 }, usage)).toBeCloseTo(2.1, 9);
  });
});
