import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { WrittenBy } from '../../src/domain/written-by.ts';
import type { EngineContext } from '../../src/engine/engine-context.ts';
import { runStage } from '../../src/engine/run-stage.ts';
import type { Stage, Unit } from '../../src/engine/stage.ts';
import type { Work } from '../../src/generation/author.ts';
import { engine, nextRun, scriptedAuthor, taskStage, unit } from './support/engine.ts';

const code: Work<never, string> = { name: 'write-code', prompt: 'write-code.md', answer: () => z.string() };
const repair: Work<never, string> = { name: 'repair-code', prompt: 'repair-code.md', answer: () => z.string() };

const procedural: WrittenBy = { provider: 'procedural', version: 1 };
const model: WrittenBy = { provider: 'openai', model: 'gpt-x', parameters: { temperature: 0.5 } };

interface Setting {
  readonly stage: Stage;
  readonly units: readonly Unit[];
  readonly context: Partial<EngineContext>;
}

/** Runs a setting, then plans a changed one, and gives the reason for the unit "loans". */
async function reasonFor(change: Partial<Setting>): Promise<string> {
  const before = await engine();
  const { outputs } = await runStage(
    taskStage('collect'),
    ['one', 'two', 'three'].map((subject) => unit(subject, { n: 1 })),
    before.context,
  );
  const base: Setting = {
    stage: { ...taskStage('generate'), works: [code, repair] },
    units: [unit('loans', { count: 5, style: 'plain' }, outputs.slice(0, 2))],
    context: { author: scriptedAuthor({}, procedural), seed: '1' },
  };
  await runStage(base.stage, base.units, (await nextRun(before, base.context)).context);
  const changed = { ...base, ...change };
  const { context } = await nextRun(before, { ...base.context, ...changed.context, mode: 'plan' });
  const outcome = await runStage(changed.stage, changed.units, context);
  const [planned] = outcome.plan;
  if (!planned) throw new Error('The plan is empty.');
  return `${planned.action}: ${planned.because}`;
}

describe('a plan says why a unit would run:', () => {
  const stage: Stage = { ...taskStage('generate'), works: [code, repair] };
  const inputs = async (subjects: readonly string[], n: number): Promise<Unit['inputs']> => {
    const { context } = await engine();
    return (
      await runStage(
        taskStage('collect'),
        subjects.map((subject) => unit(subject, { n })),
        context,
      )
    ).outputs;
  };
  const loans = async (subjects: readonly string[], n: number): Promise<Partial<Setting>> => ({
    units: [unit('loans', { count: 5, style: 'plain' }, await inputs(subjects, n))],
  });

  it.each<[string, Partial<Setting> | Promise<Partial<Setting>>]>([
    ['cached: is up to date', {}],
    ['run: has never run', { units: [unit('a stranger')] }],
    ['run: stage version changed from 1 to 2', { stage: { ...stage, version: 2 } }],
    ['run: seed changed from 1 to 2', { context: { seed: '2' } }],
    [
      'run: prompt write-code.md changed',
      { context: { promptHash: (file) => (file === 'write-code.md' ? 'new' : `hash of ${file}`) } },
    ],
    [
      'run: author changed from the embedded one (version 1) to the model gpt-x (temperature 0.5)',
      { context: { author: scriptedAuthor({}, model) } },
    ],
    ['run: prompt repair-code.md was removed, author repair-code was removed', { stage: { ...stage, works: [code] } }],
    ['run: schema of topic was added, schema of task was removed', { stage: { ...stage, writes: 'topic' } }],
    ['run: input task one changed, input task two changed', loans(['one', 'two'], 2)],
    ['run: input task three was added', loans(['one', 'two', 'three'], 1)],
    ['run: input task two was removed', loans(['one'], 1)],
    ['run: the order of its inputs changed', loans(['two', 'one'], 1)],
  ])('%s', async (sentence, change) => {
    expect(await reasonFor(await change)).toBe(sentence);
  });

  it('a parameter, with both values where they are short', async () => {
    const old = await inputs(['one', 'two'], 1);
    expect(await reasonFor({ units: [unit('loans', { count: 10, style: 'plain' }, old)] })).toBe(
      'run: parameter count changed from 5 to 10',
    );
    expect(await reasonFor({ units: [unit('loans', { count: 5, style: 'x'.repeat(99) }, old)] })).toBe(
      'run: parameter style changed',
    );
  });

  it('the first three of many changes, and how many more there are', async () => {
    const many = [unit('loans', { a: 1, b: 2, c: 3, d: 4, count: 5, style: 'plain' }, await inputs(['one', 'two'], 1))];
    expect(await reasonFor({ units: many })).toBe(
      'run: parameter a was added, parameter b was added, parameter c was added, 1 more change',
    );
  });

  it('the failure of last time; an attempt that never ended counts as never run', async () => {
    const first = await engine();
    const stage = taskStage('collect', () => Promise.reject(new Error('no answer')));
    await runStage(stage, [unit('a')], first.context);
    await first.store.startAttempt({
      run: first.context.run,
      stage: 'collect',
      subject: 'b',
      fingerprint: 'x',
      parts: {},
      inputs: [],
      startedAt: first.context.now(),
    });
    const { context } = await nextRun(first, { mode: 'plan' });
    const { plan } = await runStage(stage, [unit('a'), unit('b')], context);
    expect(plan.map(({ because }) => because)).toEqual(['failed last time: no answer', 'has never run']);
  });
});

describe('a plan', () => {
  it('runs nothing, writes nothing, and knows the outputs of what is up to date', async () => {
    const first = await engine();
    const stage = taskStage('collect');
    const done = await runStage(stage, [unit('a'), unit('b')], first.context);
    const attempts = await first.store.attempts();
    const uses = await first.store.attempts({ run: first.context.run });
    const { context, events } = await nextRun(first, { mode: 'plan' });
    const forbidden = taskStage('collect', () => Promise.reject(new Error('must not run')));
    const outcome = await runStage(forbidden, [unit('c'), unit('a'), unit('b'), unit('d')], context);

    expect(outcome.outputs).toEqual(done.outputs);
    expect(outcome.pending).toBe(2);
    expect(outcome.counts).toEqual({ done: 0, cached: 2, rejected: 0, failed: 0, skipped: 0 });
    expect(await first.store.attempts()).toEqual(attempts);
    expect(await first.store.attempts({ run: first.context.run })).toEqual(uses);
    expect(await first.store.attempts({ run: context.run })).toEqual([]);
    expect(events.slice(1, 3)).toEqual([
      { kind: 'unit-plan', stage: 'collect', subject: 'c', action: 'run', because: 'has never run' },
      { kind: 'unit-plan', stage: 'collect', subject: 'a', action: 'cached', because: 'is up to date' },
    ]);
  });

  it('says of a rejected unit that it was rejected', async () => {
    const first = await engine();
    const stage = taskStage('picky', async () => ({ status: 'rejected', reason: 'too plain' }));
    await runStage(stage, [unit('a')], first.context);
    const outcome = await runStage(stage, [unit('a')], (await nextRun(first, { mode: 'plan' })).context);
    expect(outcome.plan).toEqual([{ subject: 'a', action: 'cached', because: 'was rejected' }]);
    expect(outcome.rejections).toEqual([{ subject: 'a', reason: 'too plain' }]);
  });
});

it('a fingerprint leaves out concurrency, the run and the clock', async () => {
  const first = await engine({ concurrency: 1 });
  await runStage(taskStage('collect'), [unit('a')], first.context);
  const { context } = await nextRun(first, { concurrency: 7, now: () => '2030-01-01T00:00:00Z' });
  expect((await runStage(taskStage('collect'), [unit('a')], context)).counts.cached).toBe(1);
});
