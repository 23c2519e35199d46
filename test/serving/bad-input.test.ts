import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../src/base/random.ts';
import { connect } from './support/open-env-client.ts';
import { orsClient } from './support/ors-client.ts';
import { movesOf, served } from './support/served.ts';

const token = 'a-token';

/** How many requests the fuzz test sends over HTTP; a quarter of it over WebSocket. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 2000);

const values: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'x'.repeat(20_000),
  '\u0000\ud800\uffff',
  '../../etc/passwd',
  '__proto__',
  [],
  {},
  [[[[]]]],
  { __proto__: { admin: true }, constructor: { prototype: {} } },
  { a: { b: { c: 'd' } } },
];
const texts = [
  '',
  '{',
  '[1,',
  '\u0000',
  'null',
  '"text"',
  '{"a":1}{',
  '['.repeat(100_000),
  '{"a":'.repeat(5000),
  '{"__proto__":{"x":1}}',
];
const keys = [
  ...[
    'jsonrpc',
    'id',
    'method',
    'params',
    'name',
    'input',
    'task_id',
    'split',
    'index',
    'start',
    'stop',
    'task_spec',
    'env_name',
  ],
  ...[
    'seed',
    'episode_id',
    'scenario_id',
    'scenario_hash',
    'action',
    'type',
    'data',
    'tool_name',
    'arguments',
    'session_id',
    'response',
  ],
  ...[
    'env_id',
    'state',
    'tool',
    'check_index',
    'initial_state',
    'final_state',
    'calls',
    'replies',
    'verify_responses',
    '__proto__',
  ],
];
const likely: readonly unknown[] = [
  '2.0',
  'tools/list',
  'tools/call',
  'initialize',
  'openenv/session/create',
  'train',
  'submit',
  'call_tool',
  'list_tools',
  { type: 'call_tool', tool_name: 'submit', arguments: {} },
  { name: 'submit' },
  { output: [] },
  0,
  1,
];

function bodyOf(random: Random, known: readonly unknown[]): string {
  if (random.chance(0.25)) return random.pick(texts);
  const names = random.sample(keys, random.integer(0, 8));
  const pool = random.chance(0.5) ? [...known, ...likely] : [...values, ...likely];
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, random.pick(pool)])));
}

describe('a server under bad input', () => {
  const server = served('--token', token, '--max-sessions', '50');
  const authorized = { authorization: `Bearer ${token}` };

  const paths = (): string[] => {
    const id = server.environment;
    return [
      ...['health', 'version', 'list_environments', 'create_session', 'create', 'ping', 'delete', 'metrics', 'nothing'].map(
        (name) => `/${name}`,
      ),
      ...['tools', 'splits', 'tasks', 'num_tasks', 'task', 'task_range', 'task_tools', 'prompt', 'call'].flatMap((name) => [
        `/${name}`,
        `/${id}/${name}`,
      ]),
      ...['health', 'metadata', 'schema', 'state', 'openapi.json', 'reset', 'step', 'mcp', 'ws'].map(
        (name) => `/envs/${id}/${name}`,
      ),
      ...['', '/a', '/b', `/c?env_id=${id}`, '/d?scenario_id=no', '/%00', '/..%2f..%2fetc%2fpasswd'].map((name) => `/mcp${name}`),
      ...['seed_session', 'verify', 'submit', 'aggregate_metrics', 'reverify_mode', '%7B%7D', '__proto__'].map(
        (name) => `/nemo/${id}/${name}`,
      ),
      ...[
        '/v1/call',
        '/v1/check',
        '/v1/nothing',
        '/envs/__proto__/schema',
        '/constructor/tools',
        '/envs/..%2f/reset',
        '/%ff%fe',
        '//',
        '/%',
      ],
    ];
  };

  it('answers every request as its protocol does, tells nothing, and plays on', async () => {
    const random = seededRandom('fuzz');
    const scenario = server.scenarios.find(({ body }) => body.kind === 'direct')!;
    const known = [
      server.environment,
      scenario.body.name,
      scenario.hash,
      scenario.body.initialState,
      'fuzzed',
      scenario.body.reference[0]?.tool,
    ];
    const secrets = [
      ...scenario.body.checks.map(({ source }) => source.slice(0, 60)),
      'node_modules',
      'dist/',
      'src/',
      '    at ',
    ];
    const statuses = new Map<number, number>();
    const all = paths();
    const one = async (): Promise<void> => {
      const path = random.pick(all);
      const method = random.pick(['POST', 'POST', 'POST', 'GET', 'DELETE', 'PUT']);
      const body = method === 'GET' ? undefined : bodyOf(random, known);
      const headers = {
        ...(random.chance(0.95) ? authorized : {}),
        ...(random.chance(0.7) ? { 'x-session-id': random.pick(['fuzzed', 'a b', 'x'.repeat(300), '..']) } : {}),
        ...(random.chance(0.3) ? { 'x-deployment': random.pick([`o/${server.environment}`, '//', '__proto__']) } : {}),
        ...(random.chance(0.3) ? { cookie: random.pick(['session=x', 'session=%', ';;;=']) } : {}),
        ...(random.chance(0.5) ? { 'content-type': random.pick(['application/json', 'text/plain', 'x/y']) } : {}),
        accept: random.pick(['application/json, text/event-stream', '*/*']),
      };
      const answer = await fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
      const text = await answer.text();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 500) throw new Error(`${method} ${path} ${body?.slice(0, 300)}: ${text}`);
      for (const secret of secrets)
        if (text.includes(secret)) throw new Error(`${method} ${path} ${body?.slice(0, 300)} tells ${secret}`);
    };
    for (let sent = 0; sent < requests; sent += 20) await Promise.all(Array.from({ length: 20 }, one));
    expect([...statuses.keys()].filter((status) => status >= 500 && status !== 503)).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(requests / 50);
    expect(server.log()).not.toMatch(/failed:/);

    const client = orsClient(server.url, 'after-the-fuzz');
    await client.request(
      'POST',
      '/create',
      { env_name: server.environment, task_spec: { scenario_id: scenario.body.name } },
      authorized,
    );
    for (const { tool: name, arguments: input } of [...movesOf(scenario), { tool: 'submit', arguments: {} }])
      await client.request('POST', '/call', { name, input }, authorized).then((answer) => answer.text());
    const metrics = await (await fetch(`${server.url}/metrics`, { headers: authorized })).text();
    expect(metrics).toMatch(/envscaler_episodes_total\{end="answered"\} [1-9]/);
  });

  it('answers every message on a socket, or closes it', async () => {
    const random = seededRandom('messages');
    const known = [server.environment, server.scenarios[0]?.body.name, { type: 'list_tools' }];
    const types = ['reset', 'step', 'state', 'mcp', 'close', 'nothing', 1, null];
    const open = () => connect(`${server.url}/envs/${server.environment}/ws`, authorized);
    let connection = await open();
    let answered = 0;
    for (let sent = 0; sent < requests / 4; sent++) {
      const type = random.pick(types);
      const body = bodyOf(random, known);
      const message = random.chance(0.3) ? body : `{"type":${JSON.stringify(type)},"data":${body || '{}'}}`;
      const answer = await connection.ask(message).catch(() => undefined);
      if (answer) answered++;
      else connection = await open();
    }
    expect(answered).toBeGreaterThan(requests / 8);
    const closed = once(connection.socket, 'close');
    connection.socket.send('x'.repeat(9 * 1024 * 1024));
    expect((await closed)[0]).toBe(1009);
  });

  it('wants the token, its own name, and no foreign page', async () => {
    const status = async (headers: Record<string, string>, path = '/list_environments') =>
      new Promise<number>((resolve, reject) => {
        const { hostname, port } = new URL(server.url);
        const socket = connectTcp(Number(port), hostname, () => {
          const lines = Object.entries({ host: `${hostname}:${port}`, connection: 'close', ...headers }).map(
            ([name, value]) => `${name}: ${value}`,
          );
          socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
        });
        socket.once('data', (data) => resolve(Number(String(data).split(' ')[1]))).once('error', reject);
      });
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await status(authorized)).toBe(200);
    expect(await status({ 'x-api-key': token })).toBe(200);
    expect(await status({}, '/health')).toBe(200);
    expect(await status({ ...authorized, host: 'rebound.example' })).toBe(403);
    expect(await status({ ...authorized, origin: 'http://elsewhere.example' })).toBe(403);
    expect(await status({ ...authorized, origin: 'http://localhost:3000' })).toBe(200);
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    expect(await status(upgrade, `/envs/${server.environment}/ws`)).toBe(401);
    expect(await status({ ...authorized, ...upgrade }, '/envs/nowhere/ws')).toBe(404);
  });

  it('refuses what is nested absurdly, wherever it stands', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const first = server.scenarios[0]!.body;
    const call = `{"env_id":"${server.environment}","state":${JSON.stringify(first.initialState)},"tool":"submit","arguments":${deep}}`;
    const message = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"submit","arguments":${deep}}}`;
    const session = { ...authorized, 'x-session-id': 'nested', 'content-type': 'application/json' };
    const task = JSON.stringify({ env_name: server.environment, task_spec: { scenario_id: first.name } });
    await fetch(`${server.url}/create`, { method: 'POST', headers: session, body: task });
    const requests: readonly [string, string][] = [
      ['/v1/call', call],
      ['/call', `{"name":"submit","input":${deep}}`],
      ['/mcp/nested', message],
    ];
    for (const [path, body] of requests) {
      const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers: session, body });
      expect([path, answer.status, await answer.text()]).toEqual([path, 400, expect.stringContaining('200 deep')]);
    }
  });

  it('takes no more than it can hold, and is not held up by the slow and the half gone', async () => {
    const large = await fetch(`${server.url}/v1/call`, {
      method: 'POST',
      headers: authorized,
      body: 'x'.repeat(9 * 1024 * 1024),
    });
    expect(large.status).toBe(413);
    const pieces = new ReadableStream({
      start(controller) {
        for (let piece = 0; piece < 9; piece++) controller.enqueue(new Uint8Array(1024 * 1024));
        controller.close();
      },
    });
    const inPieces: RequestInit & { duplex: 'half' } = { method: 'POST', headers: authorized, body: pieces, duplex: 'half' };
    expect((await fetch(`${server.url}/v1/call`, inPieces)).status).toBe(413);
    const { hostname, port } = new URL(server.url);
    const halves = Array.from({ length: 20 }, () => connectTcp(Number(port), hostname));
    for (const [index, half] of halves.entries()) {
      half.on('error', () => undefined);
      half.write(index % 2 ? 'POST /create HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{' : 'GET /hea');
    }
    halves[0]?.destroy();
    halves[1]?.destroy();
    await wait(50);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    for (const half of halves) half.destroy();
  });

  it('ends in good order while clients are connected', async () => {
    const connection = await connect(`${server.url}/envs/${server.environment}/ws`, authorized);
    await connection.ask({ type: 'reset' });
    const closed = once(connection.socket, 'close');
    const { code } = await server.stop();
    expect([code, (await closed)[0]]).toEqual([0, 1001]);
  });
});
