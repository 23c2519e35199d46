import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { runStage } from '../../src/engine/run-stage.ts';
import type { Stage } from '../../src/engine/stage.ts';
import { subjects } from '../store/support/writing.ts';
import { engine, nextRun, taskOutput, taskStage, units } from './support/engine.ts';

/** Aborts the run once this many units have begun. */
function abortingAfter(begun: number, run: Stage['run']): { stage: Stage; controller: AbortController } {
  const controller = new AbortController();
  let count = 0;
  const stage = taskStage('interrupted', (unit, context) => {
    if (++count === begun) controller.abort();
    return run(unit, context);
  });
  return { stage, controller };
}

describe('an interrupted stage', () => {
  it('begins no further unit, lets those in flight finish, and is resumed by the next run', async () => {
    const { stage, controller } = abortingAfter(2, async ({ subject }) => {
      while (!controller.signal.aborted) await wait(1);
      await wait(20);
      return { status: 'done', outputs: [taskOutput(subject, subject)] };
    });
    const first = await engine({ signal: controller.signal, concurrency: 2 });
    const outcome = await runStage(stage, units(10), first.context);
    expect(outcome.counts).toEqual({ done: 2, cached: 0, rejected: 0, failed: 0, skipped: 8 });
    expect(subjects(outcome.outputs)).toEqual(['u/1', 'u/2']);

    const second = await nextRun(first);
    const resumed = await runStage(stage, units(10), second.context);
    expect(resumed.counts).toEqual({ done: 8, cached: 2, rejected: 0, failed: 0, skipped: 0 });
  });

  it('tells units that need longer to stop; their attempts count as never run', async () => {
    const { stage, controller } = abortingAfter(2, async ({ subject }, { signal }) => {
      if (subject === 'u/1') return { status: 'done', outputs: [taskOutput(subject, subject)] };
      await wait(60_000, undefined, { signal });
      return { status: 'done', outputs: [] };
    });
    const { context, store, events } = await engine({ signal: controller.signal, concurrency: 2, graceMs: 30 });
    const outcome = await runStage(stage, units(4), context);
    expect(outcome.counts).toEqual({ done: 1, cached: 0, rejected: 0, failed: 0, skipped: 3 });
    expect(outcome.failures).toEqual([]);
    expect(subjects(await store.attempts({ status: 'running' }))).toEqual(['u/2']);
    expect(events.filter((event) => event.kind === 'unit-end')).toHaveLength(1);
  });

  it('leaves units behind that do not listen', async () => {
    const { stage, controller } = abortingAfter(1, () => new Promise(() => {}));
    const { context } = await engine({ signal: controller.signal, graceMs: 10 });
    expect((await runStage(stage, units(2), context)).counts.skipped).toBe(2);
  });

  it('runs nothing when the signal was aborted before', async () => {
    const { context, store } = await engine({ signal: AbortSignal.abort() });
    expect((await runStage(taskStage('collect'), units(2), context)).counts.skipped).toBe(2);
    expect(await store.attempts()).toEqual([]);
  });

  it('records a failure that happens while units may still finish', async () => {
    const { stage, controller } = abortingAfter(1, () => Promise.reject(new Error('broken')));
    const { context } = await engine({ signal: controller.signal });
    const outcome = await runStage(stage, units(1), context);
    expect(outcome.failures).toEqual([{ subject: 'u/1', reason: 'broken' }]);
  });
});

it('what the store throws ends the stage: a result that cannot be saved is not a failure of its unit', async () => {
  const { context, store } = await engine({ concurrency: 1 });
  const full = {
    ...context,
    store: {
      ...store,
      endAttempt: () => Promise.reject(new UserError('There is no room left to write the database.')),
    },
  };
  let runs = 0;
  const stage = taskStage('collect', async ({ subject }) => {
    runs++;
    return { status: 'done', outputs: [taskOutput(subject, subject)] };
  });
  await expect(runStage(stage, units(5), full)).rejects.toThrow('There is no room left');
  expect(runs).toBe(1);
});
