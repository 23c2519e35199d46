import { afterAll, describe, expect, it } from 'vitest';
import { statePoverty } from '../../../src/domain/environment/state-poverty.ts';
import type { State } from '../../../src/domain/state.ts';
import type { StageResult } from '../../../src/engine/stage.ts';
import type { WriteStateInput } from '../../../src/generation/work/scenarios.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import { statesStage } from '../../../src/stages/scenarios/states.ts';
import { toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());

const rich: State = {
  ...toolLibraryState,
  members: {
    ...toolLibraryState.members,
    'M-4': { member_id: 'M-4', name: 'Dita Novak', suspended: false },
    'M-5': { member_id: 'M-5', name: 'Eno Park', suspended: false },
  },
};
const withLoan = (key: string, change: object): State => ({
  ...rich,
  loans: { ...rich.loans, [key]: { ...rich.loans?.[key], ...change } },
});

function answer(state: State): unknown {
  return Object.fromEntries(Object.entries(state).map(([name, records]) => [name, Object.values(records)]));
}

/** What comes of the answers of an author, in this order, and the problems it was told each time. */
async function written(...answers: readonly State[]): Promise<{ result: StageResult; told: string[] }> {
  const author = createScriptedAuthor({ 'write-state': (_: unknown, number: number) => answer(answers[number - 1] ?? {}) });
  const environment = artifactOf('environment', 'tool-library', toolLibraryWith());
  const unit = { subject: 'tool-library/state-1', inputs: [environment], parameters: { number: 1 } };
  const result = await statesStage.run(unit, stageContext({ sandbox, author }));
  return { result, told: author.questions.map(({ input }) => (input as WriteStateInput).problems.join('\n')) };
}

describe('the poverty of a state', () => {
  it.each<[string, State, RegExp]>([
    ['fewer than five records that people work with', toolLibraryState, /^\/members: has only 3 records; .* at least 5/],
    ['an empty collection', { ...rich, loans: {} }, /^\/loans: is empty/],
    [
      'a value of a life cycle that no record has',
      { ...rich, tools: { ...rich.tools, 'T-3': { ...rich.tools?.['T-3'], status: 'shelf' } } },
      /^\/tools: no record has status "repair"/,
    ],
  ])('names %s', (_, state, message) => {
    expect(statePoverty(toolLibrary, state).join('\n')).toMatch(message);
  });

  it('names nothing in a rich one', () => {
    expect(statePoverty(toolLibrary, rich)).toEqual([]);
  });
});

describe('a state that a model writes', () => {
  it.each<[string, State, RegExp]>([
    ['a reference to nothing', withLoan('L-1', { member_id: 'M-99' }), /\/loans\/L-1\/member_id: refers to Member "M-99"/],
    ['a broken invariant', withLoan('L-2', { returned: null }), /Invariant R4 \(A tool is lent exactly when .*\) does not hold/],
    ['poverty', toolLibraryState, /\/members: has only 3 records/],
  ])('is asked for again because of %s, with what is wrong', async (_, first, message) => {
    const { result, told } = await written(first, rich);
    expect(told).toEqual(['', expect.stringMatching(message)]);
    expect(result).toMatchObject({ status: 'done', outputs: [{ body: { state: rich } }] });
  });

  it('is rejected with the violations when no answer is valid', async () => {
    const broken = withLoan('L-1', { member_id: 'M-99' });
    const { result, told } = await written(broken, broken, broken);
    expect(told).toHaveLength(3);
    expect(result).toMatchObject({ status: 'rejected', reason: expect.stringContaining('M-99') });
  });
});
