import { pino } from 'pino';
import type { Artifact, Kind } from '../../../../src/domain/kinds.ts';
import type { EngineContext } from '../../../../src/engine/engine-context.ts';
import { runStage } from '../../../../src/engine/run-stage.ts';
import type { StageOutcome } from '../../../../src/engine/stage-outcome.ts';
import type { Author } from '../../../../src/generation/author.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { collectStage } from '../../../../src/stages/topics/collect.ts';
import type { Collection } from '../../../../src/stages/topics/collection.ts';
import { chooseForInference, inferStage, inferUnits } from '../../../../src/stages/topics/infer.ts';
import { judgeStage, judgeUnits } from '../../../../src/stages/topics/judge.ts';
import { selectStage, selectUnits } from '../../../../src/stages/topics/select.ts';
import type { Store, StoredArtifact } from '../../../../src/store/store.ts';

/** Topic mining runs no generated code. */
const noSandbox: Sandbox = {
  diagnose: () => Promise.reject(new Error('topic mining diagnoses nothing')),
  open: () => Promise.reject(new Error('topic mining opens no environment')),
  close: async () => {},
};

export interface Mining {
  readonly author: Author;
  readonly store: Store;
  readonly collections: readonly Collection[];
  readonly count?: number;
  readonly limit?: number;
}

export type StageName = 'collect' | 'judge' | 'infer' | 'select';

/** All four stages, one after the other, on a real engine and store. */
export async function mine({
  author,
  store,
  collections,
  count = 10,
  limit = 50,
}: Mining): Promise<Record<StageName, StageOutcome>> {
  const context: EngineContext = {
    author,
    store,
    sandbox: noSandbox,
    log: pino({ level: 'silent' }),
    seed: 'seed',
    concurrency: 4,
    signal: new AbortController().signal,
    run: await store.startRun({ command: 'skel', options: {}, startedAt: '2026-01-01T00:00:00Z' }),
    mode: 'run',
    now: () => '2026-01-01T00:00:00Z',
    events: () => {},
    promptHash: (file) => file,
  };
  const { stage, units } = collectStage(collections);
  const collect = await runStage(stage, units, context);
  const judge = await runStage(judgeStage, judgeUnits(of(collect.outputs, 'task')), context);
  const infer = await runStage(inferStage, inferUnits(chooseForInference(of(judge.outputs, 'verdict'), limit)), context);
  const select = await runStage(selectStage, selectUnits(of(infer.outputs, 'candidate'), count), context);
  return { collect, judge, infer, select };
}

export function of<K extends Kind>(artifacts: readonly StoredArtifact[], kind: K): readonly Artifact<K>[] {
  return artifacts.filter((artifact): artifact is StoredArtifact<K> => artifact.kind === kind);
}
