import { expect, it } from 'vitest';
import { createProceduralAuthor } from '../../src/builtin/author.ts';
import { blueprintOf } from '../../src/builtin/blueprints.ts';
import { usualOperations } from '../../src/domain/environment/operation-count.ts';
import type { Topic } from '../../src/domain/topic.ts';
import { writeScenario, writeState } from '../../src/generation/work/scenarios.ts';
import { modelState, planOperations, repairCode, writeCode } from '../../src/generation/work/skeletons.ts';
import { inferTopic, judgeTasks } from '../../src/generation/work/topics.ts';
import { toolsOf } from '../../src/stages/skeletons/tools.ts';
import { environmentOf, policyOf } from './support.ts';

const author = createProceduralAuthor();
const ask = (seed: string) => ({ seed, signal: new AbortController().signal, attempt: undefined });

function topic(slug: string): Topic {
  return {
    slug,
    summary: 'Bank',
    introduction: 'A bank.',
    domain: 'banking',
    usefulness: 9,
    modelability: 9,
    reason: 'test',
    tasks: ['Send 20 dollars to Ana'],
    writtenBy: { provider: 'scripted' },
  };
}

it('names itself and no model', () => {
  expect(author.identity('write-state')).toEqual({ provider: 'procedural', version: expect.any(Number) });
});

it('chooses policy constants by seed and keeps them from the state model to the code', async () => {
  const models = await Promise.all(
    ['a', 'b', 'c', 'd'].map((seed) => author.ask(modelState, { topic: topic('bank'), problems: [] }, ask(seed))),
  );
  expect(new Set(models.map((model) => JSON.stringify(model.policy))).size).toBeGreaterThan(1);
  for (const model of models) {
    const { operations } = await author.ask(
      planOperations,
      { topic: topic('bank'), name: model.name, model, wanted: usualOperations, problems: [] },
      ask('x'),
    );
    const replace = operations.find((operation) => operation.name === 'replace_card');
    const fee = model.policy.find((constant) => constant.name === 'replacement_fee_cents')?.value;
    expect(replace?.description).toContain(`${fee} cents`);
  }
});

it('answers for a second topic of a kind with the same blueprint', async () => {
  const model = await author.ask(modelState, { topic: topic('bank-2'), problems: [] }, ask('a'));
  expect(model.name).toBe(blueprintOf('bank').name);
});

it('says which topics it knows when it does not know one', async () => {
  await expect(author.ask(modelState, { topic: topic('banks'), problems: [] }, ask('a'))).rejects.toThrow('Did you mean "bank"?');
});

it('writes the bodies that are asked for, and helpers once', async () => {
  const { skeleton, source } = environmentOf('bank', policyOf('bank', 0));
  const input = { skeleton, shell: source, declarations: '', operations: ['transfer'], invariants: ['R13'], helpers: [] };
  const code = await author.ask(writeCode, input, ask('a'));
  expect(code.methods.map((method) => method.operation)).toEqual(['transfer']);
  expect(code.invariants.map((invariant) => invariant.rule)).toEqual(['R13']);
  expect(code.helpers.length).toBeGreaterThan(0);
  expect((await author.ask(writeCode, { ...input, helpers: code.helpers }, ask('a'))).helpers).toEqual([]);
});

it('does not pretend to repair code', async () => {
  const { skeleton, source } = environmentOf('bank', policyOf('bank', 0));
  const repair = author.ask(
    repairCode,
    { skeleton, source, declarations: '', problems: ['line 3'], operations: [], attempts: [] },
    ask('a'),
  );
  await expect(repair).rejects.toThrow('does not repair');
});

it('writes other states for other numbers', async () => {
  const { skeleton } = environmentOf('bank', policyOf('bank', 0));
  const write = (number: number) =>
    author.ask(writeState, { slug: 'bank', skeleton, number, today: '2026-03-09', problems: [] }, ask('a'));
  expect(await write(1)).toEqual(await write(1));
  expect(await write(1)).not.toEqual(await write(2));
});

it('judges and sorts requests, and is honest about one it has no blueprint for', async () => {
  const text = 'My debit card was stolen, please block it and send me a new one.';
  const { verdicts } = await author.ask(judgeTasks, { tasks: [{ number: 7, text }] }, ask('a'));
  expect(verdicts).toMatchObject([{ number: 7, stateful: true }]);
  expect((await author.ask(inferTopic, { task: text }, ask('a'))).title).toBe('Bank');
  expect(await author.ask(inferTopic, { task: 'Water the orchid and repot the fern' }, ask('a'))).toMatchObject({
    modelability: 1,
  });
});

it('says so when a state offers nothing to ask for', async () => {
  const policy = policyOf('bank', 0);
  const { skeleton } = environmentOf('bank', policy);
  const state = { clients: {}, accounts: {}, entries: {}, cards: {}, standing_orders: {}, disputes: {} };
  const request = {
    slug: 'bank',
    skeleton,
    tools: toolsOf(skeleton),
    state,
    today: '2026-03-09',
    number: 1,
    writes: 2,
    kind: 'direct' as const,
    difficulty: 'medium' as const,
    focus: [],
    turn: 0,
  };
  await expect(author.ask(writeScenario, request, ask('a'))).rejects.toMatchObject({
    name: 'DeclinedError',
    message: expect.stringContaining('nothing left to ask for'),
  });
});
