import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { envscaler, type Finished, start } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type OpenAiServer, type ReceivedRequest, type Reply, startOpenAiServer } from '../support/openai-server.ts';

const key = 'sk-planted-93b1f0aa5577c2de';
/** The key in base64 as it looks after a user name, and by itself: the part that the key alone decides. */
const keyInBase64 = ['', '.', '..'].map((before) => Buffer.from(`${before}${key}`).toString('base64').slice(4, -6));
const taskCount = 12;

/** Verdicts and topics of a model that is quick and easily satisfied; everything after that it does not understand. */
function answerTo({ body }: ReceivedRequest): Reply {
  const work = body.response_format?.json_schema?.name;
  const prompt = body.messages.map((message) => String(message.content)).join('\n');
  const usage = { prompt_tokens: 1000, completion_tokens: 500, prompt_tokens_details: { cached_tokens: 400 } };
  if (work === 'judge-tasks') {
    const numbers = [...prompt.matchAll(/<request number="(\d+)">/g)].map((match) => Number(match[1]));
    const verdicts = numbers.map((number) => ({ number, stateful: true, reason: 'It has records.' }));
    return { kind: 'answer', content: { verdicts }, usage };
  }
  if (work !== 'infer-topic') return { kind: 'answer', content: 'I would rather not.', usage };
  const content = {
    title: `Desk ${/desk (\d+)/.exec(prompt)?.[1]}`,
    summary: 'A desk keeps its records.',
    introduction: 'It keeps records.',
    domain: 'offices',
    usefulness: 7,
    modelability: 9,
    reason: 'All records.',
  };
  return { kind: 'answer', content, usage };
}

interface Place {
  readonly folder: string;
  readonly server: OpenAiServer;
  run(...args: string[]): Promise<Finished>;
  start(...args: string[]): ReturnType<typeof start>;
}

/** A folder with some tasks, and a server that the command line is pointed to. */
async function place(script: (request: ReceivedRequest) => Reply | Promise<Reply>): Promise<Place> {
  const folder = temporaryFolder();
  const lines = Array.from({ length: taskCount }, (_, index) =>
    JSON.stringify({ text: `Move the record at desk ${index + 1}.` }),
  );
  writeFileSync(join(folder, 'tasks.jsonl'), `${lines.join('\n')}\n`);
  const server = await startOpenAiServer(script);
  onTestFinished(() => server.close());
  const env = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrl, ENVSCALER_MODEL: 'served-model' };
  const options = { cwd: folder, env };
  return { folder, server, run: (...args) => envscaler(args, options), start: (...args) => start(args, options) };
}

const skel = ['skel', '--tasks', 'tasks.jsonl', '--count', '1'];

interface CostEvent {
  readonly event: string;
  readonly by?: string;
  readonly name?: string;
  readonly calls: number;
  readonly [key: string]: unknown;
}

async function costs(at: Place, ...args: string[]): Promise<CostEvent[]> {
  const { stdout, stderr, code } = await at.run('cost', '--json', ...args);
  expect(code, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CostEvent);
}

describe('a budget', () => {
  it('of calls is never exceeded, ends with exit code 5 and the way to go on, and nothing is paid twice', async () => {
    const at = await place(answerTo);
    const command = [...skel, '--max-calls', '5', '--concurrency', '4'];
    const first = await at.run(...command);
    expect(first.code, first.stderr).toBe(5);
    expect(at.server.requests).toHaveLength(5);
    expect(first.stderr).toContain('The budget of 5 calls (--max-calls) is used up.');
    expect(first.stderr).toContain(`go on with: envscaler ${command.join(' ')}`);
    const status = await at.run('status');
    expect(status.stdout).not.toMatch(/failed|rejected/);

    const second = await at.run(...command);
    expect(second.code).toBe(5);
    expect(at.server.requests).toHaveLength(10);
    const asked = at.server.requests.map(({ body }) => JSON.stringify(body));
    expect(new Set(asked).size).toBe(10);
  });

  it('of tokens holds for requests at the same time, and knows the answers of earlier runs', async () => {
    const at = await place(async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return answerTo(request);
    });
    await at.run(...skel, '--max-calls', '4');
    const [before] = await costs(at);
    const second = await at.run(...skel, '--max-tokens', '12000', '--concurrency', '8');
    expect(second.code, second.stderr).toBe(5);
    const [after] = await costs(at);
    const used =
      Number(after?.inputTokens) + Number(after?.outputTokens) - Number(before?.inputTokens) - Number(before?.outputTokens);
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThanOrEqual(12_000);
    expect(second.stderr).toMatch(
      /The budget of 12000 tokens \(--max-tokens\) is reached: \d+ are used, and the next call may need \d+ \(\d+ to read, counted on the safe side, and \d+ to answer\)\./,
    );
  });

  it('of dollars needs a price, which the user can add, and then holds', async () => {
    const at = await place(answerTo);
    const refused = await at.run(...skel, '--max-usd', '1');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /The price of the model "served-model" at http:\/\/127\.0\.0\.1:\d+\/v1 is not known.*envscaler\.prices\.yaml/,
    );
    expect(at.server.requests).toHaveLength(0);

    writeFileSync(
      join(at.folder, 'envscaler.prices.yaml'),
      'prices:\n  - { model: "served-*", input: 10, cached: 5, output: 100 }\n',
    );
    const run = await at.run(...skel, '--max-usd', '0.6', '--concurrency', '8');
    expect(run.code, run.stderr).toBe(5);
    // 600 uncached tokens at 10, 400 cached ones at 5, and 500 of output at 100.
    const [total] = await costs(at);
    expect(total?.costUsd).toBeCloseTo(0.058 * at.server.requests.length, 6);
    expect(Number(total?.costUsd)).toBeLessThanOrEqual(0.6);
    expect(run.stderr).toMatch(/\(--max-usd\) is reached: \$[\d.]+ are spent/);
  });

  it('of minutes begins nothing after its time', async () => {
    const at = await place(async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      return answerTo(request);
    });
    const run = await at.run(...skel, '--max-minutes', '0.02', '--concurrency', '2');
    expect(run.code, run.stderr).toBe(5);
    expect(run.stderr).toContain('The budget of 0.02 minutes (--max-minutes) is used up.');
    expect(at.server.requests.length).toBeLessThan(8);
  });
});

describe('the cost of a run', () => {
  it('is broken down by stage, work, model, environment and run; what nobody told is unknown and not 0', async () => {
    let isTold = true;
    const at = await place((request) => {
      const reply = answerTo(request);
      return reply.kind === 'answer' && !isTold ? { ...reply, usage: undefined } : reply;
    });
    await at.run(...skel, '--max-calls', '3');
    isTold = false;
    await at.run(...skel, '--max-calls', '2');
    const events = await costs(at);
    expect(events[0]).toMatchObject({
      calls: 5,
      inputTokens: 3000,
      cachedTokens: 1200,
      outputTokens: 1500,
      reasoningTokens: null,
      costUsd: null,
    });
    expect(events[0]?.unknown).toMatchObject({ inputTokens: 2, costUsd: 5 });
    const rows = (by: string) =>
      events.filter((row) => row.by === by).map(({ name, calls, inputTokens }) => [name, calls, inputTokens]);
    expect(rows('stage')).toEqual([
      ['infer', 4, 2000],
      ['judge', 1, 1000],
    ]);
    expect(rows('work')).toEqual([
      ['infer-topic', 4, 2000],
      ['judge-tasks', 1, 1000],
    ]);
    expect(rows('environment')).toEqual([['(topics)', 5, 3000]]);
    expect(rows('run')).toEqual([
      ['1', 3, 3000],
      ['2', 2, null],
    ]);
    expect(rows('model')).toEqual([[expect.stringMatching(/^served-model at 127\.0\.0\.1:/), 5, 3000]]);
    expect(await costs(at, '--run', '2', '--by', 'stage')).toMatchObject([{ calls: 2 }, { name: 'infer', calls: 2 }]);

    const { stdout } = await at.run('cost');
    expect(stdout).toContain('5 calls: at least 3,000 input tokens (at least 1,200 of them cached)');
    expect(stdout).toMatch(/ {2}2 +2 +0 +unknown +unknown +unknown +unknown +unknown/);
    expect(stdout).toMatch(
      /No price is known for served-model at 127\.0\.0\.1:\d+\/v1; one in envscaler\.prices\.yaml counts for old calls, too\./,
    );

    const price = 'prices:\n  - { model: "served-*", input: 10, cached: 5, output: 100 }\n';
    writeFileSync(join(at.folder, 'envscaler.prices.yaml'), price);
    const [priced] = await costs(at);
    // Three calls of 600 uncached tokens at 10, 400 cached ones at 5, and 500 of output at 100; two that told nothing.
    expect(priced).toMatchObject({ costUsd: expect.closeTo(3 * 0.058, 9), unknown: { costUsd: 2 }, unpriced: [] });
    writeFileSync(join(at.folder, 'envscaler.prices.yaml'), price.replace('100', '200'));
    expect((await costs(at))[0]?.costUsd).toBeCloseTo(3 * 0.108, 9);
    const wrong = await at.run('cost', '--by', 'stagge');
    expect(wrong.stderr).toContain('Unknown breakdown "stagge". Did you mean "stage"?');
  });

  it('of nothing says so', async () => {
    const at = await place(answerTo);
    expect((await at.run('cost')).stdout).toContain('is empty');
    await at.run(...skel, '--author', 'procedural');
    expect((await at.run('cost')).stdout).toContain('No model was asked anything.');
  });
});

describe('limits per minute', () => {
  it.each([
    ['--rpm', '2', /limited now: no call for \d+ s: 2 requests per minute \(--rpm\)/],
    ['--tpm', '9000', /limited now: no call for \d+ s: 9000 tokens per minute \(--tpm\)/],
  ])('hold the calls back, and the display says which: %s %s', async (flag, most, text) => {
    const at = await place(answerTo);
    const { child, finished } = at.start(...skel, flag, most, '--concurrency', '4');
    let shown = '';
    child.stderr?.on('data', (chunk: string) => {
      shown += chunk;
    });
    await expect.poll(() => shown, { timeout: 30_000, interval: 50 }).toMatch(text);
    child.kill('SIGKILL');
    await finished;
    expect(at.server.requests.length).toBeLessThanOrEqual(4);
  });
});

describe('fresh answers', () => {
  it('are asked for although there are old ones, which stay', async () => {
    const at = await place(answerTo);
    await at.run(...skel, '--max-calls', '3', '--concurrency', '1');
    await at.run(...skel, '--max-calls', '3', '--concurrency', '1', '--fresh');
    const asked = at.server.requests.map(({ body }) => JSON.stringify(body));
    expect(asked.slice(3)).toEqual(asked.slice(0, 3));
    expect((await costs(at))[0]?.calls).toBe(6);
  });
});

describe('troubles with an endpoint', () => {
  it('that go on stop the run early with the reason, and exit code 1', async () => {
    const at = await place((request) =>
      request.body.response_format?.json_schema?.name === 'judge-tasks'
        ? answerTo(request)
        : { kind: 'status', status: 503, message: 'overloaded', headers: { 'retry-after-ms': '10' } },
    );
    const run = await at.run(...skel, '--concurrency', '2', '--json');
    expect(run.code, run.stderr).toBe(1);
    expect(run.stderr).toMatch(
      /\d+ of the last 1\d calls to http:\S+ failed on the way \(server-error: \d+\), so the run was stopped\. The last one: 503 overloaded\./,
    );
    const end = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as { failed: number; causes: object; exitCode: number };
    expect(end).toMatchObject({ exitCode: 1, causes: { answer: 0 } });
    expect(end.failed).toBeLessThan(taskCount);
    const cost = await at.run('cost');
    expect(cost.stdout).toMatch(/Tries that came to nothing: \d+ server error/);
    expect((await at.run('status')).stdout).toMatch(/units failed \(\d+ without an answer of a model, the same command/);
  });

  it('are told apart from answers of no use', async () => {
    const at = await place((request) =>
      request.number === 2 ? { kind: 'status', status: 429, message: 'slow down' } : answerTo(request),
    );
    const run = await at.run(...skel);
    expect(run.code, run.stderr).toBe(1);
    expect(run.stderr).toContain('tries that failed on the way: 1 rate limited (429)');
    expect(run.stderr).toContain('answers that did not fit: 1 asked for again, 1 of no use');
    expect(run.stderr).toContain('1 failed (1 with an answer of no use)');
  });
});

describe('the key', () => {
  it('is in nothing that is written, whatever happens', async () => {
    const misbehaving: readonly Reply[] = [
      { kind: 'status', status: 500, message: `the key ${key} made me stumble` },
      { kind: 'cut-off', body: `{"choices":[{"message":{"content":"${key}` },
      { kind: 'raw', body: `{"error":"Authorization: Bearer ${key}"}` },
      { kind: 'reset' },
      { kind: 'status', status: 503, message: `Basic ${Buffer.from(`user:${key}`).toString('base64')} was overloaded` },
    ];
    const at = await place((request) => {
      // One at a time: each further try at one request waits twice as long.
      const trouble = misbehaving[(request.number - 1) / 2];
      if (trouble) return trouble;
      const reply = answerTo(request);
      return reply.kind === 'answer' && typeof reply.content === 'string'
        ? { ...reply, content: `My key is ${key}, or ${encodeURIComponent(key)}.`, reasoning: key }
        : reply;
    });
    const failing = await at.run(...skel, '--verbose');
    expect(failing.code).toBe(1);
    expect(at.server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
    const refusing = await place(() => ({ kind: 'status', status: 401, message: `Incorrect API key provided: ${key}` }));
    const refused = await refusing.run(...skel, '--verbose', '--json');
    expect(refused.code).toBe(2);
    // The password of an address is no less a secret than a key, and nobody answers there.
    const secretAddress = await envscaler([...skel, '--verbose', '--max-minutes', '0.02', '--workspace', 'nowhere'], {
      cwd: at.folder,
      env: { OPENAI_API_KEY: key, OPENAI_BASE_URL: `http://user:${key}@127.0.0.1:9/v1?token=${key}`, ENVSCALER_MODEL: 'm' },
    });
    expect(secretAddress.code).not.toBe(0);
    const looks = await Promise.all([at.run('status', '--verbose'), at.run('cost', '--json')]);
    const files = [at, refusing].flatMap(({ folder }) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    expect(files.some((file) => file.endsWith('envscaler.sqlite'))).toBe(true);
    expect(files.some((file) => file.includes('/logs/'))).toBe(true);
    const isIn = (content: string | Buffer): boolean => [key, ...keyInBase64].some((form) => content.includes(form));
    expect(files.filter((file) => isIn(readFileSync(file)))).toEqual([]);
    for (const { stdout, stderr } of [failing, refused, secretAddress, ...looks]) expect(isIn(stdout + stderr)).toBe(false);
  });
});
