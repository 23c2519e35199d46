import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createProceduralAuthor } from '../../../src/builtin/author.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { openPrompts } from '../../../src/generation/prompt.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Instance, Sandbox } from '../../../src/sandbox/sandbox.ts';
import { openEpisode } from '../../../src/stages/rollouts/session/open-episode.ts';
import { type EpisodeSession, openSession } from '../../../src/stages/rollouts/session/session.ts';
import { simulatedUser, type User } from '../../../src/stages/rollouts/user/user.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { start, toolLibraryCode, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

/** A tool library in which looking for tools under repair fills the memory of the process. */
const methods = toolLibraryCode.methods.map(({ operation, body }) => ({
  operation,
  body:
    operation === 'list_tools'
      ? `if (status === 'repair') {
  const hoard: number[][] = [];
  for (let i = 0; i < 1e6; i++) hoard.push(new Array(5000).fill(i));
  return fail(String(hoard.length));
}
${body}`
      : body,
}));
const environment = artifactOf('environment', 'tool-library', toolLibraryWith({ methods }));
const prompts = openPrompts('prompts');

const lend = { tool_id: 'T-4', member_id: 'M-2' };
const calls = [
  { tool: 'find_members', arguments: [{ name: 'text', json: '"Lind"' }] },
  {
    tool: 'lend_tool',
    arguments: [
      { name: 'tool_id', json: '"T-4"' },
      { name: 'member_id', from: { call: 1, path: 'data.0.member_id' } },
    ],
  },
];
const fact = {
  kind: 'record',
  about: 'the tool that is lent',
  says: 'He needs the sander.',
  question: 'Which tool would he like?',
  before: 2,
  decides: [{ call: 2, argument: 'tool_id' }],
};
const proposals = {
  direct: { task: 'Bo Lind takes the sander for a week.', kind: 'direct', calls },
  underspecified: {
    task: 'Bo Lind would like to borrow a tool for a week.',
    kind: 'underspecified',
    calls,
    user: { wants: 'Bo Lind takes home the sander.', facts: [fact] },
  },
};

let sandbox: Sandbox;
let direct: Scenario;
let underspecified: Scenario;

async function write(kind: keyof typeof proposals): Promise<Scenario> {
  const body = { name: 'tool-library/state-1', start, state: toolLibraryState, writtenBy: { provider: 'scripted' as const } };
  const inputs = [environment, artifactOf('state', 'tool-library/state-1', body)];
  const unit = { subject: 'tool-library/001', inputs, parameters: { number: 1, writes: 1, kind, difficulty: 'easy' } };
  const author = createScriptedAuthor({ 'write-scenario': () => proposals[kind] });
  const result = await scenarioStage.run(unit, stageContext({ sandbox, author }));
  if (result.status !== 'done') throw new Error(result.reason);
  return result.outputs[0]?.body as Scenario;
}

beforeAll(async () => {
  sandbox = createSandbox({ processes: 1, limits: { memoryMb: 96 } });
  direct = await write('direct');
  underspecified = await write('underspecified');
}, 120_000);
afterAll(() => sandbox.close());

/** An episode of the direct scenario, or of the underspecified one with the scripted user. */
async function episode(
  parts: { user?: User; scenario?: Scenario; turns?: number; replies?: number } = {},
): Promise<EpisodeSession> {
  const { user, scenario = direct, turns = 40, replies = 12 } = parts;
  const limits = { turns, replies };
  const session = await openEpisode({ sandbox, environment: environment.body, scenario, prompts, user, limits });
  onTestFinished(() => session.close());
  return session;
}

const scriptedUser = (): User => {
  const { ask } = stageContext({ sandbox, author: createProceduralAuthor() });
  return simulatedUser(underspecified, ask, 'scripted');
};
const conversation = (limits: { turns?: number; replies?: number } = {}) =>
  episode({ user: scriptedUser(), scenario: underspecified, ...limits });

describe('calls of an episode', () => {
  it('that are made at once run one after the other, in the order of asking', async () => {
    const session = await episode();
    const answers = await Promise.all([
      session.call('lend_tool', lend),
      session.call('lend_tool', lend),
      session.call('return_tool', { tool_id: 'T-4' }),
      session.call('lend_tool', lend),
    ]);
    expect(answers.map((answer) => (answer.status === 'called' ? answer.call.outcome : answer))).toEqual([
      'success',
      'refused',
      'success',
      'success',
    ]);
    expect(session.messages.map(({ role }) => role).join(' ')).toBe(
      'system user assistant tool assistant tool assistant tool assistant tool',
    );
  });

  it('wait for the call or the answer of the user that was asked for before them', async () => {
    const hasFew = await episode({ turns: 1 });
    const both = await Promise.all([hasFew.call('find_members', { text: 'Lind' }), hasFew.call('lend_tool', lend)]);
    expect(both.map(({ status }) => status)).toEqual(['called', 'over']);

    const reply: User['reply'] = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { say: 'He needs the sander.', done: false, told: ['F1'] };
    };
    const session = await episode({ user: { reply }, scenario: underspecified });
    await Promise.all([session.say('Which tool?'), session.call('lend_tool', lend)]);
    expect(session.messages.map(({ role }) => role).join(' ')).toBe('system user assistant user assistant tool');
    expect((await session.score()).reward).toMatchObject({ kind: 'scored', strict: 1 });
  });

  it('take their arguments as text or as an object, and answer what is neither as a mistake of the agent', async () => {
    const session = await episode();
    const outcomes: unknown[] = [];
    for (const args of ['{"text": "Lind"}', { text: 'Lind' }, '{"text": "Lind"', '["Lind"]', ['Lind'], null, 7, undefined, '']) {
      const answer = await session.call('find_members', args);
      outcomes.push(
        answer.status === 'called' && [answer.call.outcome, 'error' in answer.call.result && answer.call.result.error],
      );
    }
    const noObject = ['invalid-arguments', 'The arguments must be one JSON object.'];
    const nothing = ['invalid-arguments', expect.stringContaining('"text"')];
    expect(outcomes).toEqual([
      ['success', false],
      ['success', false],
      ['invalid-arguments', expect.stringContaining('The arguments are not valid JSON')],
      noObject,
      noObject,
      noObject,
      noObject,
      nothing,
      nothing,
    ]);
    const { steps } = await session.score();
    expect(steps.slice(0, 4).map((step) => step.arguments)).toEqual([
      '{"text": "Lind"}',
      '{"text":"Lind"}',
      '{"text": "Lind"',
      '["Lind"]',
    ]);
  });

  it('are recorded with what they changed and the hash of the state after them', async () => {
    const [session, twin] = [await episode(), await (await sandbox.open(environment.body)).create(beginning())];
    onTestFinished(() => twin.close());
    const hashes = [await twin.hash(), await twin.hash()];
    await twin.call('lend_tool', lend);
    hashes.push(await twin.hash(), await twin.hash());
    await session.call('find_members', { text: 'Lind' });
    await session.call('lend_tool', { ...lend, tool_id: 'T-3' });
    await session.call('lend_tool', lend);
    await session.call('member_loans', { member_id: 'M-2' });
    const { steps, finalState } = await session.score();
    expect(steps.map(({ stateHash }) => stateHash)).toEqual(hashes);
    expect(steps.map(({ patches }) => patches.map(({ path }) => path))).toEqual([
      [],
      [],
      expect.arrayContaining(['/tools/T-4/status']),
      [],
    ]);
    expect(finalState).toEqual(await twin.snapshot());
  });

  it('that fill the memory of the sandbox cost that call and nothing else, here or in another episode', async () => {
    const [session, other] = [await episode(), await episode()];
    await session.call('lend_tool', lend);
    await other.call('find_members', { text: 'Lind' });
    const before = await session.snapshot();
    const crashed = await session.call('list_tools', { status: 'repair' });
    expect(crashed).toMatchObject({
      status: 'called',
      call: { outcome: 'memory', result: { success: false, error: 'The tool failed unexpectedly and changed nothing.' } },
      detail: expect.stringContaining('96 MB'),
    });
    expect(session.end).toBeUndefined();
    expect(await session.snapshot()).toEqual(before);
    expect(await other.call('lend_tool', lend)).toMatchObject({ call: { outcome: 'success' } });
    for (const one of [session, other]) expect((await one.score()).reward).toMatchObject({ kind: 'scored', strict: 1 });
  });
});

function beginning() {
  return { state: direct.initialState, seed: direct.seed, start: direct.start };
}

describe('the end of an episode', () => {
  const over = (why: string) => ({ status: 'over', message: `The episode is over: ${why}. Nothing more is done in it.` });

  it('is what the agent says without a call where there is no user, and then nothing more is done', async () => {
    const session = await episode();
    await session.call('lend_tool', lend);
    const before = await session.snapshot();
    expect(await session.say('The sander is lent.')).toEqual({ status: 'said', reply: undefined });
    expect(session.end).toEqual({ kind: 'terminated', reason: 'answered' });
    const refusals = [
      await session.call('return_tool', { tool_id: 'T-4' }),
      await session.say('One more thing.'),
      await session.take({ kind: 'message', message: { role: 'assistant', content: 'Hello?' } }),
    ];
    expect(refusals).toEqual([1, 2, 3].map(() => over('the agent has finished')));
    expect(await session.snapshot()).toEqual(before);
    expect(session.messages.at(-1)).toEqual({ role: 'assistant', content: 'The sander is lent.' });
  });

  it('comes in the order of asking: a call that waits behind the last words is not made', async () => {
    const session = await episode();
    const [, said, late] = await Promise.all([
      session.call('lend_tool', lend),
      session.say('Done.'),
      session.call('return_tool', { tool_id: 'T-4' }),
    ]);
    expect([said.status, late.status]).toEqual(['said', 'over']);
    expect((await session.score()).reward).toMatchObject({ strict: 1 });
  });

  it('is a limit on turns, whether they come as messages or as calls', async () => {
    const session = await episode({ turns: 3 });
    await session.call('find_members', { text: 'Lind' });
    const request = (id: string) => ({ id, type: 'function' as const, function: { name: 'list_tools', arguments: '{}' } });
    const message = { role: 'assistant' as const, content: 'I look twice.', tool_calls: [request('a'), request('b')] };
    expect(await session.take({ kind: 'message', message })).toBeUndefined();
    expect(session.end).toBeUndefined();
    expect(await session.call('lend_tool', lend)).toMatchObject({ status: 'called', call: { outcome: 'success' } });
    expect(session.end).toEqual({ kind: 'truncated', reason: 'turns' });
    expect(await session.call('list_tools', {})).toEqual(over('the agent has had all its turns'));
    const { steps, reward, end } = await session.score();
    expect([steps.length, end, reward]).toMatchObject([4, { kind: 'truncated' }, { kind: 'scored', strict: 1 }]);
  });

  it.each([
    ['cut', { kind: 'truncated', reason: 'length' }],
    ['refused', { kind: 'terminated', reason: 'refused' }],
  ] as const)('is a message that was %s: its calls are not made', async (kind, end) => {
    const session = await episode();
    const request = { id: 'a', type: 'function' as const, function: { name: 'lend_tool', arguments: JSON.stringify(lend) } };
    await session.take({ kind, message: { role: 'assistant', content: 'I would', tool_calls: [request] } });
    const scored = await session.score();
    expect([scored.end, scored.steps, scored.reward]).toMatchObject([end, [], { strict: 0 }]);
  });
});

describe('a user in an episode', () => {
  it('answers what is said, and what they told reaches the checks', async () => {
    const session = await conversation();
    expect(session.system).toContain('You talk with the person who asks.');
    await session.call('find_members', { text: 'Lind' });
    expect(await session.say('Which tool would he like?')).toEqual({ status: 'said', reply: 'He needs the sander.' });
    await session.call('lend_tool', lend);
    expect(await session.say('The sander is lent.')).toEqual({ status: 'said', reply: 'Thank you, that is all.' });
    expect(session.end).toEqual({ kind: 'terminated', reason: 'user-done' });
    expect((await session.score()).reward).toMatchObject({ kind: 'scored', strict: 1 });
    expect(session.messages.map(({ role }) => role).join(' ')).toBe(
      'system user assistant tool assistant user assistant tool assistant user',
    );

    const unasked = await conversation();
    await unasked.call('lend_tool', lend);
    expect((await unasked.score()).reward).toMatchObject({ kind: 'scored', strict: 0 });
  });

  it('says only so much', async () => {
    const session = await conversation({ replies: 2 });
    for (let round = 0; round < 2; round++) await session.say('Which tool would he like?');
    expect(session.end).toBeUndefined();
    expect(await session.say('Which tool was it?')).toEqual({ status: 'said', reply: undefined });
    expect(session.end).toEqual({ kind: 'truncated', reason: 'user-turns' });
  });

  it('who cannot be asked costs the words that were for them, and they can be said again', async () => {
    let isDown = true;
    const reply: User['reply'] = async () => {
      if (isDown) throw new Error('no answer');
      return { say: 'He needs the sander.', done: false };
    };
    const session = await episode({ user: { reply }, scenario: underspecified });
    await expect(session.say('Which tool?')).rejects.toThrow('no answer');
    expect(session.messages).toHaveLength(2);
    isDown = false;
    expect(await session.say('Which tool?')).toEqual({ status: 'said', reply: 'He needs the sander.' });
    expect(session.messages).toHaveLength(4);
  });
});

describe('what the agent says', () => {
  it('is kept with the number of calls before it: questions, words beside calls and last words', async () => {
    const session = await conversation();
    await session.say('Which tool would he like?');
    const request = { id: 'a', type: 'function' as const, function: { name: 'lend_tool', arguments: JSON.stringify(lend) } };
    await session.take({
      kind: 'message',
      message: { role: 'assistant', content: 'I lend it.', reasoning_content: 'T-4.', tool_calls: [request] },
    });
    expect(await session.finish('The sander is lent until 2026-03-16.')).toEqual({ kind: 'terminated', reason: 'answered' });
    expect(await session.finish('And more.')).toEqual({ kind: 'terminated', reason: 'answered' });
    expect(session.words).toEqual([
      { after: 0, text: 'Which tool would he like?', isToUser: true },
      { after: 0, text: 'I lend it.', isToUser: false },
      { after: 1, text: 'The sander is lent until 2026-03-16.', isToUser: true },
    ]);
    expect(session.messages.find((message) => 'reasoning_content' in message)).toMatchObject({ reasoning_content: 'T-4.' });
  });
});

describe('the score of an episode', () => {
  it('is given once, ends the episode, and stays as it is', async () => {
    const session = await episode();
    await session.call('lend_tool', lend);
    const [first, late, second] = await Promise.all([
      session.score(),
      session.call('return_tool', { tool_id: 'T-4' }),
      session.score(),
    ]);
    expect(first).toMatchObject({ end: { kind: 'terminated', reason: 'answered' }, reward: { kind: 'scored', strict: 1 } });
    expect(late.status).toBe('over');
    expect(second).toBe(first);
    const text = JSON.stringify(first);
    await session.say('Anything else?');
    await session.close();
    expect(JSON.stringify(await session.score())).toBe(text);
  });

  it('counts the calls that were asked for before it', async () => {
    const session = await episode();
    const [, { reward }] = await Promise.all([session.call('lend_tool', lend), session.score()]);
    expect(reward).toMatchObject({ kind: 'scored', strict: 1 });
  });

  it('is none where the sandbox failed in a call, so that a change may be unknown', async () => {
    const own = createSandbox({ processes: 1 });
    const session = await openEpisode({ sandbox: own, environment: environment.body, scenario: direct, prompts });
    await own.close();
    await expect(session.call('lend_tool', lend)).rejects.toThrow();
    expect(session.end).toMatchObject({ kind: 'failed' });
    await expect(session.score()).rejects.toThrow('The episode cannot be scored, because it failed');
  });
});

describe('closing an episode', () => {
  it('frees its instance when what is under way is done, and refuses what waits', async () => {
    const opened = await sandbox.open(environment.body);
    const instances: Instance[] = [];
    const create: typeof opened.create = async (begin) => {
      const instance = await opened.create(begin);
      instances.push(instance);
      return instance;
    };
    const options = { environment: { ...opened, create }, scenario: direct, system: 'S', user: undefined };
    const session = await openSession(options);
    const [instance] = instances;
    const underWay = session.call('lend_tool', lend);
    await new Promise(setImmediate);
    const waiting = session.call('return_tool', { tool_id: 'T-4' });
    await Promise.all([session.close(), session.close()]);
    expect(await underWay).toMatchObject({ status: 'called', call: { outcome: 'success' } });
    expect(await waiting).toEqual({ status: 'over', message: 'The episode is closed. Nothing more is done in it.' });
    expect(instances).toHaveLength(1);
    expect(() => instance?.hash()).toThrow('The instance is closed.');
    await expect(session.score()).rejects.toThrow('The instance is closed.');
  });
});
