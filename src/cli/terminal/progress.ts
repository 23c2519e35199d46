import type { PipelineEvent, StageCounts } from '../../engine/events.ts';
import { type CallProgress, noCalls, withCallEvent } from './call-progress.ts';

/** How far a stage is. */
export interface StageProgress {
  readonly stage: string;
  readonly noun: string;
  readonly total: number;
  readonly done: number;
  /** Reused and good; reused rejections count under `rejected`, too. */
  readonly cached: number;
  readonly rejected: number;
  readonly failed: number;
  readonly skipped: number;
  /** Units that ended, whatever way. */
  readonly ended: number;
  readonly running: boolean;
  readonly startedMs: number;
  readonly endedMs: number | undefined;
}

/** Everything a display shows of a run, folded from its events. */
export interface Progress {
  readonly startedMs: number;
  readonly stages: readonly StageProgress[];
  readonly calls: CallProgress;
}

/** A run of which nothing happened yet. */
export function startOfProgress(nowMs: number): Progress {
  return { startedMs: nowMs, stages: [], calls: noCalls };
}

/** The progress after one more event. A stage that starts again with the same noun goes on counting; with another it counts anew. */
export function advance(progress: Progress, event: PipelineEvent, nowMs: number): Progress {
  switch (event.kind) {
    case 'stage-start':
      return { ...progress, stages: withStarted(progress.stages, event, nowMs) };
    case 'unit-end':
      return withStage(progress, event.stage, (stage) => withUnit(stage, event));
    case 'stage-end':
      return withStage(progress, event.stage, (stage) => ({
        ...stage,
        skipped: stage.skipped + event.counts.skipped,
        running: false,
        endedMs: nowMs,
      }));
    default:
      return { ...progress, calls: withCallEvent(progress.calls, event) };
  }
}

function withStarted(
  stages: readonly StageProgress[],
  start: { readonly stage: string; readonly noun: string; readonly total: number },
  nowMs: number,
): readonly StageProgress[] {
  const { stage, noun, total } = start;
  const latest = stages.findLast((known) => known.stage === stage);
  if (latest?.noun === noun) {
    // The time in between, when other stages ran, is not this one's.
    const startedMs = nowMs - ((latest.endedMs ?? nowMs) - latest.startedMs);
    const again = { ...latest, total: latest.total + total, running: true, startedMs, endedMs: undefined };
    return stages.map((known) => (known === latest ? again : known));
  }
  const counts: StageCounts = { done: 0, cached: 0, rejected: 0, failed: 0, skipped: 0 };
  return [...stages, { stage, noun, total, ...counts, ended: 0, running: true, startedMs: nowMs, endedMs: undefined }];
}

function withStage(progress: Progress, name: string, change: (stage: StageProgress) => StageProgress): Progress {
  const latest = latestOf(progress, name);
  return { ...progress, stages: progress.stages.map((stage) => (stage === latest ? change(stage) : stage)) };
}

function withUnit(
  stage: StageProgress,
  unit: { readonly status: 'done' | 'cached' | 'rejected' | 'failed'; readonly reason?: string },
): StageProgress {
  const wasRejected = unit.status === 'cached' && unit.reason !== undefined;
  return {
    ...stage,
    ended: stage.ended + 1,
    [unit.status]: stage[unit.status] + 1,
    ...(wasRejected ? { rejected: stage.rejected + 1 } : {}),
  };
}

/** The stage that events of this name are about. */
export function latestOf(progress: Progress, stage: string): StageProgress | undefined {
  return progress.stages.findLast((known) => known.stage === stage);
}

/** How many of a stage's units gave something, now or before. */
export function accepted(stage: StageProgress): number {
  return stage.ended - stage.rejected - stage.failed;
}

/** How long the running stage will still take at its present pace, in milliseconds; undefined before it has a pace. */
export function timeLeft(stage: StageProgress, nowMs: number): number | undefined {
  const ran = stage.ended - stage.cached;
  if (!stage.running || ran === 0) return undefined;
  return ((nowMs - stage.startedMs) / ran) * (stage.total - stage.ended);
}
