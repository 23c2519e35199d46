import { mapBounded } from '../base/concurrency.ts';
import { Postponed, UserError } from '../base/errors.ts';
import type { Failure } from '../domain/failure.ts';
import { shortId } from '../domain/kinds.ts';
import type { Attempt, AttemptEnd, StoredArtifact } from '../store/store.ts';
import type { EngineContext } from './engine-context.ts';
import type { StageCounts } from './events.ts';
import { causeOfFailure, type FailureCause, failureOf } from './failure.ts';
import { fingerprintOf, unitSeed } from './fingerprint.ts';
import { type Interruption, interruptionAfter } from './interruption.ts';
import type { Stage, StageContext, Unit } from './stage.ts';
import type { StageOutcome, UnitReason } from './stage-outcome.ts';

const defaultGraceMs = 800;

/** What became of one unit. `rejection` is set for a cached unit, too, when the reused attempt was a rejection. */
interface UnitOutcome {
  readonly subject: string;
  readonly status: keyof StageCounts;
  readonly outputs: readonly StoredArtifact[];
  readonly rejection?: string;
  readonly failure?: string;
  readonly cause?: FailureCause;
  /** What every further unit would meet, too. */
  readonly fatal?: UserError;
}

/** Runs the units that are not finished, at most `concurrency` at once, and records each as it ends. */
export async function executeStage(stage: Stage, units: readonly Unit[], context: EngineContext): Promise<StageOutcome> {
  const interruption = interruptionAfter(context.signal, context.graceMs ?? defaultGraceMs);
  try {
    const outcomes = await mapBounded(units, context.concurrency, async (unit) => {
      const outcome = await settleUnit(stage, unit, context, interruption);
      announce(stage, outcome, context);
      if (outcome.fatal) throw outcome.fatal;
      return outcome;
    });
    return summary(outcomes);
  } finally {
    interruption.dispose();
  }
}

async function settleUnit(stage: Stage, unit: Unit, context: EngineContext, interruption: Interruption): Promise<UnitOutcome> {
  const { store, run } = context;
  const { subject } = unit;
  const skipped: UnitOutcome = { subject, status: 'skipped', outputs: [] };
  if (context.signal.aborted) return skipped;

  const { hash: fingerprint, parts } = fingerprintOf(stage, unit, context);
  const finished = await store.finished(fingerprint);
  if (finished && !isAskedAgain(stage, finished.attempt, context)) {
    await store.useAttempt(run, finished.attempt.id, 'cached');
    const rejection = finished.attempt.status === 'rejected' ? { rejection: finished.attempt.reason ?? '' } : {};
    return { subject, status: 'cached', outputs: finished.outputs, ...rejection };
  }

  if (context.stopSignal?.check()) return skipped;

  const inputs = unit.inputs.map((input) => input.hash);
  const attempt = await store.startAttempt({
    run,
    stage: stage.name,
    subject,
    fingerprint,
    parts,
    inputs,
    startedAt: context.now(),
  });
  context.events({ kind: 'unit-start', stage: stage.name, subject, attempt });
  const tried = await attemptUnit(
    stage,
    unit,
    stageContext(stage, unit, context, { attempt, signal: interruption.signal }),
    interruption,
  );
  // The attempt stays `running` in the store: it counts as never run.
  if (tried === 'interrupted' || tried === 'postponed') return skipped;
  const outcome = await recordEnd(attempt, unit, tried.end, context);
  return tried.fatal ? { ...outcome, fatal: tried.fatal } : outcome;
}

/** Whether a finished unit runs again because fresh answers are wanted; once in a run is enough. */
function isAskedAgain(stage: Stage, attempt: Attempt, { fresh, run }: EngineContext): boolean {
  return fresh === true && attempt.run !== run && (stage.works.length > 0 || stage.asksModel === true);
}

interface Tried {
  readonly end: AttemptEnd;
  readonly fatal?: UserError;
}

/**
 * Runs the stage on the unit and words how it ended. Whatever it throws is the unit's failure and nobody else's, except
 * the user's mistake (a refused key, an unknown model): that ends the stage, for the siblings would only repeat it.
 */
async function attemptUnit(
  stage: Stage,
  unit: Unit,
  context: StageContext,
  interruption: Interruption,
): Promise<Tried | 'interrupted' | 'postponed'> {
  try {
    const result = await Promise.race([stage.run(unit, context), interruption.givenUp]);
    if (result === 'given-up') return 'interrupted';
    return { end: result.status === 'done' ? result : { ...result, evidence: result.evidence } };
  } catch (error) {
    if (interruption.signal.aborted) return 'interrupted';
    if (error instanceof Postponed) return 'postponed';
    context.log.debug({ err: error }, 'the unit failed');
    const end: AttemptEnd = { status: 'failed', ...failureOf(error) };
    return error instanceof UserError ? { end, fatal: error } : { end };
  }
}

/** Commits the end of an attempt. Outputs that the store refuses, being against their schema, make it a failure. */
async function recordEnd(attempt: number, unit: Unit, end: AttemptEnd, context: EngineContext): Promise<UnitOutcome> {
  const { store, run } = context;
  const { subject } = unit;
  let outputs: readonly StoredArtifact[];
  try {
    outputs = await store.endAttempt(attempt, withoutKeys(end, context), context.now());
  } catch (error) {
    if (end.status !== 'done') throw error;
    return recordEnd(attempt, unit, { status: 'failed', ...failureOf(error) }, context);
  }
  await store.useAttempt(run, attempt, 'executed');
  switch (end.status) {
    case 'done':
      return { subject, status: 'done', outputs };
    case 'rejected':
      return { subject, status: 'rejected', outputs, rejection: end.reason };
    case 'failed':
      return { subject, status: 'failed', outputs, failure: end.reason, ...causeIn(end.failure) };
  }
}

/** What a model wrote may repeat a key that its server was sent, decoded or not. */
function withoutKeys(end: AttemptEnd, { redact }: EngineContext): AttemptEnd {
  if (!redact) return end;
  return end.status === 'done' ? redact(end) : { ...end, reason: redact(end.reason) };
}

function causeIn(failed: Failure): { readonly cause?: FailureCause } {
  const cause = causeOfFailure(failed);
  return cause === undefined ? {} : { cause };
}

function stageContext(
  stage: Stage,
  unit: Unit,
  context: EngineContext,
  of: { attempt: number; signal: AbortSignal },
): StageContext {
  const { author, sandbox } = context;
  const seed = unitSeed(context.seed, stage.name, unit.subject);
  return {
    sandbox,
    seed,
    attempt: of.attempt,
    signal: of.signal,
    log: context.log.child({ stage: stage.name, subject: unit.subject, attempt: of.attempt }),
    writtenBy: (work) => author.identity(work),
    contractOf: (skeleton) => author.contractOf?.(skeleton),
    async ask(work, input) {
      if (!stage.works.some((known) => known.name === work.name)) {
        throw new Error(
          `The stage ${stage.name} asks for "${work.name}" but does not list it among its works, so its fingerprint would miss it.`,
        );
      }
      return author.ask(work, input, { seed, signal: of.signal, attempt: of.attempt });
    },
  };
}

function announce(stage: Stage, outcome: UnitOutcome, context: EngineContext): void {
  const { subject, status } = outcome;
  if (status === 'skipped') return;
  const reason = outcome.failure ?? outcome.rejection;
  context.events({
    kind: 'unit-end',
    stage: stage.name,
    subject,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(outcome.cause === undefined ? {} : { cause: outcome.cause }),
    artifacts: outcome.outputs.map(shortId),
  });
}

function summary(outcomes: readonly UnitOutcome[]): StageOutcome {
  const count = (status: keyof StageCounts): number => outcomes.filter((outcome) => outcome.status === status).length;
  const reasons = (of: 'rejection' | 'failure'): UnitReason[] =>
    outcomes.flatMap(({ subject, cause, [of]: reason }) =>
      reason === undefined ? [] : [{ subject, reason, ...(cause ? { cause } : {}) }],
    );
  return {
    outputs: outcomes.flatMap((outcome) => outcome.outputs),
    counts: {
      done: count('done'),
      cached: count('cached'),
      rejected: count('rejected'),
      failed: count('failed'),
      skipped: count('skipped'),
    },
    failures: reasons('failure'),
    rejections: reasons('rejection'),
    plan: [],
    pending: count('skipped'),
  };
}
