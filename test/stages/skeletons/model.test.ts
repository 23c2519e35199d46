import { afterAll, describe, expect, it } from 'vitest';
import { operationCount } from '../../../src/cli/options/operations-flag.ts';
import type { Topic } from '../../../src/domain/topic.ts';
import type { PlanOperationsInput } from '../../../src/generation/work/skeletons.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import { modelStage, modelUnit } from '../../../src/stages/skeletons/model.ts';
import { scriptedAuthor } from '../../engine/support/engine.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());

const body: Topic = {
  slug: 'tool-library',
  summary: 'Tool library',
  introduction: 'Members borrow tools.',
  domain: 'services',
  usefulness: 8,
  modelability: 9,
  reason: 'It keeps records.',
  tasks: ['Lend me a drill.'],
  writtenBy: { provider: 'scripted' },
};
const topic = artifactOf('topic', 'tool-library', body);
const { name, entities, policy, rules, operations } = toolLibrary;

async function planned(wanted: { readonly least: number; readonly most: number }) {
  const asked: PlanOperationsInput[] = [];
  const answers = { 'model-state': { name, entities, policy, rules }, 'plan-operations': { operations } };
  const author = scriptedAuthor(answers, { provider: 'openai', model: 'planner' });
  const ask: typeof author.ask = (work, input, context) => {
    if (work.name === 'plan-operations') asked.push(input as PlanOperationsInput);
    return author.ask(work, input, context);
  };
  const result = await modelStage.run(modelUnit(topic, wanted), stageContext({ sandbox, author: { ...author, ask } }));
  return { asked, result };
}

describe('the number of operations', () => {
  it('is told to the author, and a plan with too few or too many goes back with the numbers', async () => {
    const { asked, result } = await planned({ least: 6, most: 50 });
    expect(asked.map(({ wanted }) => wanted)).toEqual(Array(3).fill({ least: 6, most: 50 }));
    expect(asked[1]?.problems.join()).toContain('There are 5 operations; 6 to 50 are wanted.');
    expect(result.status).toBe('rejected');
    expect((await planned({ least: 2, most: 5 })).result.status).toBe('done');
  });

  it('is a parameter of the unit, so that another number is another unit', () => {
    expect(modelUnit(topic, { least: 20, most: 50 }).parameters).toEqual({ least: 20, most: 50 });
    expect(modelUnit(topic).parameters).toEqual({ least: 15, most: 30 });
  });

  it('is typed as two numbers from 2 to 50', () => {
    expect(operationCount('--operations')('20..50')).toEqual({ least: 20, most: 50 });
    for (const typed of ['1..9', '30..15', '20..51', '20', 'many'])
      expect(() => operationCount('--operations')(typed)).toThrow('--operations takes two numbers from 2 to 50');
  });
});
