import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenario } from '../../src/domain/scenario/scenario.ts';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { oneEnvironment, preparedWorkspace } from '../support/prepared-workspace.ts';

/** A workspace with one environment and underspecified scenarios, and a model that plays the user. */
let cwd: string;
let server: OpenAiServer;
beforeAll(async () => {
  ({ cwd } = await preparedWorkspace([...oneEnvironment, ['scen', '--count', '2', '--kinds', 'underspecified']]));
  server = await startOpenAiServer(({ body }) => {
    const asked = String(body.messages.at(-1)?.content);
    const isQuestion = /The agent: [^\n]*\?\s*(You: |What do you say now)/.test(asked.slice(asked.lastIndexOf('The agent: ')));
    return { kind: 'answer', content: { say: isQuestion ? 'Let me see.' : 'Thanks!', done: !isQuestion } };
  });
}, 240_000);
afterAll(() => server.close());

const env = () => ({ OPENAI_API_KEY: 'sk-user-51c0ffee', OPENAI_BASE_URL: server.baseUrl, ENVSCALER_MODEL: 'user-model' });
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const trajectories = async (folder: string): Promise<unknown[]> =>
  lines((await envscaler(['list', 'trajectories', '--json'], { cwd: folder })).stdout).map(({ hash }) => hash);

describe('rollouts with a user', () => {
  it('of a model are recorded with the work simulate-user, and replay without network to the same trajectories', async () => {
    const there = temporaryFolder();
    cpSync(join(cwd, 'out'), join(there, 'out'), { recursive: true });
    const played = await envscaler(['rollout', '--user', 'openai', '--record', 'calls.jsonl'], { cwd, env: env() });
    expect(played.code, played.stderr).toBe(0);
    expect(played.stderr).toContain('User in conversations: the model user-model');
    expect(server.requests.length).toBeGreaterThan(0);
    const cost = lines((await envscaler(['cost', '--json', '--by', 'work'], { cwd })).stdout);
    expect(cost.find(({ by, name }) => by === 'work' && name === 'simulate-user')).toMatchObject({
      calls: server.requests.length,
    });

    cpSync(join(cwd, 'calls.jsonl'), join(there, 'calls.jsonl'));
    const before = server.requests.length;
    const again = await envscaler(['rollout', '--user', 'openai', '--replay', 'calls.jsonl'], {
      cwd: there,
      env: { OPENAI_BASE_URL: server.baseUrl, ENVSCALER_MODEL: 'user-model' },
    });
    expect(again.code, again.stderr).toBe(0);
    expect(server.requests.length).toBe(before);
    expect(await trajectories(there)).toEqual(await trajectories(cwd));
  }, 120_000);

  it('are left out with a word about it where there is none', async () => {
    const { code, stderr, stdout } = await envscaler(['rollout', '--user', 'none', '--agent', 'noop'], { cwd });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('2 underspecified scenarios need a user to ask and are not played.');
    expect(stdout).not.toContain('noop');
  });

  it('of a person: the scripted user answers what is asked, and without asking nothing is earned', async () => {
    const [listed] = lines((await envscaler(['list', 'scenarios', '--json'], { cwd })).stdout);
    const id = String(listed?.id);
    const [shown] = lines((await envscaler(['show', id, '--json'], { cwd })).stdout);
    const { reference, questions, user } = scenario.parse(shown?.body);
    const calls = reference.map((call) => `${call.tool} ${JSON.stringify(call.arguments)}`);
    const asking = calls.flatMap((call, index) => [
      ...questions.filter(({ before }) => before === index + 1).map(({ says }) => `ask ${says}`),
      call,
    ]);
    const asked = await envscaler(['play', id], { cwd, stdin: asking.join('\n') });
    for (const { says } of user?.facts ?? []) expect(asked.stdout.replace(/\s+/g, ' ')).toContain(`The user: ${says}`);
    expect(asked.stdout).toContain('Reward: strict 1');
    expect((await envscaler(['play', id], { cwd, stdin: calls.join('\n') })).stdout).toContain('Reward: strict 0');
  });

  it.each([
    [['rollout', '--user', 'nobody'], 'Unknown user "nobody".'],
    [['rollout', '--user', 'none', '--conversation'], '--conversation needs a user'],
    [['scen', '--kinds', 'underspecifed'], 'Did you mean "underspecified"?'],
  ])('of %j is a mistake that is told', async (args, message) => {
    const { code, stderr } = await envscaler(args, { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
