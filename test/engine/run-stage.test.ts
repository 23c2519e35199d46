import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../src/base/errors.ts';
import {
  type InvalidAnswerEvidence,
  type ModelCallEvidence,
  readFailure,
  type SandboxEvidence,
} from '../../src/domain/failure.ts';
import { shortId } from '../../src/domain/kinds.ts';
import { causeOfFailure } from '../../src/engine/failure.ts';
import { runStage } from '../../src/engine/run-stage.ts';
import type { Stage } from '../../src/engine/stage.ts';
import type { Work } from '../../src/generation/author.ts';
import { DeclinedError, InvalidAnswerError, ModelCallError } from '../../src/generation/errors.ts';
import { SandboxError } from '../../src/sandbox/sandbox-error.ts';
import { subjects } from '../store/support/writing.ts';
import { engine, nextRun, scriptedAuthor, taskOutput, taskStage, unit, units } from './support/engine.ts';

const judge: Work<{ text: string }, string> = { name: 'judge-tasks', prompt: 'judge-tasks.md', answer: () => z.string() };

describe('a stage', () => {
  it('gives its outputs in the order of the units, whatever order they finish in', async () => {
    const { context, events } = await engine();
    const stage = taskStage('slow-first', async ({ subject }) => {
      await wait(subject === 'u/1' ? 40 : 1);
      return {
        status: 'done',
        outputs: [taskOutput(`${subject}/b`, `${subject} b`), taskOutput(`${subject}/a`, `${subject} a`)],
      };
    });
    const outcome = await runStage(stage, units(3), context);
    expect(subjects(outcome.outputs)).toEqual(['u/1/b', 'u/1/a', 'u/2/b', 'u/2/a', 'u/3/b', 'u/3/a']);
    expect(events.filter((event) => event.kind === 'unit-end').map(({ subject }) => subject)).toEqual(['u/2', 'u/3', 'u/1']);
  });

  it('does nothing that is done: the second run reuses every unit and gives the same outputs', async () => {
    const first = await engine();
    const before = await runStage(taskStage('collect'), units(5), first.context);
    const second = await nextRun(first, { concurrency: 1 });
    const after = await runStage(
      taskStage('collect', () => Promise.reject(new Error('must not run'))),
      units(5),
      second.context,
    );
    expect(before.counts).toEqual({ done: 5, cached: 0, rejected: 0, failed: 0, skipped: 0 });
    expect(after.counts).toEqual({ done: 0, cached: 5, rejected: 0, failed: 0, skipped: 0 });
    expect(after.outputs).toEqual(before.outputs);
    expect(await second.store.attempts()).toHaveLength(5);
  });

  it('has at most `concurrency` units in progress', async () => {
    const { context } = await engine({ concurrency: 3 });
    let inProgress = 0;
    let most = 0;
    const stage = taskStage('counted', async ({ subject }) => {
      most = Math.max(most, ++inProgress);
      await wait(3);
      inProgress--;
      return { status: 'done', outputs: [taskOutput(subject, subject)] };
    });
    await runStage(stage, units(12), context);
    expect(most).toBe(3);
  });

  it('gives each unit a seed of its own that other units and stages do not move', async () => {
    const seeds = async (seed: string, name: string, count: number): Promise<Record<string, string>> => {
      const seen: Record<string, string> = {};
      const stage = taskStage(name, async ({ subject }, context) => {
        seen[subject] = context.seed;
        return { status: 'done', outputs: [] };
      });
      await runStage(stage, units(count), (await engine({ seed })).context);
      return seen;
    };
    const two = await seeds('1', 'a', 2);
    expect(await seeds('1', 'a', 3)).toMatchObject(two);
    const others = [two, await seeds('2', 'a', 2), await seeds('1', 'b', 2)].flatMap((seen) => Object.values(seen));
    expect(new Set(others).size).toBe(6);
  });

  it('asks its author, under its own seed and attempt, and only for work that it lists', async () => {
    const { context, store } = await engine({ author: scriptedAuthor({ 'judge-tasks': 'stateful' }) });
    const run: Stage['run'] = async ({ subject }, { ask, writtenBy }) => {
      const answer = await ask(judge, { text: subject });
      return { status: 'done', outputs: [taskOutput(subject, `${answer} says ${writtenBy('judge-tasks').provider}`)] };
    };
    const listed = await runStage({ ...taskStage('listed', run), works: [judge] }, [unit('a')], context);
    expect(listed.outputs[0]?.body).toMatchObject({ text: 'stateful says scripted' });
    const unlisted = await runStage(taskStage('unlisted', run), [unit('a')], context);
    expect(unlisted.failures[0]?.reason).toContain('asks for "judge-tasks" but does not list it');
    expect(await store.attempts({ status: 'failed' })).toHaveLength(1);
  });

  it('refuses two units of one name', async () => {
    const { context, events } = await engine();
    await expect(runStage(taskStage('collect'), [unit('a'), unit('b'), unit('a')], context)).rejects.toThrow(
      'two units named "a"',
    );
    expect(events).toEqual([]);
  });

  it('with no units does nothing, and says so', async () => {
    const { context, events } = await engine();
    expect((await runStage(taskStage('collect'), [], context)).outputs).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(['stage-start', 'stage-end']);
  });
});

const answer: InvalidAnswerEvidence = { work: 'judge-tasks', problems: ['no JSON'], raw: 'Sure! Here', finishReason: 'length' };
const call: ModelCallEvidence = {
  work: 'judge-tasks',
  endpoint: 'http://a/v1',
  model: 'm',
  outcome: 'timeout',
  tries: ['no answer came in time'],
};
const hung: SandboxEvidence = { kind: 'died', died: 'deadline', detail: 'no answer within 2000 ms' };

describe('a unit that fails', () => {
  const troubles: Record<string, () => never> = {
    'u/1': () => {
      throw new InvalidAnswerError('The answer is not JSON.', answer);
    },
    'u/3': () => {
      throw new TypeError('undefined is not a function');
    },
    'u/4': () => {
      throw new SandboxError('It hung.', hung, { cause: new Error('no answer within 2000 ms') });
    },
    'u/5': () => {
      throw 'a plain text';
    },
  };
  const troubled = taskStage('troubled', async ({ subject }) => {
    troubles[subject]?.();
    return { status: 'done', outputs: [taskOutput(subject, subject)] };
  });

  it('is a recorded attempt with its evidence, and its siblings go on', async () => {
    const { context, store, events } = await engine();
    const outcome = await runStage(troubled, units(6), context);
    expect(subjects(outcome.outputs)).toEqual(['u/2', 'u/6']);
    expect(outcome.counts).toEqual({ done: 2, cached: 0, rejected: 0, failed: 4, skipped: 0 });
    expect(outcome.failures).toEqual([
      { subject: 'u/1', reason: 'The answer is not JSON.', cause: 'answer' },
      { subject: 'u/3', reason: 'undefined is not a function' },
      { subject: 'u/4', reason: 'It hung.' },
      { subject: 'u/5', reason: 'a plain text' },
    ]);
    const [model, bug, sandbox, text] = await store.attempts({ status: 'failed' });
    expect(model?.failure).toEqual({ error: 'invalid-answer', evidence: answer });
    expect(bug?.failure).toMatchObject({ error: 'bug', stack: expect.stringContaining('run-stage.test.ts') });
    expect(sandbox?.failure).toEqual({ error: 'sandbox', evidence: hung, cause: 'no answer within 2000 ms' });
    expect(text?.failure).toEqual({ error: 'bug', stack: "'a plain text'" });
    expect(events.filter((event) => event.kind === 'unit-end' && event.status === 'failed')).toHaveLength(4);
  });

  it.each([
    [
      'a failed call',
      new ModelCallError('x', call, { cause: new Error('504') }),
      { error: 'model-call', evidence: call, cause: '504' },
    ],
    ['an answer of no use', new InvalidAnswerError('x', answer), { error: 'invalid-answer', evidence: answer }],
    ['a sandbox that hung', new SandboxError('x', hung), { error: 'sandbox', evidence: hung }],
    ['work that is not done', new DeclinedError('x'), { error: 'declined' }],
    ['a mistake of the user', new UserError('x'), { error: 'user' }],
  ])('keeps the type and the evidence of %s', async (_, error, failure) => {
    const { context, store } = await engine();
    await runStage(
      taskStage('troubled', () => Promise.reject(error)),
      units(1),
      context,
    ).catch(() => undefined);
    expect(await store.attempts()).toMatchObject([{ status: 'failed', reason: 'x', failure }]);
  });

  it.each([
    [
      'no answer of a model',
      { error: 'boundary', boundary: 'author', evidence: { work: 'w', failure: 'transient' } },
      'endpoint',
    ],
    ['a refused request', { error: 'boundary', boundary: 'author', evidence: { failure: 'refused' } }, 'endpoint'],
    ['an answer of no use', { error: 'boundary', boundary: 'author', evidence: { failure: 'answer', raw: 'x' } }, 'answer'],
    ['the sandbox', { error: 'boundary', boundary: 'sandbox', evidence: { died: 'crashed' } }, undefined],
    ['what JSON could not hold', '<ref *1> { self: [Circular *1] }', undefined],
    ['nothing', undefined, undefined],
  ])('is known with its evidence when it was stored before evidence had types: %s', (_, evidence, cause) => {
    const failure = readFailure(evidence);
    expect(failure).toMatchObject({ error: 'untyped', evidence });
    expect(causeOfFailure(failure)).toBe(cause);
  });

  it('is tried again by the next run, and nothing else is', async () => {
    const first = await engine();
    await runStage(troubled, units(6), first.context);
    const second = await nextRun(first);
    const outcome = await runStage(taskStage('troubled'), units(6), second.context);
    expect(outcome.counts).toEqual({ done: 4, cached: 2, rejected: 0, failed: 0, skipped: 0 });
    expect(await second.store.attempts({ status: 'failed' })).toEqual([]);
  });

  it('by a mistake of the user ends the stage: it is recorded, and no further unit meets it', async () => {
    const { context, store } = await engine({ concurrency: 1 });
    const stage = taskStage('keyless', async ({ subject }) => {
      if (subject === 'u/2') throw new UserError('The key was refused. Set OPENAI_API_KEY.');
      return { status: 'done', outputs: [taskOutput(subject, subject)] };
    });
    await expect(runStage(stage, units(5), context)).rejects.toThrow(new UserError('The key was refused. Set OPENAI_API_KEY.'));
    expect((await store.attempts()).map(({ subject, status }) => `${subject} ${status}`)).toEqual(['u/1 done', 'u/2 failed']);
  });

  it('may fail by what it writes', async () => {
    const { context, store } = await engine();
    const stage = taskStage('empty-text', async ({ subject }) => ({
      status: 'done',
      outputs: [taskOutput(`${subject} good`, 'good'), taskOutput(subject, subject === 'u/2' ? '' : subject)],
    }));
    const outcome = await runStage(stage, units(3), context);
    expect(outcome.counts).toMatchObject({ done: 2, failed: 1 });
    expect(outcome.failures[0]).toMatchObject({
      subject: 'u/2',
      reason: expect.stringContaining('The task "u/2" does not fit its schema'),
    });
    expect(subjects(await store.artifacts('task', { versions: 'all' }))).toEqual(['u/1', 'u/1 good', 'u/3', 'u/3 good']);
  });
});

describe('a unit that is rejected', () => {
  it('keeps its reason and evidence, and is not tried again', async () => {
    const first = await engine();
    const picky = taskStage('picky', async ({ subject }) =>
      subject === 'u/2'
        ? { status: 'rejected', reason: 'not stateful', evidence: { grade: 3 } }
        : { status: 'done', outputs: [taskOutput(subject, subject)] },
    );
    const before = await runStage(picky, units(2), first.context);
    expect(before.counts).toEqual({ done: 1, cached: 0, rejected: 1, failed: 0, skipped: 0 });
    expect(before.rejections).toEqual([{ subject: 'u/2', reason: 'not stateful' }]);
    expect((await first.store.attempts({ status: 'rejected' }))[0]?.evidence).toEqual({ grade: 3 });

    const second = await nextRun(first);
    const after = await runStage(picky, units(2), second.context);
    expect(after.counts).toEqual({ done: 0, cached: 2, rejected: 0, failed: 0, skipped: 0 });
    expect(after.rejections).toEqual(before.rejections);
  });
});

it('the events tell a whole stage', async () => {
  const { context, events } = await engine({ concurrency: 1 });
  const stage = taskStage('collect', async ({ subject }) => {
    if (subject === 'u/2') throw new Error('broken');
    return { status: 'done', outputs: [taskOutput(subject, subject)] };
  });
  const { outputs } = await runStage(stage, units(2), context);
  expect(events).toEqual([
    { kind: 'stage-start', stage: 'collect', noun: 'tasks', total: 2 },
    { kind: 'unit-start', stage: 'collect', subject: 'u/1', attempt: 1 },
    { kind: 'unit-end', stage: 'collect', subject: 'u/1', status: 'done', artifacts: outputs.map(shortId) },
    { kind: 'unit-start', stage: 'collect', subject: 'u/2', attempt: 2 },
    { kind: 'unit-end', stage: 'collect', subject: 'u/2', status: 'failed', reason: 'broken', artifacts: [] },
    { kind: 'stage-end', stage: 'collect', noun: 'tasks', counts: { done: 1, cached: 0, rejected: 0, failed: 1, skipped: 0 } },
  ]);
});
