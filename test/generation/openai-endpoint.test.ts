import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { ModelCallError } from '../../src/generation/errors.ts';
import type { ReceivedRequest, Reply } from '../support/openai-server.ts';
import { askTopic, type Bench, context, openBench, secretKey, topicAnswer } from './bench.ts';
import { inMemoryCalls } from './in-memory-calls.ts';

const opened: Bench[] = [];
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.server.close();
});
async function bench(
  script: (request: ReceivedRequest) => Reply | Promise<Reply>,
  changes: Parameters<typeof openBench>[1] = {},
): Promise<Bench> {
  const result = await openBench(script, changes);
  opened.push(result);
  return result;
}
const good: Reply = { kind: 'answer', content: topicAnswer };
const status = (code: number, message = 'no', more: Partial<Extract<Reply, { kind: 'status' }>> = {}): Reply => ({
  kind: 'status',
  status: code,
  message,
  ...more,
});
const reasonOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'it was answered',
    (reason: unknown) => reason,
  );

describe('a failure that may pass is tried again', () => {
  const cases: Record<string, Reply> = {
    'too many requests': status(429),
    'a server error': status(500),
    'an overloaded server': status(503),
    'a connection closed without a word': { kind: 'reset' },
    'a connection cut in the middle of the body': { kind: 'cut-off', body: '{"choices":[{"mess' },
    'a body that ends too early': { kind: 'raw', body: '{"choices":[{"message":{"content":"{}' },
    'an error inside a successful response': { kind: 'raw', body: '{"error":{"message":"upstream failed","code":502}}' },
    'no answer in time': { kind: 'hang' },
  };
  for (const [name, reply] of Object.entries(cases)) {
    test(name, async () => {
      const it = await bench(({ number }) => (number <= 2 ? reply : good), { timeoutMs: reply.kind === 'hang' ? 150 : 5_000 });
      expect(await askTopic(it)).toEqual(topicAnswer);
      expect(it.server.requests).toHaveLength(3);
      expect(it.events.filter((event) => event.kind === 'call-retry')).toHaveLength(2);
      expect(it.events.at(-1)).toMatchObject({ kind: 'call-end', status: 'answered', retries: 2 });
    });
  }

  test('but not for ever, and the failure tells all tries', async () => {
    const it = await bench(() => status(503, 'overloaded'), { retries: 2 });
    const error = await reasonOf(askTopic(it));
    expect(error).toBeInstanceOf(ModelCallError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/3 tries.*overloaded/),
      evidence: { work: 'infer-topic', outcome: 'server-error', tries: ['503 overloaded', '503 overloaded', '503 overloaded'] },
    });
    expect(it.server.requests).toHaveLength(3);
    expect(it.events.at(-1)).toMatchObject({ kind: 'call-end', status: 'failed', usage: undefined });
  });

  test('after the time the server asks for', async () => {
    const times: number[] = [];
    const it = await bench(({ number }) => {
      times.push(performance.now());
      return number === 1 ? status(429, 'slow down', { headers: { 'retry-after': '1' } }) : good;
    });
    await askTopic(it);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('unless the server asks for more time than one would wait', async () => {
    const it = await bench(() => status(429, 'come back tomorrow', { headers: { 'retry-after': '86400' } }));
    expect(await reasonOf(askTopic(it))).toMatchObject({ message: expect.stringContaining('come back tomorrow') });
    expect(it.server.requests).toHaveLength(1);
  });
});

describe('what only the person can mend stops at once and says what to check', () => {
  const cases: [string, Reply, RegExp][] = [
    ['a wrong key', status(401, `Incorrect API key provided: ${secretKey}`), /OPENAI_API_KEY/],
    ['a key without the right', status(403, 'not allowed'), /ENVSCALER_MODEL/],
    ['an unknown model', status(404, 'model not found'), /"test-model".*ENVSCALER_MODEL.*OPENAI_BASE_URL/],
    ['an account without credit', status(429, 'quota exceeded', { code: 'insufficient_quota' }), /credit/],
  ];
  for (const [name, reply, message] of cases) {
    test(name, async () => {
      const it = await bench(() => reply);
      const error = await reasonOf(askTopic(it));
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({ message: expect.stringMatching(message) });
      expect(it.server.requests).toHaveLength(1);
    });
  }

  test('an address that is none', async () => {
    const open = (baseUrl: string): Promise<Bench> => bench(() => good, { baseUrl });
    await expect(open('api.example.org/v1')).rejects.toThrow(/OPENAI_BASE_URL must be an address/);
    await expect(open('file:///v1')).rejects.toThrow(UserError);
  });
});

describe('answers are kept', () => {
  test('whole, with what was asked, before anything looks into them', async () => {
    const it = await bench(() => ({ kind: 'answer', content: 'nonsense', reasoning: 'Hmm.' }));
    await reasonOf(askTopic(it));
    expect(it.calls.records).toHaveLength(2);
    expect(it.calls.records[0]).toMatchObject({
      attempt: 7,
      work: 'infer-topic',
      author: { provider: 'openai', model: 'test-model' },
      endpoint: it.server.baseUrl,
      requestBody: it.server.requests[0]?.body,
      inputTokens: 100,
      outputTokens: 20,
      startedAt: '2026-03-09T09:00:00.000Z',
    });
    expect(JSON.parse(String(it.calls.records[0]?.responseBody))).toMatchObject({
      choices: [{ message: { content: 'nonsense', reasoning_content: 'Hmm.' } }],
    });
  });

  test('and the same request is answered from the store by another author, even where its server has gone', async () => {
    const first = await bench(({ body }) =>
      body.response_format?.json_schema?.strict ? status(400, 'no json_schema here') : good,
    );
    await askTopic(first);
    await first.server.close();
    const second = await openBench(() => status(500), { baseUrl: first.server.baseUrl, calls: first.calls });
    opened.push(second);
    expect(await askTopic(second)).toEqual(topicAnswer);
    expect(second.events).toMatchObject([{ kind: 'call-end', status: 'stored' }]);
  });

  test('and equal requests at the same time are sent once', async () => {
    const it = await bench(() => good);
    expect(await Promise.all([askTopic(it), askTopic(it), askTopic(it)])).toEqual([topicAnswer, topicAnswer, topicAnswer]);
    expect(it.server.requests).toHaveLength(1);
  });

  test('and another model or setting is another request', async () => {
    const it = await bench(() => good);
    await askTopic(it);
    for (const changes of [{ model: 'other-model' }, { parameters: { temperature: 0.2 } }]) {
      const other = await bench(() => good, { ...changes, baseUrl: it.server.baseUrl, calls: it.calls });
      await askTopic(other);
    }
    expect(it.server.requests.map(({ body }) => [body.model, body.temperature])).toEqual([
      ['test-model', undefined],
      ['other-model', undefined],
      ['test-model', 0.2],
    ]);
  });

  test('with unknown usage as unknown, not as 0', async () => {
    const it = await bench(() => ({ kind: 'answer', content: topicAnswer, usage: undefined }));
    await askTopic(it);
    expect(it.calls.records[0]).toMatchObject({ inputTokens: undefined, outputTokens: undefined });
    expect(it.events.at(-1)).toMatchObject({ usage: { inputTokens: undefined } });
  });

  test('and a store that fails is not taken for a failing server', async () => {
    const it = await bench(() => good, {
      calls: { ...inMemoryCalls(), saveCall: async () => Promise.reject(new Error('the disk is full')) },
    });
    expect(await reasonOf(askTopic(it))).toMatchObject({ message: 'the disk is full' });
    expect(it.server.requests).toHaveLength(1);
  });
});

test('no more requests are under way than allowed', async () => {
  let underway = 0;
  let most = 0;
  const it = await bench(
    async () => {
      most = Math.max(most, ++underway);
      await new Promise((resolve) => setTimeout(resolve, 20));
      underway--;
      return { kind: 'answer', content: 'hello' };
    },
    { limits: { concurrency: 3 } },
  );
  const turns = Array.from({ length: 12 }, (_, sample) =>
    it.converser.converse({
      messages: [{ role: 'user', content: 'hi' }],
      tools: [],
      sample,
      attempt: undefined,
      signal: context.signal,
    }),
  );
  await Promise.all(turns);
  expect(most).toBe(3);
  expect(it.server.requests).toHaveLength(12);
});

test('aborting ends a request under way and a wait between tries, with the reason given', async () => {
  for (const [reply, changes] of [
    [{ kind: 'hang' }, {}],
    [status(503), { backoffMs: 60_000, longestWaitMs: 60_000 }],
  ] as const) {
    const it = await bench(() => reply, changes);
    const controller = new AbortController();
    const outcome = reasonOf(askTopic(it, controller.signal));
    await expect.poll(() => it.server.requests.length).toBe(1);
    const stop = new Error('the person pressed Ctrl-C');
    controller.abort(stop);
    expect(await outcome).toBe(stop);
  }
});

test('aborting ends a place in the queue, and the others go on', async () => {
  let release = (): void => {};
  const it = await bench(
    async ({ number }) => {
      if (number === 1) await new Promise<void>((resolve) => (release = resolve));
      return { kind: 'answer', content: 'hello' };
    },
    { limits: { concurrency: 1 } },
  );
  const turn = (sample: number, signal: AbortSignal): Promise<unknown> =>
    reasonOf(
      it.converser.converse({ messages: [{ role: 'user', content: 'hi' }], tools: [], sample, attempt: undefined, signal }),
    );
  const controller = new AbortController();
  const outcomes = [turn(1, context.signal), turn(2, controller.signal), turn(3, context.signal)];
  await expect.poll(() => it.server.requests.length).toBe(1);
  const stop = new Error('this one is not needed any more');
  controller.abort(stop);
  expect(await outcomes[1]).toBe(stop);
  release();
  expect([await outcomes[0], await outcomes[2]]).toEqual(['it was answered', 'it was answered']);
  expect(it.server.requests).toHaveLength(2);
});

test('the key occurs nowhere but in the header', async () => {
  const replies: Reply[] = [
    status(500, `bad key ${secretKey}`),
    { kind: 'answer', content: `Your key is ${secretKey}` },
    { kind: 'answer', content: `Authorization: Bearer ${secretKey}`, reasoning: secretKey },
  ];
  const it = await bench(({ number }) => replies[number - 1] ?? status(401, `wrong: ${secretKey}`));
  const failures = [await reasonOf(askTopic(it)), await reasonOf(askTopic(await openBenchOn(it)))];
  expect(it.server.requests[0]?.headers.authorization).toBe(`Bearer ${secretKey}`);
  const written = failures.map((error) => [
    String(error),
    error instanceof Error ? error.stack : '',
    inspect(error, { depth: 9 }),
    JSON.stringify(error, allKeys(error)),
  ]);
  expect(JSON.stringify([it.calls.records, it.events, written])).not.toContain(secretKey);
  expect(JSON.stringify(it.calls.records)).toContain('[redacted]');
});

/** A second author on the same server with an empty store, so that it is asked again. */
async function openBenchOn(it: Bench): Promise<Bench> {
  return bench(() => good, { baseUrl: it.server.baseUrl, calls: inMemoryCalls() });
}

function allKeys(error: unknown): string[] | undefined {
  return error instanceof Error
    ? [...Object.getOwnPropertyNames(error), 'work', 'failure', 'tries', 'raw', 'problems', 'reasoning']
    : undefined;
}
