import { mapBounded } from '../base/concurrency.ts';
import type { EngineContext } from './engine-context.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type PlannedUnit, whyItRuns } from './plan.ts';
import type { Stage, Unit } from './stage.ts';
import type { StageOutcome } from './stage-outcome.ts';

/** Says for each unit whether it is finished or would run, and why. Only reads the store. */
export async function planStage(stage: Stage, units: readonly Unit[], context: EngineContext): Promise<StageOutcome> {
  const { store } = context;
  const planned = await mapBounded(units, context.concurrency, async (unit) => {
    const { hash, parts } = fingerprintOf(stage, unit, context);
    const finished = await store.finished(hash);
    const plan: PlannedUnit = finished
      ? {
          subject: unit.subject,
          action: 'cached',
          because: finished.attempt.status === 'rejected' ? 'was rejected' : 'is up to date',
        }
      : { subject: unit.subject, action: 'run', because: whyItRuns(parts, await store.latestAttempt(stage.name, unit.subject)) };
    return { plan, finished, inputBytes: finished ? 0 : bytesOf(unit) };
  });
  for (const { plan } of planned) context.events({ kind: 'unit-plan', stage: stage.name, ...plan });
  const toRun = planned.filter(({ finished }) => finished === undefined);
  const works = [...stage.works.map((work) => work.name), ...(stage.asksModel ? ['act'] : [])];
  if (works.length > 0 && toRun.length > 0) {
    const inputBytes = toRun.reduce((sum, unit) => sum + unit.inputBytes, 0);
    context.events({ kind: 'stage-work', stage: stage.name, works, units: toRun.length, inputBytes });
  }
  const cached = planned.filter(({ finished }) => finished !== undefined).length;
  return {
    outputs: planned.flatMap(({ finished }) => finished?.outputs ?? []),
    counts: { done: 0, cached, rejected: 0, failed: 0, skipped: 0 },
    failures: [],
    rejections: planned.flatMap(({ plan, finished }) =>
      finished?.attempt.status === 'rejected' ? [{ subject: plan.subject, reason: finished.attempt.reason ?? '' }] : [],
    ),
    plan: planned.map(({ plan }) => plan),
    pending: planned.length - cached,
  };
}

function bytesOf({ inputs }: Unit): number {
  return inputs.reduce((sum, input) => sum + JSON.stringify(input.body).length, 0);
}
