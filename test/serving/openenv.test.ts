import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Connection, connect } from './support/open-env-client.ts';
import { jsonIn, movesOf, served } from './support/served.ts';

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

describe('an OpenEnv server', () => {
  const server = served('--max-sessions', '2', '--components');
  const base = (): string => `${server.url}/envs/${server.environment}`;
  const post = async (path: string, body: string): Promise<[number, unknown]> => {
    const answer = await fetch(`${base()}${path}`, { method: 'POST', body });
    return [answer.status, await answer.json()];
  };
  const onConnection = async (work: (connection: Connection) => Promise<void>): Promise<void> => {
    const connection = await connect(`${base()}/ws`);
    try {
      await work(connection);
    } finally {
      await connection.close();
    }
  };

  it('plays scenarios as the reference does, with the reward in the last step alone', async () => {
    const spoken = server.scenarios.find(({ body }) => body.kind === 'underspecified')!;
    for (const scenario of [...server.scenarios.slice(0, 2), spoken]) {
      await onConnection(async ({ ask }) => {
        const listed = await ask({ type: 'step', data: { type: 'list_tools' } });
        expect(Object.keys(Object(listed.data.observation))).toEqual(['tools']);
        const { name, task } = scenario.body;
        const reset = await ask({ type: 'reset', data: { seed: 3, scenario_id: name, scenario_hash: scenario.hash } });
        const told = { task, system: expect.stringContaining('submit'), scenario_id: name, scenario_hash: scenario.hash };
        expect(reset).toEqual({
          type: 'observation',
          data: {
            observation: { env_id: server.environment, ...told, num_tools: expect.any(Number), metadata: told },
            reward: null,
            done: false,
          },
        });
        for (const { tool, arguments: args } of movesOf(scenario)) {
          const { type, data } = await ask({ type: 'step', data: { type: 'call_tool', tool_name: tool, arguments: args } });
          const { result } = Object(data.observation);
          const text = JSON.stringify(result.data);
          const wrapped = {
            content: [{ type: 'text', text }],
            structured_content: result.data,
            meta: null,
            data: result.data,
            is_error: false,
          };
          expect({ type, data }).toEqual({
            type: 'observation',
            data: { observation: { tool_name: tool, result: wrapped, error: null }, reward: null, done: false },
          });
        }
        const submit = { type: 'call_tool', tool_name: 'submit', arguments: { answer: 'All done.' } };
        const { data } = await ask({ type: 'step', data: submit });
        const components = Object.fromEntries(scenario.body.checks.map(({ id }) => [id, 1]));
        expect(data).toMatchObject({ observation: { metadata: { ended: 'answered', components } }, reward: 1, done: true });
        const after = await ask({ type: 'step', data: submit });
        expect(after.data).toMatchObject({
          observation: { result: null, error: { error_type: 'execution_error' } },
          reward: null,
          done: true,
        });
        const steps = movesOf(scenario).length + 2;
        expect(await ask({ type: 'state' })).toEqual({
          type: 'state',
          data: { episode_id: expect.any(String), step_count: steps },
        });
      });
    }
  });

  it('begins a new episode at each reset, which knows nothing of the one before', async () => {
    const scenario = server.scenarios.find(({ body }) => body.kind === 'direct')!;
    await onConnection(async ({ ask }) => {
      const rewards: unknown[] = [];
      for (const moves of [movesOf(scenario), []]) {
        await ask({ type: 'reset', data: { scenario_id: scenario.body.name, episode_id: 'mine' } });
        expect((await ask({ type: 'state' })).data).toEqual({ episode_id: 'mine', step_count: 0 });
        for (const { tool, arguments: args } of moves)
          await ask({ type: 'step', data: { type: 'call_tool', tool_name: tool, arguments: args } });
        rewards.push((await ask({ type: 'step', data: { type: 'call_tool', tool_name: 'submit' } })).data.reward);
      }
      expect(rewards).toEqual([1, 0]);
    });
  });

  it('tells mistakes apart', async () => {
    await onConnection(async ({ ask }) => {
      const step = (data: unknown) => ask({ type: 'step', data });
      const error = async (data: unknown) => Object(Object((await step(data)).data).observation).error;
      expect(await error({ type: 'call_tool', tool_name: 'submit' })).toMatchObject({ error_type: 'execution_error' });
      await ask({ type: 'reset' });
      expect(await error({ type: 'call_tool', tool_name: 'nothing' })).toMatchObject({ error_type: 'tool_not_found' });
      expect(await error({ type: 'call_tool', tool_name: 'submit', arguments: { answer: 1 } })).toMatchObject({
        error_type: 'invalid_args',
      });
      const code = async (message: unknown) => (await ask(message)).data.code;
      expect(await code('{')).toBe('INVALID_JSON');
      expect(await code({ type: 'dance' })).toBe('UNKNOWN_TYPE');
      expect(await code({ type: 'state', extra: 1 })).toBe('VALIDATION_ERROR');
      expect(await code({ type: 'step', data: { type: 'call_tool' } })).toBe('VALIDATION_ERROR');
      expect(await code({ type: 'reset', data: { seed: -1 } })).toBe('VALIDATION_ERROR');
      expect(await code({ type: 'reset', data: { scenario_id: 'nowhere/1' } })).toBe('EXECUTION_ERROR');
      expect(await code([])).toBe('VALIDATION_ERROR');
    });
  });

  it('answers JSON-RPC on the connection, and bare', async () => {
    await onConnection(async ({ ask }) => {
      const { type, data } = await ask({ type: 'mcp', data: { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} } });
      expect(type).toBe('mcp');
      expect(data).toMatchObject({ jsonrpc: '2.0', id: 1, result: { tools: expect.any(Array) } });
    });
    const bare = await connect(`${base()}/mcp`);
    const call = { jsonrpc: '2.0', id: 'a', method: 'tools/call', params: { name: 'submit', arguments: {} } };
    expect(await bare.ask(call)).toMatchObject({ id: 'a', result: { is_error: false, meta: { done: true, reward: 0 } } });
    expect(await bare.ask('{')).toMatchObject({ error: { code: -32700 } });
    await bare.close();
  });

  it('answers over HTTP what needs no memory', async () => {
    const get = async (path: string) => jsonIn(await fetch(`${base()}${path}`));
    expect(await get('/health')).toEqual({ status: 'healthy' });
    expect(await get('/metadata')).toMatchObject({ name: server.environment, description: expect.any(String) });
    expect(await get('/schema')).toMatchObject({ action: { title: 'Action' }, observation: {}, state: {} });
    expect(await get('/state')).toEqual({ episode_id: null, step_count: 0 });
    const openapi = await get('/openapi.json');
    expect(openapi.info.version).toBe('1.0.0');
    expect(Object.keys(openapi.paths)).toEqual(expect.arrayContaining(['/reset', '/step', '/state']));
    expect(await post('/reset', '')).toMatchObject([200, { observation: { env_id: server.environment }, done: false }]);
    expect(await post('/step', '{"action":{"type":"list_tools"}}')).toMatchObject([
      200,
      { observation: { tools: expect.any(Array) } },
    ]);
    expect(await post('/step', '{"action":{"type":"call_tool","tool_name":"submit"}}')).toMatchObject([
      200,
      { reward: 0, done: true },
    ]);
    expect(await post('/step', '{"action":{"type":"jump"}}')).toMatchObject([
      422,
      { detail: [{ loc: ['body', 'action', 'type'] }] },
    ]);
    expect(await post('/mcp', '{}')).toMatchObject([200, { jsonrpc: '2.0', error: { code: -32600 } }]);
    expect(await post('/mcp', '{"jsonrpc":"2.0","id":1,"method":"initialize"}')).toMatchObject([
      200,
      { error: { code: -32601 } },
    ]);
  });

  it('keeps an episode of JSON-RPC over HTTP until it is closed', async () => {
    const rpc = async (method: string, params: unknown) =>
      Object((await post('/mcp', JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })))[1]);
    const { session_id } = (await rpc('openenv/session/create', { scenario_id: server.scenarios[0]!.body.name })).result;
    const { tool, arguments: args } = movesOf(server.scenarios[0]!)[0]!;
    expect((await rpc('tools/call', { name: tool, arguments: args, session_id })).result.is_error).toBe(false);
    expect((await rpc('openenv/session/close', { session_id })).result).toEqual({ session_id, closed: true });
    expect((await rpc('tools/list', { session_id })).error.code).toBe(-32602);
  });

  it('answers with an error where there is no room, and closes', async () => {
    const busy = await Promise.all([connect(`${base()}/ws`), connect(`${base()}/ws`)]);
    for (const { ask } of busy) await ask({ type: 'reset' });
    const third = await connect(`${base()}/ws`);
    const closed = once(third.socket, 'close');
    const refused = await third.ask({ type: 'reset' });
    expect(refused).toEqual({
      type: 'error',
      data: { message: expect.stringContaining('All 2 sessions'), code: 'CAPACITY_REACHED', active_sessions: 2, max_sessions: 2 },
    });
    await closed;
    await Promise.all(busy.map(({ close }) => close()));
    await onConnection(async ({ ask }) => expect((await ask({ type: 'reset' })).type).toBe('observation'));
  });
});

describe('an OpenEnv server with little patience', () => {
  const server = served('--idle-minutes', '0.02');

  it('ends an episode that nobody uses, and frees its place', async () => {
    const idle = await connect(`${server.url}/envs/${server.environment}/ws`);
    await idle.ask({ type: 'reset' });
    const [code] = await Promise.race([once(idle.socket, 'close'), seconds(30).then(() => [0])]);
    expect(code).toBe(1000);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('\nenvscaler_sessions 0\n');
  });
});
