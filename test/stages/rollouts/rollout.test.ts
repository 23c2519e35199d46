import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trajectory } from '../../../src/domain/rollout/trajectory.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { openPrompts } from '../../../src/generation/prompt.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Agent, AssistantMessage } from '../../../src/stages/rollouts/agent.ts';
import { noopAgent } from '../../../src/stages/rollouts/agents/noop.ts';
import { randomAgent } from '../../../src/stages/rollouts/agents/random.ts';
import { referenceAgent } from '../../../src/stages/rollouts/agents/reference.ts';
import { rolloutStage } from '../../../src/stages/rollouts/rollout.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { start, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
let scenario: Scenario;
const environment = artifactOf('environment', 'tool-library', toolLibraryWith());
const prompts = openPrompts('prompts');

beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  const state = artifactOf('state', 'tool-library/state-1', {
    name: 'tool-library/state-1',
    start,
    state: toolLibraryState,
    writtenBy: { provider: 'scripted' },
  });
  const calls = [
    { tool: 'find_members', arguments: [{ name: 'text', json: '"Lind"' }] },
    {
      tool: 'lend_tool',
      arguments: [
        { name: 'tool_id', json: '"T-1"' },
        { name: 'member_id', from: { call: 1, path: 'data.0.member_id' } },
      ],
    },
  ];
  const author = createScriptedAuthor({ 'write-scenario': () => ({ task: 'Bo Lind takes the drill for a week.', calls }) });
  const unit = { subject: 'tool-library/001', inputs: [environment, state], parameters: { number: 1, writes: 1 } };
  const result = await scenarioStage.run(unit, stageContext({ sandbox, author }));
  if (result.status !== 'done') throw new Error(result.reason);
  scenario = result.outputs[0]!.body as Scenario;
});
afterAll(() => sandbox.close());

async function play(agent: Agent, seed = 'seed'): Promise<Trajectory> {
  const unit = {
    subject: 'tool-library/001/x/1',
    inputs: [environment, artifactOf('scenario', 'tool-library/001', scenario)],
    parameters: { attempt: 1 },
  };
  const context = stageContext({ sandbox, author: createScriptedAuthor({}), seed });
  const result = await rolloutStage(agent, prompts).run(unit, context);
  if (result.status !== 'done') throw new Error(result.reason);
  return result.outputs[0]!.body as Trajectory;
}

/** An agent that says the given messages one after the other. */
function scripted(...messages: AssistantMessage[]): Agent {
  return {
    identity: { kind: 'openai', model: 'scripted' },
    parameters: {},
    play: () => {
      const left = [...messages];
      return { turn: async () => ({ kind: 'message', message: left.shift() ?? { role: 'assistant', content: 'Done.' } }) };
    },
  };
}

const call = (id: string, name: string, args: string) => ({ id, type: 'function' as const, function: { name, arguments: args } });

describe('a rollout', () => {
  it('of the reference agent scores 1 and reads as a conversation', async () => {
    const trajectory = await play(referenceAgent);
    expect(trajectory.reward).toMatchObject({ kind: 'scored', strict: 1 });
    expect(trajectory.end).toEqual({ kind: 'terminated', reason: 'answered' });
    expect(trajectory.messages.map((message) => message.role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
      'assistant',
    ]);
    expect(trajectory.messages[0]).toMatchObject({ content: expect.stringContaining('A suspended member cannot borrow.') });
    expect(trajectory.steps[1]?.patches.map((patch) => patch.path)).toContain('/tools/T-1/status');
  });

  it('of an agent that does nothing scores exactly 0', async () => {
    expect((await play(noopAgent)).reward).toMatchObject({ kind: 'scored', dense: 0, strict: 0 });
  });

  it('of the random agent makes calls that the tools can take, the same for the same seed and others for another', async () => {
    const trajectories = [await play(randomAgent), await play(randomAgent), await play(randomAgent, 'other')];
    const [first, , other] = trajectories.map(({ steps }) => steps.map((step) => `${step.tool} ${step.arguments}`));
    expect(trajectories[1]).toEqual(trajectories[0]);
    expect(other).not.toEqual(first);
    for (const { steps, end, messages } of trajectories) {
      expect(steps).toHaveLength(8);
      expect(end).toEqual({ kind: 'terminated', reason: 'answered' });
      expect(messages.at(-1)).toEqual({ role: 'assistant', content: 'I stop here.' });
      expect(steps.map(({ outcome }) => outcome).filter((outcome) => outcome === 'unknown-tool')).toEqual([]);
      expect(new Set(steps.map(({ tool }) => tool)).size).toBeGreaterThan(1);
    }
    // Reads need nothing but words, so some calls are answered by the environment itself.
    expect(trajectories.flatMap(({ steps }) => steps).some(({ outcome }) => outcome === 'success')).toBe(true);
  });

  it('goes on after mistakes of the agent, each answered by a tool error', async () => {
    const trajectory = await play(
      scripted(
        { role: 'assistant', content: '', tool_calls: [call('a', 'lend_tool', '{"tool_id": "T-1",')] },
        { role: 'assistant', content: '', tool_calls: [call('b', 'lend_tol', '{}'), call('c', 'lend_tool', '{"tool_id": 7}')] },
        {
          role: 'assistant',
          content: '',
          tool_calls: [call('d', 'lend_tool', '{"tool_id": "T-1", "member_id": "M-2", "days": 7}')],
        },
      ),
    );
    expect(trajectory.steps.map((step) => step.outcome)).toEqual([
      'invalid-arguments',
      'unknown-tool',
      'invalid-arguments',
      'success',
    ]);
    expect(trajectory.reward).toMatchObject({ kind: 'scored', strict: 1 });
  });

  it('that does more than asked is not paid', async () => {
    const trajectory = await play(
      scripted({
        role: 'assistant',
        content: '',
        tool_calls: [
          call('a', 'lend_tool', '{"tool_id": "T-1", "member_id": "M-2", "days": 7}'),
          call('b', 'return_tool', '{"tool_id": "T-2"}'),
        ],
      }),
    );
    expect(trajectory.reward).toMatchObject({ kind: 'scored', dense: 0, strict: 0 });
  });

  it('is cut off when the agent never stops', async () => {
    const endless: Agent = {
      identity: { kind: 'random' },
      parameters: {},
      play: () => ({
        turn: async () => ({
          kind: 'message',
          message: { role: 'assistant', content: '', tool_calls: [call('x', 'list_tools', '{}')] },
        }),
      }),
    };
    expect((await play(endless)).end).toEqual({ kind: 'truncated', reason: 'turns' });
  });
});

describe('the reference agent', () => {
  it('says at the end what was asked for in vain, and why', async () => {
    const refusal = {
      tool: 'lend_tool',
      arguments: {},
      outcome: 'refused' as const,
      result: { success: false as const, error: 'Saw is repair.' },
      patches: [],
    };
    const lookUp = scenario.reference.filter((call) => call.patches.length === 0);
    const closingOf = async (changes: Partial<Scenario>): Promise<string | undefined> => {
      const part = {
        scenario: { ...scenario, ...changes },
        tools: environment.body.tools,
        seed: 's',
        attempt: 1,
        ledgerAttempt: undefined,
        signal: new AbortController().signal,
      };
      const player = referenceAgent.play(part);
      for (let turn = 0; turn < 10; turn++) {
        const taken = await player.turn([]);
        if (taken.kind === 'message' && !taken.message.tool_calls) return taken.message.content;
      }
      return undefined;
    };
    expect(await closingOf({ closing: '', reference: lookUp, refused: [refusal], kind: 'infeasible' })).toBe(
      'I could not do this: Saw is repair.',
    );
    expect(await closingOf({ closing: '', refused: [refusal], kind: 'infeasible' })).toBe(
      'Done: lend tool. I could not do this: Saw is repair.',
    );
    expect(await closingOf({ closing: 'The saw is in repair, so I lent nothing.' })).toBe(
      'The saw is in repair, so I lent nothing.',
    );
  });
});
