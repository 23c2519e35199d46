import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../src/serving/protocols/ors-pieces.ts';
import { orsClient, resultIn } from './support/ors-client.ts';
import { jsonIn, movesOf, served } from './support/served.ts';

describe('a server of the Open Reward Standard', () => {
  const server = served('--max-sessions', '12', '--reward', 'both');

  const begin = async (index: number): Promise<ReturnType<typeof orsClient>> => {
    const [{ data: sid } = { data: '' }] = await orsClient(server.url).events('/create_session');
    const client = orsClient(server.url, sid);
    const created = await client.json('POST', '/create', { split: 'train', index, env_name: server.environment });
    expect(created).toEqual({ sid });
    return client;
  };

  it('tells environments, splits, tasks and tools', async () => {
    const { json } = orsClient(server.url);
    const name = server.environment;
    expect(await json('GET', '/health')).toEqual({ status: 'ok' });
    expect(await json('GET', '/list_environments')).toEqual([name]);
    expect(await json('GET', `/${name}/splits`)).toEqual([{ name: 'train', type: 'train' }]);
    const { tasks, env_name } = await json('POST', `/${name}/tasks`, { split: 'train' });
    expect(env_name).toBe(name);
    expect(await json('POST', `/${name}/num_tasks`, { split: 'train' })).toEqual({ num_tasks: tasks.length });
    expect(await json('POST', `/${name}/task`, { split: 'train', index: 1 })).toEqual({ task: tasks[1], env_name });
    expect(await json('POST', `/${name}/task_range`, { split: 'train', start: 1, stop: 3 })).toEqual({
      tasks: tasks.slice(1, 3),
      env_name,
    });
    const first = server.scenarios.find(({ body }) => body.name === tasks[0].scenario_id);
    expect(tasks[0]).toEqual({
      scenario_id: first?.body.name,
      scenario_hash: first?.hash,
      task_index: 0,
      task: first?.body.task,
    });
    const { tools } = await json('GET', `/${name}/tools`);
    expect(tools.map((tool: { name: string }) => tool.name)).toEqual(expect.arrayContaining(['ask_user', 'submit']));
    for (const tool of tools) expect(Object.keys(tool)).toEqual(['name', 'description', 'input_schema']);
  });

  it('finds the environment of a bare path in the deployment header', async () => {
    const { json, request } = orsClient(server.url);
    const deployed = await json('GET', '/tools', undefined, { 'x-deployment': `somebody/${server.environment}` });
    expect(deployed).toEqual(await json('GET', `/${server.environment}/tools`));
    expect((await request('GET', '/tools', undefined, { 'x-deployment': 'somebody/nothing' })).status).toBe(404);
  });

  it('gives the reference the whole reward, once, in every scenario: those with a user to ask too', async () => {
    const { tasks } = await orsClient(server.url).json('POST', `/${server.environment}/tasks`, { split: 'train' });
    const kinds = new Set<string>();
    for (const { scenario_id, task_index } of tasks) {
      const scenario = server.scenarios.find(({ body }) => body.name === scenario_id)!;
      kinds.add(scenario.body.kind);
      const client = await begin(task_index);
      const [prompt] = await client.json('GET', `/${server.environment}/prompt`);
      expect(prompt).toMatchObject({ detail: null, type: 'text' });
      expect(prompt.text).toContain(scenario.body.task);
      for (const { tool, arguments: args } of movesOf(scenario)) {
        const called = await client.call(server.environment, tool, args);
        expect(called).toMatchObject({ ok: true, output: { metadata: null, reward: null, finished: false } });
      }
      expect(await client.call(server.environment, 'submit', { answer: scenario.body.closing })).toEqual({
        ok: true,
        output: {
          blocks: [{ text: '{"success":true,"message":"The work is handed in."}', detail: null, type: 'text' }],
          metadata: { ended: 'answered', rewards: { dense: 1, strict: 1 } },
          reward: 1,
          finished: true,
        },
      });
      const after = await client.call(server.environment, 'submit', {});
      expect(after).toEqual({ ok: false, error: 'The episode is over. Nothing more is done in it.' });
      expect(await client.request('POST', '/delete')).toMatchObject({ status: 200 });
    }
    expect(kinds).toContain('underspecified');
  });

  it('gives nothing for nothing', async () => {
    const client = await begin(0);
    const handedIn = await client.call(server.environment, 'submit', {});
    expect(handedIn).toMatchObject({ ok: true, output: { reward: 0, finished: true } });
  });

  it('repeats the answer of a call and does not make it twice', async () => {
    const scenario = server.scenarios.find(({ body }) => body.kind === 'direct')!;
    const client = orsClient(server.url, 'replayed');
    await client.json('POST', '/create', { env_name: server.environment, task_spec: { scenario_id: scenario.body.name } });
    const { tool: name, arguments: input } = movesOf(scenario).at(-1)!;
    const path = `/${server.environment}/call`;
    const first = await client.events(path, { name, input });
    const task_id = first[0]?.data;
    expect(first.map(({ event }) => event)).toEqual(['task_id', 'end']);
    expect(await client.events(path, { name, input, task_id })).toEqual(first);
    expect(await client.events(path, { name, input, task_id: 'another' })).toEqual([{ event: 'error', data: 'unknown task_id' }]);
    // Nobody else can ask for it.
    await begin(0).then(async (other) => {
      expect(await other.events(path, { name, input, task_id })).toEqual([{ event: 'error', data: 'unknown task_id' }]);
      await other.request('POST', '/delete');
    });
    await client.request('POST', '/delete');
  });

  it.skipIf(process.platform !== 'linux')('goes on where it was when its sandbox process is killed', async () => {
    const scenario = server.scenarios.find(({ body }) => body.reference.filter(({ patches }) => patches.length > 0).length > 1)!;
    const client = orsClient(server.url, 'survivor');
    await client.json('POST', '/create', { env_name: server.environment, task_spec: { scenario_id: scenario.body.name } });
    for (const { tool, arguments: args } of movesOf(scenario)) {
      for (const pid of server.sandboxes()) process.kill(pid, 'SIGKILL');
      expect(await client.call(server.environment, tool, args)).toMatchObject({ ok: true, output: { reward: null } });
    }
    expect(await client.call(server.environment, 'submit', {})).toMatchObject({ ok: true, output: { reward: 1 } });
    await client.request('POST', '/delete');
  });

  it('takes null for an argument that was left out, as Python clients send it', async () => {
    const { tools } = await orsClient(server.url).json('GET', `/${server.environment}/tools`);
    const left = server.scenarios.flatMap(({ body }) =>
      body.reference.flatMap((call) => {
        const { properties } = tools.find((tool: { name: string }) => tool.name === call.tool).input_schema;
        const names = Object.keys(properties).filter((name) => !(name in call.arguments));
        return names.length > 0 ? [{ call, nulls: Object.fromEntries(names.map((name) => [name, null])) }] : [];
      }),
    );
    const { call, nulls } = left[0]!;
    const client = await begin(0);
    const filled = await client.call(server.environment, call.tool, { ...call.arguments, ...nulls });
    expect(JSON.stringify(filled)).not.toContain('but got null');
    expect(filled).toMatchObject({ ok: true });
    await client.request('POST', '/delete');
  });

  it('does the calls of one session in the order in which they came', async () => {
    const client = await begin(0);
    const ends = await Promise.all([
      client.call(server.environment, 'submit', {}),
      ...Array.from({ length: 5 }, () => client.call(server.environment, 'submit', {})),
    ]);
    expect(ends.filter((one) => one.ok && one.output.reward !== null)).toHaveLength(1);
    await client.request('POST', '/delete');
  });

  it('says so when a session is taken, gone, or one too many', async () => {
    const client = orsClient(server.url, 'taken');
    const task = { split: 'train', index: 0, env_name: server.environment };
    expect(await client.json('POST', '/create', task)).toEqual({ sid: 'taken' });
    const twice = await client.request('POST', '/create', task);
    expect([twice.status, await twice.json()]).toEqual([400, { detail: 'Session already exists' }]);
    expect(await client.json('POST', '/ping')).toEqual({ status: 'ok' });
    await client.json('POST', '/delete');
    expect((await client.request('POST', '/ping')).status).toBe(404);
    const many = await Promise.all(
      Array.from({ length: 14 }, (_, index) => orsClient(server.url, `many-${index}`).request('POST', '/create', task)),
    );
    expect(many.map(({ status }) => status).sort()).toEqual([...Array(12).fill(200), 503, 503]);
    await Promise.all(many.map((_, index) => orsClient(server.url, `many-${index}`).request('POST', '/delete')));
  });

  it('does not play another version of a scenario than the one that is asked for', async () => {
    const client = orsClient(server.url, 'other-version');
    const task_spec = { scenario_id: server.scenarios[0]?.body.name, scenario_hash: 'f'.repeat(64) };
    const answer = await client.request('POST', '/create', { env_name: server.environment, task_spec });
    expect(answer.status).toBe(409);
    expect((await jsonIn(answer)).detail).toMatch(/exported from another version/);
  });

  it('ends a session that has had all its turns, with its reward', async () => {
    const client = await begin(0);
    const calls = [];
    for (let count = 0; count < 40; count++) calls.push(await client.call(server.environment, 'nothing', {}));
    expect(calls[38]).toMatchObject({ ok: false });
    expect(calls[39]).toMatchObject({ ok: true, output: { finished: true, metadata: { ended: 'turns' } } });
    await client.request('POST', '/delete');
  });

  it('counts what it does, and logs no contents', async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^envscaler_sessions \d+$/m);
    expect(metrics).toMatch(/^envscaler_calls_total\{outcome="success"\} \d+$/m);
    expect(server.log()).toMatch(/POST \/create 200 [\d.]+ ms/);
    expect(server.log()).not.toContain('It is done.');
  });
});

describe('the pieces of an answer', () => {
  it('are put together to the same text, none begins with white space or halves a character', () => {
    const text = `${'x'.repeat(4095)}   ${'😀'.repeat(5000)}${' word'.repeat(3000)}`;
    const pieces = piecesOf(text);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(4096);
      expect(piece).not.toMatch(/^\s/);
      expect(Buffer.from(piece, 'utf8').toString('utf8')).toBe(piece);
    }
    expect(resultIn([{ event: 'end', data: piecesOf('{"ok":false,"error":""}').join('') }])).toEqual({ ok: false, error: '' });
  });
});
