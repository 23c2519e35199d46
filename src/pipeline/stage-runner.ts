import type { Postponed } from '../base/errors.ts';
import type { FailureCause } from '../engine/failure.ts';
import { onceThereAre } from '../engine/plan.ts';
import { runStage } from '../engine/run-stage.ts';
import type { Stage, Unit } from '../engine/stage.ts';
import type { StageOutcome } from '../engine/stage-outcome.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What a command's stages came to. */
export interface RunSummary {
  readonly stages: readonly { readonly name: string; readonly noun: string; readonly outcome: StageOutcome }[];
  /** Units that broke; the same command tries them again. */
  readonly failed: number;
  /** How many of them because of an endpoint, how many because of an answer. */
  readonly causes: Readonly<Record<FailureCause, number>>;
  readonly interrupted: boolean;
  /** Why some of it was put off: neither done nor failed. */
  readonly postponed?: Postponed;
}

/** Runs stages one after the other and keeps what they came to. */
export class StageRunner {
  readonly #stages: { name: string; noun: string; outcome: StageOutcome }[] = [];
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  async run(stage: Stage, units: readonly Unit[]): Promise<StageOutcome> {
    const outcome = await runStage(stage, units, this.#workspace.engine);
    this.#stages.push({ name: stage.name, noun: stage.noun, outcome });
    return outcome;
  }

  /** In a plan: tells that a stage would have further units once another has run. */
  more(stage: Stage, atMost: number, after: Stage): void {
    if (atMost === 0 || this.#workspace.engine.mode === 'run') return;
    const because = onceThereAre(after.noun);
    const { events } = this.#workspace.engine;
    events({ kind: 'stage-more', stage: stage.name, noun: stage.noun, atMost, because });
    const works = stage.works.map((work) => work.name);
    if (works.length > 0) events({ kind: 'stage-work', stage: stage.name, works, units: atMost, inputBytes: 0 });
  }

  /** In a plan: tells that a stage may come to have further units. What models would be asked does not count them. */
  perhaps(stage: Stage, atMost: number, because: string): void {
    if (atMost === 0 || this.#workspace.engine.mode === 'run') return;
    this.#workspace.engine.events({ kind: 'stage-more', stage: stage.name, noun: stage.noun, atMost, because });
  }

  summary(): RunSummary {
    const failures = this.#stages.flatMap(({ outcome }) => outcome.failures);
    const because = (cause: FailureCause): number => failures.filter((failure) => failure.cause === cause).length;
    const postponed = this.#workspace.engine.stopSignal?.reason();
    return {
      stages: this.#stages,
      failed: this.#stages.reduce((sum, { outcome }) => sum + outcome.counts.failed, 0),
      causes: { endpoint: because('endpoint'), answer: because('answer') },
      interrupted: this.#workspace.engine.signal.aborted,
      ...(postponed ? { postponed } : {}),
    };
  }
}
