import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { type AgentView, agentViewOf } from '../../../../src/stages/scenarios/blind-search/agent-view.ts';
import { type Problem, searchBlindly } from '../../../../src/stages/scenarios/blind-search/blind-search.ts';
import { exploreByReading } from '../../../../src/stages/scenarios/blind-search/explore-by-reading.ts';
import type { RewardOracle } from '../../../../src/stages/scenarios/blind-search/reward-oracle.ts';
import { TaskMentions } from '../../../../src/stages/scenarios/blind-search/task-mentions.ts';
import { type Desk, deskState, lendAndExtend, lendingDesk, openDesk } from '../../../support/certificate-bench.ts';
import { start } from '../../../support/sample-environment.ts';

let sandbox: Sandbox;
let desk: Desk;
beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  desk = await openDesk(sandbox);
});
afterAll(() => sandbox.close());

const place = { skeleton: lendingDesk, start: { state: deskState, seed: 'desk', start } };
const { task, calls: both } = lendAndExtend;

/** Rewards who lends the drill to Bo Lind until a day, and does nothing else. */
function drillUntil(due: string): RewardOracle {
  return async (attempts) =>
    attempts.map((calls) => {
      const changes = calls.flatMap(({ patches }) => patches);
      const lent = changes.flatMap(({ path, value }) => (path.startsWith('/loans/') ? [JSON.stringify(value)] : []));
      const isRight = lent.some((loan) => loan.includes('"tool_id":"T-1"') && loan.includes(due) && loan.includes('"M-2"'));
      return { earned: isRight ? 1 : 0, isSound: lent.length <= 1 };
    });
}

async function attempt(view: AgentView, oracle: RewardOracle): Promise<Awaited<ReturnType<typeof searchBlindly>>> {
  const opened = await sandbox.open(desk.environment);
  const instance = await opened.create(place.start);
  try {
    const heard = new TaskMentions(view);
    return await searchBlindly({
      view: view,
      mentions: heard,
      instance,
      reads: await exploreByReading(view, heard, instance),
      oracle,
    });
  } finally {
    await instance.close();
  }
}

describe('the blind search', () => {
  it('solves a task by itself within a bounded number of calls, and leaves the calls that did it', async () => {
    const { certificate } = await desk.certificate({ task, calls: both });
    expect(certificate.reasons).toEqual([]);
    const solver = certificate.blindSearch;
    expect(solver).toMatchObject({ solved: true, reward: 1 });
    expect(solver?.calls).toBeLessThan(400);
    expect(solver?.trace).toEqual(
      expect.arrayContaining([
        { tool: 'lend_tool', arguments: { tool_id: 'T-1', member_id: 'M-2', days: 5 } },
        { tool: 'extend_loan', arguments: { loan_id: 'L-1', days: 2 } },
      ]),
    );
    expect(solver?.trace).toHaveLength(2);
  });

  it('finds the same calls each time', async () => {
    const [one, two] = [await desk.certificate({ task, calls: both }), await desk.certificate({ task, calls: both })];
    expect(one.certificate.blindSearch).toEqual(two.certificate.blindSearch);
  });

  it('is not asked where the certificate does not hold anyway', async () => {
    const { certificate } = await desk.certificate({ task: 'Somebody takes something.', calls: both });
    expect(certificate.complete).toBe(false);
    expect(certificate.blindSearch).toBeUndefined();
  });

  it('is not given the reference, a check or the state: text, tools, the present day and what reading answered are all it has', () => {
    const view = agentViewOf({ ...place, task });
    expect(view).toEqual({ skeleton: lendingDesk, task, told: [], today: '2026-03-09' });
    const input: Record<keyof Problem, true> = { view: true, mentions: true, instance: true, reads: true, oracle: true };
    expect(Object.keys(input).sort()).toEqual(['instance', 'mentions', 'oracle', 'reads', 'view']);
    // @ts-expect-error a problem has no place for a reference
    const problem: Partial<Problem> = { reference: [] };
    expect(problem).toBeDefined();
  });

  it('never asks the instance for its state', async () => {
    const opened = await sandbox.open(desk.environment);
    const instance = await opened.create(place.start);
    const blind = new Proxy(instance, {
      get(target, name, receiver) {
        if (name === 'snapshot' || name === 'invariants') throw new Error('An agent cannot see that.');
        return Reflect.get(target, name, receiver);
      },
    });
    const view = agentViewOf({ ...place, task });
    const heard = new TaskMentions(view);
    const reads = await exploreByReading(view, heard, blind);
    expect(
      await searchBlindly({ view: view, mentions: heard, instance: blind, reads, oracle: drillUntil('2026-03-14') }),
    ).toMatchObject({
      solved: true,
    });
    await instance.close();
  });

  it('makes only reads before it tries anything', async () => {
    const opened = await sandbox.open(desk.environment);
    const instance = await opened.create(place.start);
    const before = await instance.hash();
    const view = agentViewOf({ ...place, task });
    const reads = await exploreByReading(view, new TaskMentions(view), instance);
    expect(reads.length).toBeGreaterThan(3);
    expect(new Set(reads.map(({ tool }) => tool))).not.toContain('lend_tool');
    expect(await instance.hash()).toBe(before);
    await instance.close();
  });

  it('goes by what the user tells where the task leaves something out', async () => {
    const open = 'Bo Lind takes the drill.';
    const fact = {
      id: 'F1',
      kind: 'count' as const,
      about: 'how long',
      says: 'He needs it for eleven days.',
      value: 11,
      decides: [{ call: 3, argument: 'days' }],
    };
    const told = agentViewOf({ ...place, task: open, talk: { facts: [fact], questions: [] } });
    expect(await attempt(told, drillUntil('2026-03-20'))).toMatchObject({
      solved: true,
      trace: [{ tool: 'lend_tool', arguments: { tool_id: 'T-1', member_id: 'M-2', days: 11 } }],
    });
    expect(await attempt(agentViewOf({ ...place, task: open }), drillUntil('2026-03-20'))).toMatchObject({
      solved: false,
      reward: 0,
    });
  });

  it('mends a call that is right but for one value', async () => {
    const view = agentViewOf({ ...place, task: 'Bo Lind has had 3 saws this year and 9 planes. He takes the drill for 4 days.' });
    const result = await attempt(view, drillUntil('2026-03-13'));
    expect(result).toMatchObject({ solved: true, trace: [{ arguments: { tool_id: 'T-1', member_id: 'M-2', days: 4 } }] });
  });

  it('says how far it came where words are needed that no search understands', async () => {
    const riddle = 'Bo Lind takes the drill for as many days as a week has, and as many again save one.';
    const result = await attempt(agentViewOf({ ...place, task: riddle }), drillUntil('2026-03-22'));
    expect(result).toMatchObject({ solved: false, reward: 0, trace: [] });
    expect(result.calls).toBeGreaterThan(2);
  });
});
