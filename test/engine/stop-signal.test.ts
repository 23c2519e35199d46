import { describe, expect, it } from 'vitest';
import { Postponed } from '../../src/base/errors.ts';
import type { StopSignal } from '../../src/engine/engine-context.ts';
import { runStage } from '../../src/engine/run-stage.ts';
import { engine, nextRun, taskOutput, taskStage, units } from './support/engine.ts';

/** A brake that is pulled by hand. */
function handSignal(): StopSignal & { pull(): Postponed } {
  let pulled: Postponed | undefined;
  return {
    check: () => pulled,
    reason: () => pulled,
    pull: () => {
      pulled = new Postponed('budget', 'The budget is reached.');
      return pulled;
    },
  };
}

describe('a run that is braked', () => {
  it('leaves units undone without calling them failed, and does exactly those the next time', async () => {
    const stopSignal = handSignal();
    const ran: string[] = [];
    const stage = (spend: boolean) =>
      taskStage('spend', async ({ subject }) => {
        ran.push(subject);
        if (spend && subject === 'u/3') throw stopSignal.pull();
        return { status: 'done', outputs: [taskOutput(subject, subject)] };
      });
    const first = await engine({ stopSignal, concurrency: 1 });
    const braked = await runStage(stage(true), units(5), first.context);
    expect(braked.counts).toEqual({ done: 2, cached: 0, rejected: 0, failed: 0, skipped: 3 });
    expect(ran).toEqual(['u/1', 'u/2', 'u/3']);
    expect(await first.store.attempts({ status: 'failed' })).toEqual([]);

    ran.length = 0;
    const second = await nextRun(first);
    const resumed = await runStage(stage(false), units(5), second.context);
    expect(resumed.counts).toEqual({ done: 3, cached: 2, rejected: 0, failed: 0, skipped: 0 });
    expect(ran).toEqual(['u/3', 'u/4', 'u/5']);
  });

  it('lets units in flight finish, and still reuses what is finished', async () => {
    const first = await engine();
    await runStage(taskStage('spend'), units(1), first.context);
    const stopSignal = handSignal();
    const second = await nextRun(first, { stopSignal, concurrency: 2 });
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stage = taskStage('spend', async ({ subject }) => {
      if (subject === 'u/3') {
        release();
        throw stopSignal.pull();
      }
      await released;
      return { status: 'done', outputs: [taskOutput(subject, subject)] };
    });
    const { counts } = await runStage(stage, units(6), second.context);
    expect(counts).toEqual({ done: 1, cached: 1, rejected: 0, failed: 0, skipped: 4 });
  });
});

describe('a run that wants fresh answers', () => {
  it('runs again what asks a model, once, and reuses everything else', async () => {
    const first = await engine();
    const ran: string[] = [];
    const stage = (name: string, asksModel: boolean) => ({
      ...taskStage(name, async ({ subject }) => {
        ran.push(`${name} ${subject}`);
        return { status: 'done' as const, outputs: [taskOutput(subject, `${name} ${subject}`)] };
      }),
      asksModel,
    });
    for (const asks of [true, false]) await runStage(stage(asks ? 'asking' : 'alone', asks), units(1), first.context);
    ran.length = 0;
    const second = await nextRun(first, { fresh: true });
    await runStage(stage('asking', true), units(1), second.context);
    await runStage(stage('asking', true), units(1), second.context);
    await runStage(stage('alone', false), units(1), second.context);
    expect(ran).toEqual(['asking u/1']);
  });
});
