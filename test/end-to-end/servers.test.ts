import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, deflateSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Trajectory } from '../../src/domain/rollout/trajectory.ts';
import { openStore } from '../../src/store/open-store.ts';
import { envscaler, type Finished } from '../support/command-line.ts';
import { oneEnvironment, preparedWorkspace } from '../support/prepared-workspace.ts';

/*
 * Servers that misbehave as real ones were reported to, against the built program. The examples lie beside the project; where they are
 * absent their part of the table is skipped.
 */
const examples = fileURLToPath(new URL('../../../shared/cases', import.meta.url));
const itWithExamples = it.skipIf(!existsSync(examples));

const twoScenarios = [...oneEnvironment, ['scen', '--count', '2']];

interface Place {
  readonly cwd: string;
  /** A command with the model at an address. */
  run(baseUrl: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
  /** What a model has played. */
  played(): Promise<readonly Trajectory[]>;
}

async function place(): Promise<Place> {
  const { cwd } = await preparedWorkspace(twoScenarios);
  return {
    cwd,
    run: (baseUrl, args, env = {}) =>
      envscaler(args, {
        cwd,
        env: { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: 'sk-servers-test-key', ENVSCALER_MODEL: 'm', ...env },
      }),
    async played() {
      const store = await openStore({ kind: 'sqlite', file: join(cwd, 'out', 'envscaler.sqlite') });
      const bodies = (await store.artifacts('trajectory')).map(({ body }) => body);
      await store.close();
      return bodies.filter(({ agent }) => agent.kind === 'openai');
    },
  };
}

const rollout = ['rollout', '--agent', 'openai'];

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

interface Asked {
  readonly messages: readonly { readonly role: string; readonly tool_calls?: readonly { readonly id: string }[] }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** A server of one's own; the address, and how often it was asked. */
async function serve(answer: (body: Asked, response: ServerResponse, number: number) => void) {
  let requests = 0;
  const server = createServer(async (incoming: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    requests++;
    answer(JSON.parse(Buffer.concat(chunks).toString() || '{}') as Asked, response, requests);
  });
  const baseUrl = `${await listen(server)}/v1`;
  return { baseUrl, requests: () => requests };
}

function json(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const completion = (message: object, finish = 'stop'): object => ({
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
  usage: { prompt_tokens: 10, completion_tokens: 5 },
});

/** An example server on a free port; the address, and the lines of its log. */
async function startExample(name: string, env: Readonly<Record<string, string>> = {}) {
  const { port } = new URL(await listen(createServer()));
  const free = String(Number(port) + 1);
  const log = join(process.env.TMPDIR ?? '/tmp', `envscaler-${name}-${free}.log`);
  const child = spawn(process.execPath, [join(examples, `${name}.mjs`), free, log], { env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  await expect.poll(() => answers(Number(free)), { timeout: 10_000 }).toBe(true);
  const requests = (): number => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0);
  return { baseUrl: `http://127.0.0.1:${free}/v1`, port: Number(free), requests };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function idsOf({ messages }: Trajectory): string[] {
  return messages.flatMap((message) => (message.role === 'assistant' ? (message.tool_calls ?? []).map((call) => call.id) : []));
}

describe('an answer in an unusual form is read', () => {
  itWithExamples.each(['03-sse-anyway', '07-gzip-always'])('%s', async (name) => {
    const [at, server] = [await place(), await startExample(name)];
    const ended = await at.run(server.baseUrl, rollout);
    expect(ended.code, ended.stderr).toBe(0);
    expect((await at.played()).map(({ end }) => end.kind)).toEqual(['terminated', 'terminated']);
  });

  const bodies: [string, (response: ServerResponse, text: string) => void][] = [
    ['deflate', (response, text) => response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync(text))],
    ['br', (response, text) => response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(text))],
    ['an end mark behind it', (response, text) => response.writeHead(200).end(`${text}\n\ndata: [DONE]\n\n`)],
  ];
  it('compressed, or with an end mark', async () => {
    const at = await place();
    const server = await serve((_body, response, number) =>
      bodies[number % bodies.length]?.[1](response, JSON.stringify(completion({ content: 'Done.' }))),
    );
    const ended = await at.run(server.baseUrl, [...rollout, '--attempts', '2']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(await at.played()).toHaveLength(4);
  });
});

describe('a response without an answer is none', () => {
  const troubles: [string, (response: ServerResponse) => void, RegExp][] = [
    [
      'an error in a 200',
      (response) => json(response, 200, { choices: null, error: { code: 503, message: 'pool is full' } }),
      /pool is full/,
    ],
    ['a finish reason', (response) => json(response, 200, completion({ content: '' }, 'error')), /finish reason "error"/],
    ['nothing at all', (response) => json(response, 200, completion({ content: '' })), /neither text nor call nor refusal/],
  ];
  it('it is tried again, fails with the words of the server, leaves nothing behind, and is asked again', async () => {
    const at = await place();
    let isHealed = false;
    const server = await serve((_body, response, number) => {
      if (isHealed) return json(response, 200, completion({ content: 'Done.' }));
      response.setHeader('retry-after-ms', '5');
      return troubles[number % 3]?.[1](response);
    });
    const ended = await at.run(server.baseUrl, rollout);
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr).toMatch(/pool is full|finish reason "error"|neither text nor call/);
    expect(await at.played()).toEqual([]);
    const asked = server.requests();
    expect(asked).toBeGreaterThanOrEqual(8);
    isHealed = true;
    const again = await at.run(server.baseUrl, rollout);
    expect(again.code, again.stderr).toBe(0);
    expect(server.requests()).toBe(asked + 2);
    expect(await at.played()).toHaveLength(2);
  }, 180_000);

  itWithExamples(
    '01-error-in-200',
    async () => {
      const [at, server] = [await place(), await startExample('01-error-in-200')];
      const ended = await at.run(server.baseUrl, rollout);
      expect(ended.code, ended.stderr).toBe(1);
      expect(ended.stderr).toContain('worker pool is full (16 of 16)');
      expect(await at.played()).toEqual([]);
    },
    180_000,
  );
});

describe('what is permanent is said at once', () => {
  itWithExamples.each([
    ['04-html-200', /a web page.*text\/html.*OPENAI_BASE_URL/s],
    ['14-vllm-no-auto', /offers no tool calls.*--enable-auto-tool-choice/s],
  ])('%s', async (name, words) => {
    const [at, server] = [await place(), await startExample(name)];
    const ended = await at.run(server.baseUrl, rollout);
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stderr.replace(/\s+/g, ' ')).toMatch(words);
    expect(server.requests()).toBeLessThanOrEqual(4);
  });

  it('a name that nobody has', async () => {
    const ended = await (await place()).run('http://nobody.invalid/v1', rollout);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(/There is no machine "nobody\.invalid"/)]);
  });

  it('the same refusal over and over', async () => {
    const at = await place();
    const server = await serve((_body, response, number) =>
      json(response, 400, { error: { message: `the field "seed" is missing in request ${number}` } }),
    );
    const ended = await at.run(server.baseUrl, [...rollout, '--attempts', '20']);
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr.replace(/\s+/g, ' ')).toMatch(
      /refused the last \d+ calls in the same words.*the field "seed" is missing/,
    );
    expect(server.requests()).toBeLessThanOrEqual(26);
  });

  it('an answer that is too long, while it comes', async () => {
    const at = await place();
    const server = await serve((_body, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.writable && response.write('{'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const ended = await at.run(server.baseUrl, [...rollout, '--max-answer-mb', '1']);
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr.replace(/\s+/g, ' ')).toMatch(/grew beyond 1 MB/);
    expect(server.requests()).toBe(2);
  });
});

describe('a rollout', () => {
  itWithExamples('ends where the context is full, and is judged: 08-context-full', async () => {
    const [at, server] = [await place(), await startExample('08-context-full')];
    const ended = await at.run(server.baseUrl, rollout);
    expect(ended.code, ended.stderr).toBe(0);
    const played = await at.played();
    expect(played.map(({ end, reward }) => [end, reward.kind])).toEqual(
      played.map(() => [{ kind: 'truncated', reason: 'context' }, 'scored']),
    );
    expect(played).toHaveLength(2);
  });

  itWithExamples('plays calls that stand in the text: 09-call-in-text', async () => {
    const [at, server] = [await place(), await startExample('09-call-in-text')];
    const ended = await at.run(server.baseUrl, rollout);
    expect(ended.code, ended.stderr).toBe(0);
    for (const trajectory of await at.played()) {
      expect(trajectory.steps.length).toBeGreaterThan(10);
      expect(new Set(idsOf(trajectory)).size).toBe(trajectory.steps.length);
    }
    const doctor = await at.run(server.baseUrl, ['doctor', '--author', 'openai']);
    expect(doctor.stdout.replace(/\s+/g, ' ')).toMatch(/tool calls: come in the text.*--tool-call-parser.*--jinja/);
  });

  itWithExamples.each(['missing', 'same'])('has ids of its own for its calls: 10-ids, %s', async (mode) => {
    const [at, server] = [await place(), await startExample('10-ids', { MODE: mode })];
    const ended = await at.run(server.baseUrl, rollout);
    expect(ended.code, ended.stderr).toBe(0);
    const played = await at.played();
    expect(played).toHaveLength(2);
    for (const trajectory of played) {
      const ids = idsOf(trajectory);
      expect(ids.length).toBeGreaterThanOrEqual(3);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('answers a malformed call among good ones as a refused call', async () => {
    const at = await place();
    const server = await serve(({ messages, tools = [] }, response) => {
      if (messages.some(({ role }) => role === 'tool')) return json(response, 200, completion({ content: 'Done.' }));
      const good = { id: 'a', type: 'function', function: { name: tools[0]?.function.name, arguments: '{}' } };
      return json(response, 200, completion({ content: null, tool_calls: [good, { id: 'b', function: null }] }, 'tool_calls'));
    });
    const ended = await at.run(server.baseUrl, rollout);
    expect(ended.code, ended.stderr).toBe(0);
    for (const { steps } of await at.played()) expect(steps.map(({ result }) => result.success).at(1)).toBe(false);
    expect(server.requests()).toBe(4);
  });

  it('goes on where one request is forbidden and others are answered', async () => {
    const at = await place();
    const server = await serve((_body, response, number) =>
      number === 2
        ? json(response, 403, { error: { message: 'not this one' } })
        : json(response, 200, completion({ content: 'Done.' })),
    );
    const ended = await at.run(server.baseUrl, [...rollout, '--concurrency', '1', '--attempts', '2']);
    expect(ended.code, ended.stderr).toBe(1);
    expect(await at.played()).toHaveLength(3);
  });
});

itWithExamples('a format that is refused with a 404 is asked for in another way: 21-404-format', async () => {
  const [at, server] = [await place(), await startExample('21-404-format')];
  writeFileSync(join(at.cwd, 'tasks.txt'), 'Move the appointment to Friday.\nLend the ladder to Ilse.\n');
  const ended = await at.run(server.baseUrl, ['skel', '--author', 'openai', '--tasks', 'tasks.txt', '--count', '1']);
  expect(ended.stderr).toMatch(/verdicts: 1 of 1 in .* \(1 accepted\)/);
});

it('requests go over the proxy that the environment names, but for the addresses that it excepts', async () => {
  const at = await place();
  const server = await serve((_body, response) => json(response, 200, completion({ content: 'Done.' })));
  let passed = 0;
  const proxy = await listen(
    createServer((incoming, response) => {
      passed++;
      const onward = httpRequest(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(onward);
    }),
  );
  const over = await at.run(server.baseUrl, rollout, { HTTP_PROXY: proxy, NO_PROXY: '' });
  expect([over.code, passed], over.stderr).toEqual([0, 2]);
  const past = await at.run(server.baseUrl, [...rollout, '--fresh'], { HTTP_PROXY: proxy, NO_PROXY: '127.0.0.1' });
  expect([past.code, passed, server.requests()], past.stderr).toEqual([0, 2, 4]);
});
