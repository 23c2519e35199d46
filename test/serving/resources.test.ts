import { describe, expect, it } from 'vitest';
import { jsonIn, movesOf, served } from './support/served.ts';

describe('a resources server of NeMo Gym', () => {
  const server = served('--reward', 'both');
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    });
  const at = (path: string): string => `/nemo/${server.environment}/${path}`;

  it('plays a row as the simple agent does: seed, tools by name, verify', async () => {
    const scenario = server.scenarios[0]!;
    const row = { id: 0, env_id: server.environment, scenario_id: scenario.body.name, scenario_hash: scenario.hash };
    const seeded = await post(at('seed_session'), { ...row, responses_create_params: { input: [] } });
    expect([seeded.status, await seeded.json()]).toEqual([200, {}]);
    const cookie = (seeded.headers.get('set-cookie') ?? '').split(';')[0]!;
    expect(cookie).toMatch(/^session=/);
    for (const { tool, arguments: args } of movesOf(scenario)) {
      const called = await post(at(tool), args, cookie);
      expect(called.status).toBe(200);
      expect(JSON.parse(await called.text())).toMatchObject({ success: true });
    }
    expect((await post(at('nothing'), {}, cookie)).status).toBe(404);
    const output = [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'It is done.' }] }];
    const body = { ...row, response: { id: 'r', output } };
    const verified = await jsonIn(await post(at('verify'), body, cookie));
    expect(verified).toEqual({ ...body, reward: 1, reward_components: { dense: 1, strict: 1 } });
    expect(await jsonIn(await post(at('verify'), body, cookie))).toEqual(verified);
    const metrics = await jsonIn(await post(at('aggregate_metrics'), { verify_responses: [verified, { reward: 0 }] }));
    expect(metrics.agent_metrics).toEqual({ 'mean/reward': 0.5 });
    expect(await (await fetch(`${server.url}${at('reverify_mode')}`)).json()).toBe('unsupported');
  });

  it('does nothing without a session, nor in that of another environment', async () => {
    expect((await post(at('verify'), { response: { output: [] } })).status).toBe(404);
    expect((await post(at('submit'), {}, 'session=made-up')).status).toBe(404);
  });

  it('answers calls and checks on states that the client holds', async () => {
    for (const { body, hash } of server.scenarios.filter(({ body: { questions } }) => questions.length === 0).slice(0, 3)) {
      const calls: unknown[] = [];
      let state: unknown = body.initialState;
      for (const call of body.reference) {
        const request = { env_id: server.environment, scenario_id: body.name, state, tool: call.tool, arguments: call.arguments };
        const answer = await jsonIn(await post('/v1/call', request));
        calls.push({ tool: call.tool, arguments: call.arguments, outcome: 'success', result: answer.result });
        expect(answer.result).toMatchObject({ success: true });
        state = answer.state;
      }
      const judge = async (check_index: number, final_state: unknown, made: readonly unknown[]) => {
        const said = made.length > 0 ? [{ after: made.length, text: body.closing }] : [];
        const states = { initial_state: body.initialState, final_state, calls: made, said };
        return jsonIn(await post('/v1/check', { scenario_id: body.name, scenario_hash: hash, check_index, ...states }));
      };
      for (const [index, check] of body.checks.entries()) {
        expect(await judge(index, state, calls)).toEqual({ passed: true });
        if (check.role === 'credit') expect(await judge(index, body.initialState, [])).toEqual({ passed: false });
      }
    }
  });
});
