import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewardOf } from '../../../src/domain/rollout/reward.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import type { State } from '../../../src/domain/state.ts';
import type { StageResult } from '../../../src/engine/stage.ts';
import type { ScenarioProposal, WriteScenarioInput } from '../../../src/generation/work/scenarios.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { start, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const environment = artifactOf('environment', 'tool-library', toolLibraryWith());
const state = artifactOf('state', 'tool-library/state-1', {
  name: 'tool-library/state-1',
  start,
  state: toolLibraryState,
  writtenBy: { provider: 'scripted' },
});

type Call = [tool: string, args: Record<string, unknown>];

function proposal(...calls: Call[]): ScenarioProposal {
  return {
    task: 'Bo Lind takes the drill for five days.',
    calls: calls.map(([tool, args]) => ({
      tool,
      arguments: Object.entries(args).map(([name, value]) => ({ name, json: JSON.stringify(value) })),
    })),
  };
}

const lend: Call = ['lend_tool', { tool_id: 'T-1', member_id: 'M-2', days: 5, note: 'for Bo' }];

async function write(answers: (input: WriteScenarioInput) => ScenarioProposal): Promise<StageResult> {
  const author = createScriptedAuthor({ 'write-scenario': answers });
  return scenarioStage.run(
    { subject: 'tool-library/001', inputs: [environment, state], parameters: { number: 1, writes: 1 } },
    stageContext({ sandbox, author }),
  );
}

function scenarioOf(result: StageResult): Scenario {
  if (result.status !== 'done') throw new Error(result.reason);
  return result.outputs[0]!.body as Scenario;
}

function changed(state: State, path: [string, string, string], value: string): State {
  const copy = structuredClone(state) as Record<string, Record<string, Record<string, unknown>>>;
  const [collection, key, attribute] = path;
  copy[collection]![key]![attribute] = value;
  return copy as State;
}

describe('a scenario', () => {
  it('comes with an executed reference that scores 1, while doing nothing scores 0', async () => {
    const scenario = scenarioOf(await write(() => proposal(['find_members', { text: 'Bo' }], ['list_tools', {}], lend)));
    expect(scenario.certificate).toMatchObject({
      reference: { kind: 'scored', dense: 1, strict: 1 },
      noop: { kind: 'scored', dense: 0, strict: 0 },
      complete: true,
      reasons: [],
    });
    expect(scenario.checks.map((check) => check.role)).toEqual(['credit', 'credit', 'guard']);
    expect(scenario.difficulty).toMatchObject({ reads: 2, writes: 1, rules: 3 });
  });

  it('does not mind generated ids, bookkeeping times and the wording of free text, but minds everything else', async () => {
    const scenario = scenarioOf(await write(() => proposal(lend)));
    const opened = await sandbox.open(environment.body);
    const instance = await opened.create({ state: toolLibraryState, seed: 'other', start: '2026-03-09T17:30:00Z' });
    await instance.call('lend_tool', { ...lend[1], note: 'said otherwise' });
    const other = await instance.snapshot();
    const key = Object.keys(other.loans!).find((id) => !(id in toolLibraryState.loans!))!;
    const finals = [
      other,
      changed(other, ['loans', key, 'due'], '2026-03-15'),
      changed(other, ['loans', key, 'note'], ''),
      changed(other, ['loans', 'L-1', 'due'], '2026-03-20'),
      changed(other, ['members', 'M-1', 'name'], 'Anna Ruiz'),
    ];
    const results = await opened.evaluate(
      scenario.checks,
      finals.map((final) => ({ initial: toolLibraryState, final, calls: [] })),
    );
    expect(
      results.map((result) => rewardOf(scenario.checks, result)).map((reward) => reward.kind === 'scored' && reward.strict),
    ).toEqual([1, 0, 0, 0, 0]);
  });

  it('sends a reference that fails back to the author with what happened', async () => {
    const asked: (WriteScenarioInput['previous'] | undefined)[] = [];
    const result = await write((input) => {
      asked.push(input.previous);
      return input.previous
        ? proposal(['find_members', { text: 'Bo' }], ['list_tools', {}], lend)
        : proposal(['lend_tool', { tool_id: 'T-3', member_id: 'M-2' }]);
    });
    expect(scenarioOf(result).certificate.complete).toBe(true);
    expect(asked[1]?.problem).toBe('Call 1 (lend_tool) did not succeed (refused): Saw is repair.');
  });

  it('sends one whose reward cannot be trusted back as well, with what the certificate says', async () => {
    const asked: (WriteScenarioInput['previous'] | undefined)[] = [];
    const sound = proposal(['find_members', { text: 'Bo' }], ['list_tools', {}], lend);
    const result = await write((input) => {
      asked.push(input.previous);
      return input.previous ? sound : { ...sound, task: 'Bo Lind takes something for five days.' };
    });
    expect(scenarioOf(result)).toMatchObject({ task: sound.task, certificate: { complete: true } });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.problem).toMatch(
      /The calls run, but the reward for the task could not be trusted\..*does not determine call 3/,
    );
  });

  it('keeps one whose reward cannot be trusted, marked with the reasons, where its author has nothing else to say', async () => {
    let asked = 0;
    const result = await write(() => {
      asked++;
      return { ...proposal(['find_members', { text: 'Bo' }], ['list_tools', {}], lend), task: 'Bo Lind takes something.' };
    });
    expect(scenarioOf(result).certificate).toMatchObject({ complete: false, failed: expect.arrayContaining(['unambiguous']) });
    expect(asked).toBe(2);
  });

  it('fills arguments from the results of earlier calls', async () => {
    const planned: ScenarioProposal = {
      task: 'The drill goes out to Bo and comes back.',
      calls: [
        { tool: 'find_members', arguments: [{ name: 'text', json: '"Lind"' }] },
        {
          tool: 'lend_tool',
          arguments: [
            { name: 'tool_id', json: '"T-1"' },
            { name: 'member_id', from: { call: 1, path: 'data.0.member_id' } },
          ],
        },
      ],
    };
    expect(scenarioOf(await write(() => planned)).reference[1]?.arguments).toEqual({ tool_id: 'T-1', member_id: 'M-2' });
  });

  it.each([
    ['calls that change nothing', proposal(['list_tools', {}]), /changed nothing/],
    ['a tool that does not exist', proposal(['lend_tol', {}]), /lend_tol.*did not succeed \(unknown-tool\)/s],
    [
      'an argument that is not JSON',
      { task: 'x', calls: [{ tool: 'list_tools', arguments: [{ name: 'status', json: 'shelf' }] }] },
      /"status" is not JSON/,
    ],
    [
      'a result that is not there',
      { task: 'x', calls: [{ tool: 'return_tool', arguments: [{ name: 'tool_id', from: { call: 3, path: 'data' } }] }] },
      /refers to "data" in the result of call 3/,
    ],
  ])('is rejected with its reason for %s', async (_, answer, reason) => {
    const result = await write(() => answer);
    expect(result.status).toBe('rejected');
    expect(result.status === 'rejected' && result.reason).toMatch(reason);
  });
});
