import { afterEach, describe, expect, it } from 'vitest';
import { Postponed, UserError } from '../../src/base/errors.ts';
import { createBudget, type Need } from '../../src/generation/limits/budget.ts';
import { createEndpointLimits } from '../../src/generation/limits/endpoint-limits.ts';
import { createEstimator } from '../../src/generation/limits/estimate.ts';
import type { ReceivedRequest, Reply } from '../support/openai-server.ts';
import { askTopic, type Bench, openBench, topicAnswer } from './bench.ts';

const opened: Bench[] = [];
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.server.close();
});
const open = async (...args: Parameters<typeof openBench>): Promise<Bench> => {
  const bench = await openBench(...args);
  opened.push(bench);
  return bench;
};
const { signal } = new AbortController();

/** A request of so many tokens, whose answer cannot be shorter, at a dollar per thousand. */
const need = (tokens: number, usd?: number): Need => ({
  input: { tokens, usd },
  output: { most: 0, least: 0, usdEach: usd === undefined ? undefined : 0.001 },
});

describe('a budget', () => {
  it('never lets requests at the same time use more than there is, and waits for what may come back', async () => {
    const budget = createBudget({ tokens: 1000 }, () => 0);
    const [first, second] = [await budget.reserve(need(600), signal), budget.reserve(need(600), signal)];
    let granted = false;
    void second.then(() => {
      granted = true;
    });
    await Promise.resolve();
    expect(granted).toBe(false);
    first.settle({ tokens: 300, usd: undefined });
    (await second).settle(undefined);
    expect(budget.reason()).toBeUndefined();
    await expect(budget.reserve(need(101), signal)).rejects.toThrow(
      'The budget of 1000 tokens (--max-tokens) is reached: 900 are used, and the next call may need 101 (101 to read, counted on the safe side, and 0 to answer).',
    );
    expect(budget.check()).toBeInstanceOf(Postponed);
    await expect(budget.reserve(need(1), signal)).rejects.toBeInstanceOf(Postponed);
  });

  it('counts what nobody told as all that was set aside, and never as nothing', async () => {
    const budget = createBudget({ usd: 1 }, () => 0);
    (await budget.reserve(need(10, 0.7), signal)).settle({ tokens: 10, usd: undefined });
    await expect(budget.reserve(need(10, 0.4), signal)).rejects.toThrow('$0.70 are spent, and the next call may cost $0.40');
  });

  it('counts a request once, however often it is settled', async () => {
    const budget = createBudget({ calls: 2, tokens: 100 }, () => 0);
    const first = await budget.reserve(need(40), signal);
    for (let time = 0; time < 3; time++) first.settle({ tokens: 40, usd: undefined });
    (await budget.reserve(need(60), signal)).settle({ tokens: 60, usd: undefined });
    await expect(budget.reserve(need(1), signal)).rejects.toThrow('The budget of 2 calls (--max-calls) is used up.');
  });

  it('grants a shorter answer when nothing else is under way, down to the shortest that is worth it', async () => {
    const wish = (least: number): Need => ({ input: { tokens: 100, usd: 0.1 }, output: { most: 800, least, usdEach: 0.001 } });
    for (const limits of [{ tokens: 1000 }, { usd: 1 }]) {
      const budget = createBudget(limits, () => 0);
      const first = await budget.reserve(wish(50), signal);
      expect(first.outputTokens).toBe(800);
      const second = budget.reserve(wish(50), signal);
      first.settle({ tokens: 600, usd: 0.6 });
      expect((await second).outputTokens).toBe(300);
      (await second).settle({ tokens: 350, usd: 0.35 });
      await expect(budget.reserve(wish(50), signal)).rejects.toThrow(/100 to read, counted on the safe side, and 50 to answer/);
    }
  });

  it('lets one that waits be aborted, and the next one through', async () => {
    const budget = createBudget({ calls: 1 }, () => 0);
    const first = await budget.reserve(need(1), signal);
    const controller = new AbortController();
    const waiting = budget.reserve(need(1), controller.signal);
    const stop = new Error('not needed');
    controller.abort(stop);
    await expect(waiting).rejects.toBe(stop);
    first.settle(undefined);
    await expect(budget.reserve(need(1), signal)).rejects.toThrow('--max-calls');
  });
});

describe('an estimate', () => {
  const body = { messages: [{ role: 'user', content: 'x'.repeat(1000) }] };
  const bytes = JSON.stringify(body).length;
  const learnt = (times: number, outputTokens: number) => {
    const estimator = createEstimator();
    for (let i = 0; i < times; i++)
      estimator.learn('write-code', body, {
        inputTokens: 260,
        outputTokens,
        cachedTokens: undefined,
        reasoningTokens: undefined,
      });
    return estimator;
  };

  it('is generous before anything was measured, and then follows what was', () => {
    expect(createEstimator().estimate('write-code', body).likelyTokens).toBe(Math.ceil(bytes / 2) + 8192);
    expect(learnt(3, 1000).estimate('write-code', body).likelyTokens).toBe(1787);
    expect(learnt(3, 1000).estimate('write-code', { ...body, max_tokens: 50 }).likelyTokens).toBeLessThan(360);
  });

  it('sets aside a token for each byte whatever was measured, and several times the longest answer', () => {
    expect(createEstimator().estimate('write-code', body)).toMatchObject({
      inputTokens: bytes,
      output: { most: 16_384, least: 1024 },
    });
    expect(learnt(3, 1000).estimate('write-code', body)).toMatchObject({
      inputTokens: bytes,
      output: { most: 4000, least: 1200 },
    });
    const known = createEstimator(new Map([['write-code', 400]]));
    expect(known.estimate('write-code', body).output).toEqual({ most: 2048, least: 480 });
    expect(known.estimate('write-code', { ...body, max_completion_tokens: 300 }).output).toEqual({ most: 300, least: 300 });
  });
});

interface Wordy {
  script(request: ReceivedRequest): Promise<Reply>;
  /** Tokens of all answers and requests, as they would be charged. */
  readonly charged: { input: number; output: number };
}

/** A model that wants to say as many tokens as `wanted` says of a request, keeps to a limit, and tells what it used. */
function wordy(wanted: (request: ReceivedRequest) => number, content: unknown = 'x'): Wordy {
  const charged = { input: 0, output: 0 };
  return {
    charged,
    async script(request) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const { max_tokens: limit = Number.POSITIVE_INFINITY } = request.body;
      const words = wanted(request);
      const said = Math.min(words, Number(limit));
      const read = Math.ceil(JSON.stringify(request.body).length / 3);
      charged.input += read;
      charged.output += said;
      const usage = { prompt_tokens: read, completion_tokens: said };
      return said < words
        ? { kind: 'answer', content: JSON.stringify(content).slice(0, 5), finishReason: 'length', usage }
        : { kind: 'answer', content, usage };
    },
  };
}

const turn = (it: Bench, sample: number): Promise<unknown> =>
  it.converser.converse({
    messages: [{ role: 'user', content: 'y'.repeat(900) }],
    tools: [],
    sample,
    attempt: undefined,
    signal,
  });
const price = { model: 'test-model', input: 2, output: 10 };

describe('calls at the same time with long answers', () => {
  const lengths = [300, 9000, 40, 30_000, 1200, 16_384, 2500];
  it.each([
    ['tokens', { tokens: 150_000 }],
    ['dollars', { usd: 1.1 }],
    ['both', { usd: 0.4, tokens: 1_000_000 }],
  ] as const)('never use more than a budget of %s, and use most of it', async (_of, limits) => {
    const model = wordy(({ number }) => lengths[number % lengths.length] ?? 0);
    const budget = createBudget(limits, () => 0);
    const it = await open(model.script, { budget, price, limits: { concurrency: 50 } });
    const ends = await Promise.allSettled(Array.from({ length: 50 }, (_, sample) => turn(it, sample)));
    const { input, output } = model.charged;
    const used: { tokens: number; usd: number } = { tokens: input + output, usd: (input * 2 + output * 10) / 1e6 };
    for (const [name, most] of Object.entries(limits)) expect(used[name as keyof typeof used]).toBeLessThanOrEqual(most);
    const share = 'usd' in limits ? used.usd / limits.usd : used.tokens / limits.tokens;
    expect(share).toBeGreaterThan(0.5);
    const postponed = ends.filter((end) => end.status === 'rejected');
    expect(postponed.length).toBeGreaterThan(0);
    expect(postponed.every((end) => end.reason instanceof Postponed)).toBe(true);
    expect(it.server.requests.every(({ body }) => Number(body.max_tokens) > 0)).toBe(true);
  });

  it('are not held to a length without a budget of tokens or dollars', async () => {
    const it = await open(wordy(() => 30_000).script, { budget: createBudget({ calls: 9 }, () => 0) });
    await turn(it, 1);
    expect(it.server.requests[0]?.body).not.toHaveProperty('max_tokens');
  });
});

describe('an answer that is held to a length', () => {
  it('is the same answer as without, stored as the answer to the same question', async () => {
    const model = wordy(() => 300, topicAnswer);
    const it = await open(model.script, { budget: createBudget({ tokens: 100_000 }, () => 0) });
    await askTopic(it);
    expect(it.server.requests[0]?.body.max_tokens).toBe(16_384);
    expect(it.calls.records[0]?.requestBody).not.toHaveProperty('max_tokens');
    const later = await open(model.script, { baseUrl: it.server.baseUrl, calls: it.calls });
    expect(await askTopic(later)).toEqual(topicAnswer);
    expect(it.server.requests).toHaveLength(1);
  });

  it('gets more room once when it is cut off, and is never stored as the answer to the question', async () => {
    const it = await open(wordy(() => 20_000, topicAnswer).script, { budget: createBudget({ tokens: 100_000 }, () => 0) });
    expect(await askTopic(it)).toEqual(topicAnswer);
    expect(it.server.requests.map(({ body }) => body.max_tokens)).toEqual([16_384, expect.any(Number)]);
    expect(it.events).toContainEqual(expect.objectContaining({ kind: 'answer-unfit', next: 'more-room' }));
    expect(it.calls.records.map(({ requestBody }) => requestBody)).toEqual([
      expect.objectContaining({ max_tokens: 16_384 }),
      expect.not.objectContaining({ max_tokens: expect.anything() }),
    ]);
    expect(it.calls.records[0]?.request).not.toBe(it.calls.records[1]?.request);
  });

  it('that no budget could make longer puts the work off, and a budget that was too small once is not tried again', async () => {
    const model = wordy(() => 20_000, topicAnswer);
    const limits = { tokens: 20_000 };
    const it = await open(model.script, { budget: createBudget(limits, () => 0) });
    await expect(askTopic(it)).rejects.toThrow(/--max-tokens\) is reached: \d+ are used, and the next call may need \d+/);
    expect(it.server.requests).toHaveLength(1);
    const longest = new Map([['infer-topic', it.calls.records[0]?.outputTokens ?? 0]]);
    const endpointLimits = createEndpointLimits({
      endpoint: it.server.baseUrl,
      model: 'test-model',
      limits: { concurrency: 8 },
      longestAnswers: longest,
      elapsed: () => performance.now(),
      onEvent: () => undefined,
    });
    const budget = createBudget(limits, () => 0);
    const again = await open(model.script, { baseUrl: it.server.baseUrl, calls: it.calls, budget, endpointLimits });
    await expect(askTopic(again)).rejects.toBeInstanceOf(Postponed);
    expect(it.server.requests).toHaveLength(1);
  });

  it('that is cut off with all that is left, too, puts the work off and is never taken for a whole one', async () => {
    const budget = createBudget({ tokens: 60_000 }, () => 0);
    const it = await open(wordy(() => 100_000).script, { budget });
    await expect(turn(it, 1)).rejects.toThrow(
      /^All that the budget had left, \d+ tokens, was too little for the answer to "act"\.$/,
    );
    expect(it.server.requests).toHaveLength(2);
    expect(budget.reason()).toMatchObject({ because: 'budget' });
  });

  it('that the context of the model cuts off is cut off, budget or not', async () => {
    const model = wordy(() => 100_000);
    const tooLong: Reply = { kind: 'status', status: 400, message: "This model's maximum context length is 24000 tokens." };
    const budget = createBudget({ tokens: 1_000_000 }, () => 0);
    const it = await open(async (request) => (Number(request.body.max_tokens) > 20_000 ? tooLong : model.script(request)), {
      budget,
    });
    expect(await turn(it, 1)).toMatchObject({ finishReason: 'length' });
    expect(budget.reason()).toBeUndefined();
  });

  it('keeps to a length under the name and of the size that the server takes', async () => {
    const replies: Reply[] = [
      { kind: 'status', status: 400, message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." },
      { kind: 'status', status: 400, message: 'max_completion_tokens is too large: 16384. At most 8200 completion tokens.' },
    ];
    const it = await open(({ number }) => replies[number - 1] ?? { kind: 'answer', content: topicAnswer }, {
      budget: createBudget({ tokens: 100_000 }, () => 0),
    });
    await askTopic(it);
    await turn(it, 1);
    const sent = it.server.requests.map(({ body }) => [body.max_tokens, body.max_completion_tokens]);
    expect(sent).toEqual([
      [16_384, undefined],
      [undefined, 16_384],
      [undefined, 8192],
      [undefined, 8192],
    ]);
  });

  it('is not asked for where the server cannot be told a length at all', async () => {
    const it = await open(
      ({ body }) => {
        const name = Object.keys(body).find((key) => key.startsWith('max_'));
        return name ? { kind: 'status', status: 422, message: `extra field ${name}` } : { kind: 'answer', content: topicAnswer };
      },
      { budget: createBudget({ tokens: 100_000 }, () => 0) },
    );
    const error = await askTopic(it).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: expect.stringMatching(/neither max_tokens nor max_completion_tokens.*--max-calls/) });
  });
});
