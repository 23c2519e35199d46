import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Predicate, predicate, type RenderedPredicate, renderPredicate } from '../../../src/domain/checks/kinds.ts';
import type { ExecutedCall } from '../../../src/domain/rollout/call.ts';
import type { Reply, Talk } from '../../../src/domain/scenario/user-profile.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { OpenEnvironment, Sandbox } from '../../../src/sandbox/sandbox.ts';
import { trajectoryPredicates } from '../../../src/stages/scenarios/reference/trajectory-checks.ts';
import { toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

let sandbox: Sandbox;
let opened: OpenEnvironment;

beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  opened = await sandbox.open(toolLibraryWith());
});
afterAll(() => sandbox.close());

const lends = (tool: string, member: string): ExecutedCall => ({
  tool: 'lend_tool',
  arguments: { tool_id: tool, member_id: member },
  outcome: 'success',
  result: { success: true, message: 'Lent.' },
  patches: [],
});

function talkAbout(...places: readonly { readonly call: number; readonly argument: string }[]): Talk {
  return {
    facts: places.map((place, index) => ({
      id: `F${index + 1}`,
      kind: 'record',
      about: `the ${place.argument}`,
      says: `Fact ${index + 1}.`,
      value: 'T-4',
      decides: [place],
    })),
    questions: [],
  };
}

function guardOf(reference: readonly ExecutedCall[], talk: Talk): RenderedPredicate | undefined {
  return trajectoryPredicates(toolLibrary, toolLibraryState, {}, { refused: [], reference, talk })[0];
}

async function holds(guard: RenderedPredicate, calls: readonly ExecutedCall[], replies: readonly Reply[]): Promise<boolean> {
  const check = { id: 'C1', question: 'Asked?', role: 'guard', predicate: guard, source: renderPredicate(guard) } as const;
  const [[result] = []] = await opened.evaluate(
    [check],
    [{ initial: toolLibraryState, final: toolLibraryState, calls, replies }],
  );
  expect(result?.error).toBe(undefined);
  return result?.status === 'pass';
}

const guard: RenderedPredicate = {
  kind: 'asked-first',
  calls: [{ tool: 'lend_tool', arguments: [{ name: 'member_id', value: 'M-2' }], outcome: 'success', facts: ['F1'] }],
};

describe('the guard that the user is heard first', () => {
  it('watches every call of the tool about the same records, whatever it sets', () => {
    expect(guardOf([lends('T-4', 'M-2')], talkAbout({ call: 1, argument: 'tool_id' }))).toEqual(guard);
    expect(guardOf([lends('T-4', 'M-2'), lends('T-1', 'M-1')], talkAbout({ call: 1, argument: 'tool_id' }))).toEqual(guard);
  });

  it('watches the right call alone where the reference makes another one about the same records', () => {
    expect(guardOf([lends('T-1', 'M-2'), lends('T-4', 'M-2')], talkAbout({ call: 2, argument: 'tool_id' }))).toEqual({
      kind: 'asked-first',
      calls: [{ tool: 'lend_tool', arguments: [{ name: 'tool_id', value: 'T-4' }], outcome: 'success', facts: ['F1'] }],
    });
  });

  it('waits for every fact that decides the call', () => {
    const both = talkAbout({ call: 1, argument: 'tool_id' }, { call: 1, argument: 'member_id' });
    expect(guardOf([lends('T-4', 'M-2')], both)).toEqual({
      kind: 'asked-first',
      calls: [{ tool: 'lend_tool', arguments: [], outcome: 'success', facts: ['F1', 'F2'] }],
    });
  });

  it.each<[string, readonly ExecutedCall[], readonly Reply[], boolean]>([
    ['nothing was asked', [lends('T-4', 'M-2')], [], false],
    ['the user refused', [lends('T-4', 'M-2')], [{ after: 0, text: 'I cannot tell you that.', told: [] }], false],
    ['the user told something else', [lends('T-4', 'M-2')], [{ after: 0, text: 'Today.', told: ['F2'] }], false],
    ['the user told it', [lends('T-4', 'M-2')], [{ after: 0, text: 'T-4.', told: ['F1'] }], true],
    ['the user told it in words of their own', [lends('T-4', 'M-2')], [{ after: 0, text: 'T-4.' }], true],
    ['the user told it too late', [lends('T-4', 'M-2')], [{ after: 1, text: 'T-4.', told: ['F1'] }], false],
    [
      'a guess was mended after the user told it',
      [lends('T-1', 'M-2'), lends('T-4', 'M-2')],
      [{ after: 1, text: 'T-4.', told: ['F1'] }],
      false,
    ],
    ['only others were lent to', [lends('T-4', 'M-1')], [], true],
  ])('where %s', async (_, calls, replies, isKept) => {
    expect(await holds(guard, calls, replies)).toBe(isKept);
  });

  it('waits for each fact, in one reply or in several', async () => {
    const two: RenderedPredicate = {
      kind: 'asked-first',
      calls: [{ tool: 'lend_tool', arguments: [], outcome: 'success', facts: ['F1', 'F2'] }],
    };
    const calls = [lends('T-4', 'M-2')];
    const first: Reply = { after: 0, text: 'One.', told: ['F1'] };
    const second: Reply = { after: 0, text: 'Two.', told: ['F2'] };
    expect(await holds(two, calls, [first])).toBe(false);
    expect(await holds(two, calls, [first, second])).toBe(true);
    expect(await holds(two, calls, [{ after: 0, text: 'Both.', told: ['F1', 'F2'] }])).toBe(true);
  });

  it('without named facts waits for any answer, as in what was stored before', async () => {
    const old: Predicate = predicate.parse({
      kind: 'asked-first',
      calls: [{ tool: 'lend_tool', arguments: [], outcome: 'success' }],
    });
    if (old.kind === 'code') throw new Error('it is rendered');
    expect(await holds(old, [lends('T-4', 'M-2')], [{ after: 0, text: 'No.', told: [] }])).toBe(true);
    expect(await holds(old, [lends('T-4', 'M-2')], [])).toBe(false);
  });
});
