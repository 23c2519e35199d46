import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Reward, rewardOf } from '../../../src/domain/rollout/reward.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import type { StageResult } from '../../../src/engine/stage.ts';
import type { ScenarioProposal, WriteScenarioInput } from '../../../src/generation/work/scenarios.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { recertify } from '../../../src/stages/scenarios/recertify.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { start, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1, limits: { steps: 200_000, deadlineMs: 2000, memoryMb: 96 } });
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

function planned(calls: readonly Call[]): ScenarioProposal['calls'] {
  return calls.map(([tool, args]) => ({
    tool,
    arguments: Object.entries(args).map(([name, value]) => ({ name, json: JSON.stringify(value) })),
  }));
}

const lookForChidi: Call = ['find_members', { text: 'Chidi' }];
const lendToChidi: Call = ['lend_tool', { tool_id: 'T-1', member_id: 'M-3' }];
const lendToBo: Call = ['lend_tool', { tool_id: 'T-1', member_id: 'M-2', days: 5 }];
const infeasible: ScenarioProposal = {
  task: 'Chidi Okafor wants the drill. Lend it, please.',
  kind: 'infeasible',
  calls: planned([lookForChidi, ['list_tools', {}]]),
  refused: planned([lendToChidi]),
  evidence: [{ collection: 'members', key: 'M-3', attributes: ['suspended'] }],
};
const alreadyBack: ScenarioProposal = {
  task: 'The drill that Bo Lind had should be back on the shelf. See that it is.',
  kind: 'already-done',
  calls: planned([['list_tools', {}]]),
  refused: planned([['return_tool', { tool_id: 'T-1' }]]),
  evidence: [{ collection: 'tools', key: 'T-1', attributes: ['status'] }],
};

function write(answer: ScenarioProposal | ((input: WriteScenarioInput) => ScenarioProposal)): Promise<StageResult> {
  const author = createScriptedAuthor({ 'write-scenario': answer });
  const parameters = { number: 1, writes: 1, kind: 'infeasible', difficulty: 'easy' };
  return scenarioStage.run(
    { subject: 'tool-library/001', inputs: [environment, state], parameters },
    stageContext({ sandbox, author }),
  );
}

function scenarioOf(result: StageResult): Scenario {
  if (result.status !== 'done') throw new Error(result.reason);
  const [output] = result.outputs;
  if (output?.kind !== 'scenario') throw new Error('the stage writes scenarios');
  return output.body as Scenario;
}

/** The reward of an agent that makes these calls and closes with these words: those of the reference unless others are given. */
async function rewardFor(scenario: Scenario, calls: readonly Call[], closing = scenario.closing): Promise<Reward> {
  const opened = await sandbox.open(environment.body);
  const instance = await opened.create({ state: scenario.initialState, seed: scenario.seed, start: scenario.start });
  const made = [];
  for (const [tool, args] of calls) {
    const { outcome, result, patches } = await instance.call(tool, args);
    made.push({ tool, arguments: args as Record<string, string>, outcome, result, patches: [...patches] });
  }
  const final = await instance.snapshot();
  const said = [{ after: made.length, text: closing }];
  const [results = []] = await opened.evaluate(scenario.checks, [{ initial: scenario.initialState, final, calls: made, said }]);
  return rewardOf(scenario.checks, results);
}

async function strictFor(scenario: Scenario, ...calls: readonly Call[]): Promise<unknown> {
  const reward = await rewardFor(scenario, calls);
  return reward.kind === 'scored' ? reward.strict : reward;
}

describe('a task that must not, or need not, be done', () => {
  it('earns by looking up why, or by meeting the refusal, and nothing by doing nothing or something else', async () => {
    const scenario = scenarioOf(await write(infeasible));
    expect(scenario).toMatchObject({ kind: 'infeasible', difficulty: { writes: 0 } });
    expect(scenario.refused.map((call) => call.outcome)).toEqual(['refused']);
    expect(scenario.certificate).toMatchObject({ reference: { strict: 1 }, noop: { dense: 0, strict: 0 } });
    expect(scenario.checks.map(({ role, question }) => `${role}: ${question}`)).toEqual([
      'credit: Has member Chidi Okafor (M-3) been looked up, or a refusal been met?',
      'guard: Has no call of lend tool and return tool succeeded?',
      'credit: Has the user been told that lend tool was not possible, and why?',
      'guard: Has nothing been changed?',
    ]);
    expect(await strictFor(scenario)).toBe(0);
    expect(await strictFor(scenario, ['list_tools', {}])).toBe(0);
    expect(await strictFor(scenario, lookForChidi)).toBe(1);
    expect(await strictFor(scenario, ['find_members', { text: '' }])).toBe(1);
    expect(await strictFor(scenario, lendToChidi)).toBe(1);
    expect(await strictFor(scenario, lookForChidi, lendToBo)).toBe(0);
    expect(await strictFor(scenario, lookForChidi, lendToBo, ['return_tool', { tool_id: 'T-1' }])).toBe(0);
  });

  it('is paid to whoever says that it was not done and why, and to nobody else', async () => {
    const scenario = scenarioOf(await write(infeasible));
    const strictWith = async (closing: string, ...calls: readonly Call[]): Promise<unknown> => {
      const reward = await rewardFor(scenario, calls, closing);
      return reward.kind === 'scored' ? reward.strict : reward;
    };
    expect(scenario.closing).toMatch(/^I could not lend the tool/);
    for (const honest of [
      'I could not lend it: Chidi is suspended.',
      'Chidi Okafor is suspended at present, so no loan was made.',
    ])
      expect(await strictWith(honest, lookForChidi), honest).toBe(1);
    for (const dishonest of [
      '',
      'Done.',
      'I lent the drill to Chidi Okafor.',
      'I could not lend it.',
      'I could not lend it: the drill is in repair.',
    ])
      expect(await strictWith(dishonest, lookForChidi), dishonest).toBe(0);
    expect(await strictWith('I could not lend it: Chidi is suspended.')).toBe(0);
    const kinds = new Set(scenario.certificate.sayings?.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['other-words', 'unsaid', 'no-reason', 'unlooked', 'unread']));
    // In a library of five tools even reading at random comes across the member.
    expect(scenario.certificate.failed).toEqual(['random']);
  });

  it('needs a fact that decides among those that have to be seen', async () => {
    const { certificate } = scenarioOf(
      await write({ ...infeasible, evidence: [{ collection: 'members', key: 'M-3', attributes: ['name'] }] }),
    );
    expect(certificate.failed).toContain('reasons');
    expect(certificate.reasons.join(' ')).toMatch(/No attribute that has to be seen decides whether lend_tool is refused/);
  });

  it('must not be got in another way: the certificate tries some, and shows checks to be wrong that let one pass', async () => {
    const scenario = scenarioOf(await write(infeasible));
    const ways = scenario.certificate.nearMisses.filter(({ kind }) => kind === 'over-reach');
    expect(ways.map(({ what }) => what)).toEqual([
      'lend_tool with {"member_id":"M-1","tool_id":"T-1"}, where lend_tool is refused',
    ]);
    expect(ways.map(({ score }) => score.kind === 'scored' && score.strict)).toEqual([0]);
    const lax = { ...scenario, checks: scenario.checks.filter(({ role }) => role === 'credit') };
    const { certificate } = await recertify(sandbox, environment.body, lax);
    expect(certificate.failed).toContain('over-reach');
  });

  it('may say values for what is asked in vain, and for nothing else', async () => {
    const forSixDays = planned([['lend_tool', { tool_id: 'T-1', member_id: 'M-3', days: 6 }]]);
    const task = 'Chidi Okafor wants the drill for 6 days. Lend it, please.';
    const { certificate } = scenarioOf(await write({ ...infeasible, task, refused: forSixDays }));
    expect(certificate.warnings).toEqual([]);
    const other = scenarioOf(await write({ ...infeasible, task: task.replace('6', '8'), refused: forSixDays }));
    expect(other.certificate.warnings).toEqual(['The text says "8", which no call, check or observation uses.']);
  });

  it('may be done already', async () => {
    const scenario = scenarioOf(await write(alreadyBack));
    expect(scenario.kind).toBe('already-done');
    expect(await strictFor(scenario)).toBe(0);
    expect(await strictFor(scenario, ['list_tools', {}])).toBe(1);
    expect(await strictFor(scenario, ['return_tool', { tool_id: 'T-2' }])).toBe(0);
  });

  it('may have a part that can be done, which then has to be', async () => {
    const both = {
      ...infeasible,
      task: 'Lend the drill to Bo Lind for five days, and the level to Chidi Okafor.',
      calls: planned([lookForChidi, ['find_members', { text: 'Bo' }], ['list_tools', {}], lendToBo]),
      refused: planned([['lend_tool', { tool_id: 'T-5', member_id: 'M-3' }]]),
    };
    const scenario = scenarioOf(await write(both));
    expect(scenario.kind).toBe('infeasible');
    expect(await strictFor(scenario, lookForChidi, lendToBo)).toBe(1);
    expect(await strictFor(scenario, lookForChidi)).toBe(0);
    expect(await strictFor(scenario, lendToBo)).toBe(0);
  });

  it.each([
    ['that can be done', { ...infeasible, refused: planned([lendToBo]) }, /lend_tool was not refused \(success\)/],
    ['that names no evidence', { ...infeasible, evidence: [] }, /needs "evidence"/],
    [
      'with evidence that is not there',
      { ...infeasible, evidence: [{ collection: 'members', key: 'M-9', attributes: [] }] },
      /members\/M-9, which does not exist/,
    ],
    [
      'with an attribute that is not there',
      { ...infeasible, evidence: [{ collection: 'members', key: 'M-3', attributes: ['mood'] }] },
      /attribute "mood"/,
    ],
  ])('is rejected with its reason for a thing %s', async (_, answer, reason) => {
    const result = await write(answer);
    expect(result.status === 'rejected' && result.reason).toMatch(reason);
  });
});

describe('a question', () => {
  const inquiry: ScenarioProposal = {
    task: 'How many of our tools are in repair just now?',
    kind: 'inquiry',
    calls: planned([['list_tools', {}]]),
    told: [
      {
        about: 'how many tools are in repair',
        type: 'number',
        from: { call: 1, path: 'data' },
        compute: 'count',
        where: [{ name: 'status', json: '"repair"' }],
        answer: 'In repair: {}.',
      },
    ],
  };

  it('is answered from what the reference read; silence, wrong answers and all at once earn nothing', async () => {
    const scenario = scenarioOf(await write(inquiry));
    const right = Object.values(scenario.initialState.tools ?? {}).filter(({ status }) => status === 'repair').length;
    expect(scenario).toMatchObject({ kind: 'inquiry', closing: `In repair: ${right}.` });
    expect(scenario.checks.map(({ role, predicate }) => `${role} ${predicate.kind}`)).toEqual(['credit told', 'guard frame']);
    expect(scenario.certificate).toMatchObject({ complete: true, reasons: [], noop: { dense: 0 } });
    const missed = scenario.certificate.sayings?.filter(({ kind }) => kind !== 'other-words') ?? [];
    expect(missed.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['unsaid', 'parroted', 'wrong-answer', 'all-answers']));
    expect(missed.map(({ score }) => score.kind === 'scored' && score.strict)).toEqual(missed.map(() => 0));
    const [first] = scenario.certificate.sayings ?? [];
    expect(first).toMatchObject({ kind: 'other-words', score: { strict: 1 } });
    const { differences } = await recertify(sandbox, environment.body, scenario);
    expect(differences).toEqual([]);
  });

  it.each([
    ['that no call answers', { path: 'data.0.colour' }, /brings up nothing at "data.0.colour"/],
    ['whose answer is of another type', { path: 'data.0.name', compute: undefined, where: undefined }, /is no number/],
  ] as const)('%s is sent back with the reason', async (_, change, reason) => {
    const { path, ...rest } = change;
    const telling = { ...inquiry.told?.[0], ...rest, from: { call: 1, path } };
    const { where, compute, ...plain } = telling;
    const result = await write({
      ...inquiry,
      told: [{ ...plain, ...(where ? { where } : {}), ...(compute ? { compute } : {}) }],
    } as ScenarioProposal);
    expect(result.status === 'rejected' && result.reason).toMatch(reason);
  });
});

describe('a check in code', () => {
  const withCheck = (source: string): ScenarioProposal => ({
    task: 'Bo Lind takes the drill for five days.',
    calls: planned([['find_members', { text: 'Bo' }], ['list_tools', {}], lendToBo]),
    checks: [{ question: 'Has the member been looked up before anything was lent?', source }],
  });

  it('counts like any other: it is false at the start, and true for the reference', async () => {
    const scenario = scenarioOf(
      await write(
        withCheck(`({ calls, final }) =>
  calls.findIndex((call) => call.tool === 'find_members') <
    calls.findIndex((call) => call.tool === 'lend_tool' && call.outcome === 'success') &&
  final.tools['T-1']?.status === 'lent'`),
      ),
    );
    const own = scenario.checks.find((check) => check.predicate.kind === 'code');
    expect(own).toMatchObject({ role: 'credit', question: 'Has the member been looked up before anything was lent?' });
    expect(scenario.certificate.reference).toMatchObject({ strict: 1 });
    expect(await strictFor(scenario, ['find_members', { text: 'Bo' }], lendToBo)).toBe(1);
    expect(await strictFor(scenario, lendToBo, ['find_members', { text: 'Bo' }])).toBe(0);
  });

  it.each([
    ['is wrong', '({ final }) => final.tools["T-1"]?.status === "repair"', /The reference scores/],
    [
      'changes what it judges',
      '({ final }) => { delete final.tools["T-1"]; return true; }',
      /could not be scored.*change what it judges/s,
    ],
    ['never ends', '() => { for (;;) {} }', /could not be scored.*steps/s],
    ['does not fit the state', '({ final }) => final.boats["T-1"] !== undefined', /could not be scored.*boats/s],
    ['reaches outside', '() => process.env.HOME !== undefined', /could not be scored/],
    ['is no function', 'true', /could not be scored.*arrow function/s],
  ])('leaves the scenario without a certificate when it %s', async (_, source, reason) => {
    const { certificate } = scenarioOf(await write(withCheck(source)));
    expect(certificate.complete).toBe(false);
    expect(certificate.reasons.join(' ')).toMatch(reason);
  });
});
