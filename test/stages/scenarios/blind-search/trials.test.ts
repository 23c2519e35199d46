import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecutedCall, ToolCall } from '../../../../src/domain/rollout/call.ts';
import { createSandbox } from '../../../../src/sandbox/host/ses-sandbox.ts';
import type { Instance, Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { RewardOracle } from '../../../../src/stages/scenarios/blind-search/reward-oracle.ts';
import { Trials } from '../../../../src/stages/scenarios/blind-search/trials.ts';
import { deskState, openDesk } from '../../../support/certificate-bench.ts';
import { start } from '../../../support/sample-environment.ts';

const drill: ToolCall = { tool: 'lend_tool', arguments: { tool_id: 'T-1', member_id: 'M-2', days: 5 } };
const again: ToolCall = { tool: 'lend_tool', arguments: { tool_id: 'T-1', member_id: 'M-1', days: 5 } };
const longer: ToolCall = { tool: 'extend_loan', arguments: { loan_id: 'L-1', days: 2 } };
const wrong: ToolCall = { tool: 'extend_loan', arguments: { loan_id: 'L-9', days: 2 } };
const nobody: ToolCall = { tool: 'extend_loan', arguments: { loan_id: 'L-404', days: 2 } };

let sandbox: Sandbox;
let instance: Instance;
let asked = 0;
beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  const desk = await openDesk(sandbox);
  const opened = await sandbox.open(desk.environment);
  instance = await opened.create({ state: deskState, seed: 'desk', start });
});
afterAll(() => sandbox.close());

/** Half for lending the drill, half for letting the first loan run longer; the last loan must stay as it is. */
const oracle: RewardOracle = async (attempts) => {
  asked += attempts.length;
  return attempts.map((calls) => {
    const paths = calls.flatMap(({ patches }) => patches.map(({ path }) => path));
    const lent = paths.includes('/tools/T-1/status');
    const extended = paths.includes('/loans/L-1/due');
    const isSound = !paths.some((path) => path.startsWith('/loans/L-9'));
    return { earned: isSound ? (Number(lent) + Number(extended)) / 2 : 0, isSound };
  });
};

function trialsFromStart(): Trials {
  return new Trials(instance, oracle, { earned: 0, kept: [] });
}

function toolsOf(calls: readonly ExecutedCall[]): string[] {
  return calls.map(({ tool }) => tool);
}

describe('trials of calls', () => {
  it('tell those that earn something from those that do harm and those that do nothing, and take them back', async () => {
    const trials = trialsFromStart();
    const before = await instance.hash();
    const found = await trials.attempt([drill, wrong, nobody, longer]);
    expect(found.map(({ status }) => status)).toEqual(['sound', 'harmful', 'idle', 'sound']);
    expect(found).toMatchObject([{ earned: 0.5 }, {}, {}, { earned: 0.5 }]);
    expect(trials).toMatchObject({ count: 4, earned: 0, calls: [] });
    expect(await instance.hash()).toBe(before);
    await trials.close();
  });

  it('do not ask again about what broke a guard by what it changes, whatever the values', async () => {
    const trials = trialsFromStart();
    await trials.attempt([wrong]);
    const before = asked;
    const [trial] = await trials.attempt([{ ...wrong, arguments: { loan_id: 'L-9', days: 3 } }]);
    expect(trial).toEqual({ status: 'harmful' });
    expect(asked).toBe(before);
    await trials.close();
  });

  it('settle on calls together, without those that get in their way, and go on from there', async () => {
    const trials = trialsFromStart();
    expect(toolsOf(await trials.settle([drill, again, wrong, longer]))).toEqual(['lend_tool', 'extend_loan']);
    expect(trials.earned).toBe(1);
    expect(toolsOf(trials.calls)).toEqual(['lend_tool', 'extend_loan']);
    expect(await trials.attempt([again])).toEqual([{ status: 'idle' }]);
    await trials.close();
  });

  it('try a call between others, which are not taken for it', async () => {
    const trials = trialsFromStart();
    const [trial] = await trials.attempt([longer], { before: drill, after: nobody });
    expect(trial).toMatchObject({ status: 'sound', earned: 1 });
    expect(await trials.attempt([nobody], { before: drill })).toEqual([{ status: 'idle' }]);
    await trials.close();
  });
});
