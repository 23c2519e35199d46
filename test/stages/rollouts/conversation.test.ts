import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createProceduralAuthor } from '../../../src/builtin/author.ts';
import type { Trajectory } from '../../../src/domain/rollout/trajectory.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import type { State } from '../../../src/domain/state.ts';
import type { StageResult } from '../../../src/engine/stage.ts';
import type { Author } from '../../../src/generation/author.ts';
import { openPrompts } from '../../../src/generation/prompt.ts';
import type { SimulateUserInput } from '../../../src/generation/work/conversations.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Agent, AssistantMessage } from '../../../src/stages/rollouts/agent.ts';
import { noopAgent } from '../../../src/stages/rollouts/agents/noop.ts';
import { randomAgent } from '../../../src/stages/rollouts/agents/random.ts';
import { referenceAgent } from '../../../src/stages/rollouts/agents/reference.ts';
import { rolloutStage } from '../../../src/stages/rollouts/rollout.ts';
import { rolloutLimits } from '../../../src/stages/rollouts/session/limits.ts';
import { recertify } from '../../../src/stages/scenarios/recertify.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { openBench } from '../../generation/bench.ts';
import { start, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
let scenario: Scenario;
const environment = artifactOf('environment', 'tool-library', toolLibraryWith());
const prompts = openPrompts('prompts');

const proposal = {
  task: 'Bo Lind would like to borrow a tool for a week.',
  kind: 'underspecified',
  calls: [
    { tool: 'find_members', arguments: [{ name: 'text', json: '"Lind"' }] },
    { tool: 'list_tools', arguments: [{ name: 'status', json: '"shelf"' }] },
    {
      tool: 'lend_tool',
      arguments: [
        { name: 'tool_id', json: '"T-4"' },
        { name: 'member_id', from: { call: 1, path: 'data.0.member_id' } },
      ],
    },
  ],
  user: {
    wants: 'Bo Lind takes home the sander.',
    facts: [
      {
        kind: 'record',
        about: 'the tool that is lent',
        says: 'He needs the sander.',
        question: 'Which tool would he like?',
        before: 3,
        decides: [{ call: 3, argument: 'tool_id' }],
      },
    ],
  },
};

async function write(changes: { proposal?: object; state?: State } = {}): Promise<StageResult> {
  const state = artifactOf('state', 'tool-library/state-1', {
    name: 'tool-library/state-1',
    start,
    state: changes.state ?? toolLibraryState,
    writtenBy: { provider: 'scripted' },
  });
  const author = createScriptedAuthor({ 'write-scenario': () => ({ ...proposal, ...changes.proposal }) });
  const parameters = { number: 1, writes: 1, kind: 'underspecified', difficulty: 'easy' };
  const unit = { subject: 'tool-library/001', inputs: [environment, state], parameters };
  return scenarioStage.run(unit, stageContext({ sandbox, author }));
}

beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  const result = await write();
  if (result.status !== 'done') throw new Error(result.reason);
  scenario = result.outputs[0]?.body as Scenario;
}, 60_000);
afterAll(() => sandbox.close());

/** Plays the scenario in conversation, with the scripted user unless another author is given. */
async function talk(agent: Agent, author: Author = createProceduralAuthor(), played = scenario): Promise<Trajectory> {
  const inputs = [environment, artifactOf('scenario', 'tool-library/001', played)];
  const unit = { subject: 'tool-library/001/x/1', inputs, parameters: { attempt: 1 } };
  const result = await rolloutStage(agent, prompts, 'conversation').run(unit, stageContext({ sandbox, author }));
  if (result.status !== 'done') throw new Error(result.reason);
  return result.outputs[0]?.body as Trajectory;
}

const says = (content: string): AssistantMessage => ({ role: 'assistant', content });
function calls(name: string, args: object): AssistantMessage {
  const request = { id: name, type: 'function' as const, function: { name, arguments: JSON.stringify(args) } };
  return { role: 'assistant', content: '', tool_calls: [request] };
}
const lends = (tool: string): AssistantMessage => calls('lend_tool', { tool_id: tool, member_id: 'M-2' });

/** An agent that says the given messages one after the other, and keeps what it was shown. */
function scripted(...messages: AssistantMessage[]): Agent & { readonly heard: string[] } {
  const heard: string[] = [];
  const left = [...messages];
  return {
    heard,
    identity: { kind: 'openai', model: 'scripted' },
    parameters: {},
    play: () => ({
      turn: async (shown) => {
        heard.push(JSON.stringify(shown));
        return { kind: 'message', message: left.shift() ?? says('It is done.') };
      },
    }),
  };
}

const spokenBy = (trajectory: Trajectory): string[] =>
  trajectory.messages.flatMap((message) => (message.role === 'user' ? [message.content] : [])).slice(1);

describe('an underspecified scenario', () => {
  it('has a complete certificate: a guess misses, a right one unasked is not paid, and what the user says settles it', () => {
    const { certificate, provenance, kind, user, questions } = scenario;
    expect(certificate.reasons).toEqual([]);
    expect(certificate.complete).toBe(true);
    expect(certificate.asking).toEqual({
      facts: [{ fact: 'F1', open: 3, told: 1 }],
      unasked: { kind: 'scored', dense: 0, strict: 0, broken: ['C3'] },
    });
    expect(certificate.nearMisses.filter((trial) => trial.kind === 'guessed')).toMatchObject([
      { end: 'other', score: { kind: 'scored', strict: 0 } },
    ]);
    expect(scenario.checks.find(({ id }) => id === 'C3')?.question).toBe(
      'Has the user told what only they know (F1) before a successful call to lend tool with member id "M-2"?',
    );
    expect({ kind, facts: user?.facts.map(({ id, value }) => [id, value]), questions }).toEqual({
      kind: 'underspecified',
      facts: [['F1', 'T-4']],
      questions: [{ before: 3, says: 'Which tool would he like?', facts: ['F1'] }],
    });
    expect(provenance.find(({ call, argument }) => call === 3 && argument === 'tool_id')?.origin).toMatchObject({
      kind: 'user',
      fact: 'F1',
    });
  });

  it('is certified the same from scratch', async () => {
    expect((await recertify(sandbox, environment.body, scenario)).differences).toEqual([]);
  });

  it.each([
    [
      'the request names the record',
      { proposal: { task: 'Bo Lind would like to borrow the sander for a week.' } },
      'Nobody has to ask',
    ],
    [
      'only one record can be meant',
      { state: { ...toolLibraryState, tools: { 'T-4': toolLibraryState.tools?.['T-4'] ?? {} }, loans: {} } },
      'Nobody has to ask',
    ],
    [
      'the words of the user fit several',
      { proposal: { user: { ...proposal.user, facts: [{ ...proposal.user.facts[0], says: 'Something with power.' }] } } },
      'is as true of',
    ],
    [
      'the question comes after the call',
      { proposal: { user: { ...proposal.user, facts: [{ ...proposal.user.facts[0], before: 4 }] } } },
      'but call 3 needs it',
    ],
    ['there is no user', { proposal: { user: undefined } }, 'needs "user"'],
  ] as const)('is not one where %s', async (_, changes, reason) => {
    const result = await write(changes);
    expect(result).toMatchObject({ status: 'rejected', reason: expect.stringContaining(reason) });
  });

  it('is not played without a user', async () => {
    const inputs = [environment, artifactOf('scenario', 'tool-library/001', scenario)];
    const unit = { subject: 'tool-library/001/x/1', inputs, parameters: { attempt: 1 } };
    const context = stageContext({ sandbox, author: createProceduralAuthor() });
    expect(await rolloutStage(referenceAgent, prompts).run(unit, context)).toEqual({
      status: 'rejected',
      reason: 'tool-library/001 is underspecified: it can be played only with a user to ask.',
    });
  });
});

describe('a conversation', () => {
  it('of the reference agent asks what the reference asks, and scores 1', async () => {
    const trajectory = await talk(referenceAgent);
    expect(trajectory.reward).toMatchObject({ kind: 'scored', strict: 1 });
    expect(trajectory.end).toEqual({ kind: 'terminated', reason: 'user-done' });
    expect(trajectory.user).toMatchObject({ provider: 'procedural' });
    expect(trajectory.messages.map(({ role }) => role).join(' ')).toBe(
      'system user assistant tool tool assistant user assistant tool assistant user',
    );
    expect(trajectory.messages[5]).toEqual(says('Which tool would he like?'));
    expect(trajectory.messages[6]).toEqual({ role: 'user', content: 'He needs the sander.' });
    expect(await talk(referenceAgent)).toEqual(trajectory);
  });

  it.each([
    ['guesses wrong', [lends('T-1')], 0],
    ['guesses right', [lends('T-4')], 0],
    ['asks when it is done', [lends('T-4'), says('Which tool did he want?')], 0],
    ['greets, is told nothing and guesses right', [says('Hello?'), lends('T-4')], 0],
    ['asks something else and guesses right', [says('What is the weather like?'), lends('T-4')], 0],
    ['asks for leave and guesses right', [says('May I go on?'), lends('T-4')], 0],
    ['asks and does another thing', [says('Which tool should I lend?'), lends('T-1')], 0],
    ['asks first', [says('Which tool should I lend?'), lends('T-4')], 1],
  ] as const)('of an agent that %s is paid only if it asked first and did what it was told', async (_, messages, strict) => {
    expect((await talk(scripted(...messages))).reward).toMatchObject({ kind: 'scored', strict });
  });

  it.each([noopAgent, randomAgent])('of an agent that asks nothing earns nothing: $identity.kind', async (agent) => {
    const { reward, end } = await talk(agent);
    expect(reward).toMatchObject({ kind: 'scored', strict: 0 });
    expect(end).toEqual({ kind: 'terminated', reason: 'user-done' });
  });

  it('of a task that says it all begins with the whole task and ends when the agent is done', async () => {
    const made = await write({ proposal: { task: 'Bo Lind takes the sander for a week.', kind: 'direct', user: undefined } });
    if (made.status !== 'done') throw new Error(made.reason);
    const trajectory = await talk(referenceAgent, createProceduralAuthor(), made.outputs[0]?.body as Scenario);
    expect(trajectory).toMatchObject({
      reward: { kind: 'scored', strict: 1 },
      end: { kind: 'terminated', reason: 'user-done' },
    });
    expect(spokenBy(trajectory)).toEqual(['Thank you, that is all.']);
  });

  it('is cut off when it goes on and on', async () => {
    const endless = scripted(...Array.from({ length: 30 }, () => says('And which tool again?')));
    const trajectory = await talk(endless);
    expect(trajectory.end).toEqual({ kind: 'truncated', reason: 'user-turns' });
    expect(spokenBy(trajectory)).toHaveLength(rolloutLimits.replies);
  });

  it('shows the agent nothing of the profile but what the user says', async () => {
    const agent = scripted(
      says('I will look into it.'),
      says('What colour is your shirt?'),
      says('May I go on?'),
      says('Goodbye.'),
    );
    const trajectory = await talk(agent);
    expect(spokenBy(trajectory)).toEqual([
      'All right.',
      'I am afraid I cannot tell you that.',
      'Please do just what I asked for.',
      'Thank you, that is all.',
    ]);
    expect(agent.heard.join()).not.toMatch(/sander|F1|T-4/i);
    expect(trajectory.end).toEqual({ kind: 'terminated', reason: 'user-done' });
  });

  it('shows the user neither records nor calls nor checks', async () => {
    const author = createScriptedAuthor({ 'simulate-user': { say: '', done: true } });
    await talk(scripted(calls('find_members', { text: 'Lind' }), says('Which tool?')), author);
    const [asked] = author.questions;
    expect(asked?.work).toBe('simulate-user');
    expect(asked?.input).toEqual({
      persona: expect.any(String),
      wants: 'Bo Lind takes home the sander.',
      facts: [{ kind: 'record', about: 'the tool that is lent', says: 'He needs the sander.' }],
      said: [
        { by: 'user', text: 'Bo Lind would like to borrow a tool for a week.' },
        { by: 'agent', text: 'Which tool?' },
      ],
    } satisfies SimulateUserInput);
  });
});

describe('a model as the user', () => {
  it('is asked with the profile, answers in words of its own, ends the conversation, and stands in the ledger', async () => {
    const bench = await openBench(({ body }) => {
      const question = String(body.messages.at(-1)?.content);
      const isDone = question.includes('It is done.');
      return { kind: 'answer', content: { say: isDone ? 'Great, bye.' : 'The sander, please!', done: isDone } };
    });
    onTestFinished(() => bench.server.close());
    const trajectory = await talk(scripted(says('Which tool should I lend?'), lends('T-4')), bench.author);
    expect(spokenBy(trajectory)).toEqual(['The sander, please!', 'Great, bye.']);
    expect(trajectory).toMatchObject({
      reward: { kind: 'scored', strict: 1 },
      end: { kind: 'terminated', reason: 'user-done' },
      user: { provider: 'openai', model: 'test-model' },
    });
    expect(bench.calls.records.map(({ work }) => work)).toEqual(['simulate-user', 'simulate-user']);
    const sent = JSON.stringify(bench.server.requests.map(({ body }) => body.messages));
    expect(sent).toContain('the tool that is lent: He needs the sander.');
    expect(sent).toContain('Which tool should I lend?');
    expect(sent).not.toMatch(/T-4|lend_tool|Has the user told/);
  });
});
