import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/domain/scenario/scenario.ts';
import { envscaler, type Finished } from '../support/command-line.ts';
import { type OpenAiServer, type ReceivedRequest, type Reply, startOpenAiServer } from '../support/openai-server.ts';
import { oneEnvironment, preparedWorkspace } from '../support/prepared-workspace.ts';

/** Four attempts at each of three scenarios by agents of our own and by one that knows the reference and uses it in part. */
const attempts = 4;
let cwd: string;
let server: OpenAiServer;
let references: ReadonlyMap<string, Scenario['reference']>;
const begun = new Map<string, number>();

/**
 * The scripted agent solves the first scenario always, the second in every other attempt, the third never: it makes the calls of the reference
 * one by one, or gives up at once.
 */
function play({ body }: ReceivedRequest): Reply {
  const task = String(body.messages.find((message) => message.role === 'user')?.content);
  const place = [...references.keys()].indexOf(task);
  const spoken = body.messages.filter((message) => message.role === 'assistant').length;
  const attempt = spoken === 0 ? (begun.get(task) ?? 0) : 0;
  if (spoken === 0) begun.set(task, attempt + 1);
  const gives = spoken === 0 && (place === 2 || (place === 1 && attempt % 2 === 1));
  const call = gives ? undefined : references.get(task)?.[spoken];
  if (!call) return { kind: 'answer', content: 'That is all.' };
  return { kind: 'answer', content: null, toolCalls: [{ name: call.tool, arguments: call.arguments }] };
}

const cli = (...args: string[]): Promise<Finished> =>
  envscaler(args, { cwd, env: { OPENAI_API_KEY: 'key', OPENAI_BASE_URL: server.baseUrl, ENVSCALER_MODEL: 'half-way' } });
const jsonLines = ({ stdout }: Finished): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  ({ cwd } = await preparedWorkspace([...oneEnvironment, ['scen', '--count', '3'], ['rollout', '--agent', 'reference']]));
  server = await startOpenAiServer(play);
  const listed = jsonLines(await cli('list', 'scenarios', '--json'));
  const shown = await Promise.all(listed.map(async ({ id }) => jsonLines(await cli('show', String(id), '--json'))[0]));
  references = new Map(
    shown.map((event) => {
      const { task, reference } = (event?.body ?? event) as Scenario;
      return [task, reference];
    }),
  );
  const played = await cli(
    'rollout',
    '--agent',
    'noop',
    'random',
    'openai',
    '--attempts',
    String(attempts),
    '--user',
    'procedural',
    '--quiet',
  );
  if (played.code !== 0) throw new Error(played.stderr);
}, 180_000);
afterAll(() => server.close());

describe('measured difficulty', () => {
  it('is told for each scenario and agent, with what it is worth', async () => {
    const listed = jsonLines(await cli('list', 'scenarios', '--agent', 'half-way', '--json'));
    expect(listed.map(({ attempts: made, passed, teaches }) => [made, passed, teaches])).toEqual([
      [4, 4, false],
      [4, 2, true],
      [4, 0, false],
    ]);
    expect(listed[1]?.interval).toEqual([expect.closeTo(0.15, 2), expect.closeTo(0.85, 2)]);
    expect(listed[1]?.passAt).toContainEqual({ k: 2, estimate: expect.closeTo(5 / 6, 6), interval: expect.anything() });
    const { stdout } = await cli('list', 'scenarios', '--agent', 'half-way');
    expect(stdout).toMatch(/attempts +passed \(95 %\) +pass@k +teaches/);
    expect(stdout).toMatch(/4 +50 % \(15 % to 85 %\) +@2 83 %, @4 100 % +yes/);
    const idle = jsonLines(await cli('list', 'scenarios', '--agent', 'noop', '--json'));
    expect(idle.map(({ passed }) => passed)).toEqual([0, 0, 0]);
  });

  it('is summed up for each agent, with the share of groups that teach', async () => {
    const [stats] = jsonLines(await cli('stats', '--json'));
    const { agents = [] } = (stats?.attempts ?? {}) as { agents?: Record<string, unknown>[] };
    expect(agents.map(({ agent, passed, groups, withSignal }) => [agent, passed, groups, withSignal])).toEqual([
      ['half-way', 6, 3, 1],
      ['noop', 0, 3, 0],
      ['random', expect.any(Number), 3, expect.any(Number)],
      ['reference', 3, 0, 0],
    ]);
  });

  it('selects what is exported', async () => {
    const done = await cli(
      'export',
      '--format',
      'verl-rl',
      '--band',
      '0.2..0.8',
      '--agent',
      'half-way',
      '--to',
      'out/easy',
      '--json',
    );
    expect(done.code, done.stderr).toBe(0);
    const dataset = jsonLines(done).find(({ event }) => event === 'dataset');
    expect(dataset?.manifest).toMatchObject({
      rows: 1,
      skipped: { 'scenario outside the band of pass rates of half-way': 2 },
    });
  });

  it.each([
    [['list', 'scenarios', '--agent', 'halfway'], /No agent "halfway" has attempted a scenario here\. .*"half-way"/],
    [['list', 'environments', '--agent', 'noop'], /envscaler list scenarios --agent noop/],
  ])('is a question about an agent that played: %j', async (args, message) => {
    const { code, stderr } = await cli(...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });
});
