import type { OperationCount } from '../domain/environment/operation-count.ts';
import { type Artifact, inputsOf } from '../domain/kinds.ts';
import { statesStage } from '../stages/scenarios/states.ts';
import { modelStage, modelUnit } from '../stages/skeletons/model.ts';
import { writeStage } from '../stages/skeletons/write.ts';
import { collectStage } from '../stages/topics/collect.ts';
import { readCollections } from '../stages/topics/collection.ts';
import { chooseForInference, inferStage, inferUnits } from '../stages/topics/infer.ts';
import { judgeStage, judgeUnits } from '../stages/topics/judge.ts';
import { selectStage, selectUnits } from '../stages/topics/select.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { assessment, assessmentUnit, defaultRounds } from './assessment-unit.ts';
import { type RunSummary, StageRunner } from './stage-runner.ts';
import { assessedStates, stateSubject, stateUnit } from './state-unit.ts';

/** Requests for which topics are inferred: enough to choose from, few enough that a large collection does not become costly. */
const inferredPerEnvironment = 24;
const leastInferred = 120;

/** Stages 1 to 3: tasks -> topics -> skeletons -> environments -> test states -> assessments. */
export async function buildEnvironments(
  workspace: Workspace,
  options: {
    readonly tasks: readonly string[];
    readonly count: number;
    readonly rounds?: number | undefined;
    readonly operations?: OperationCount | undefined;
  },
): Promise<RunSummary> {
  const { events } = workspace.engine;
  const runner = new StageRunner(workspace);
  const collections = await readCollections(options.tasks, ({ file, line: at, message }) =>
    events({ kind: 'note', level: 'warning', text: `${file}:${at}: skipped: ${message}` }),
  );
  for (const { file, tasks, duplicates, problems } of collections) {
    const left = [
      ...(duplicates > 0 ? [`${duplicates} duplicates left out`] : []),
      ...(problems > 0 ? [`${problems} malformed lines skipped`] : []),
    ];
    events({ kind: 'note', level: 'info', text: [`${file}: ${tasks.length} tasks`, ...left].join(', ') });
  }
  const collect = collectStage(collections);
  const collected = await runner.run(collect.stage, collect.units);
  const judged = await runner.run(judgeStage, judgeUnits(inputsOf(collected.outputs, 'task')));
  if (collected.pending > 0) runner.more(judgeStage, collected.pending, collect.stage);

  const limit = Math.max(leastInferred, options.count * inferredPerEnvironment);
  const unjudged = judged.pending + collected.pending;
  // A choice among a part of the verdicts would be another one than among all.
  const isChoiceOpen = unjudged > 0 && workspace.engine.mode === 'run';
  const chosen = isChoiceOpen ? [] : chooseForInference(inputsOf(judged.outputs, 'verdict'), limit);
  const inferred = await runner.run(inferStage, inferUnits(chosen));
  if (unjudged > 0) runner.more(inferStage, limit, judgeStage);

  const unknown = unjudged + inferred.pending > 0;
  const selected = unknown
    ? undefined
    : await runner.run(selectStage, selectUnits(inputsOf(inferred.outputs, 'candidate'), options.count));
  if (!selected || selected.pending > 0) {
    runner.more(modelStage, options.count, selectStage);
    runner.more(writeStage, options.count, modelStage);
    runner.more(statesStage, options.count * assessedStates.length, writeStage);
    runner.more(assessment, options.count, statesStage);
    return runner.summary();
  }
  const modelled = await runner.run(
    modelStage,
    inputsOf(selected.outputs, 'topic').map((topic) => modelUnit(topic, options.operations)),
  );
  const written = await runner.run(
    writeStage,
    inputsOf(modelled.outputs, 'skeleton').map((skeleton) => ({ subject: skeleton.subject, inputs: [skeleton], parameters: {} })),
  );
  runner.more(writeStage, modelled.pending, modelStage);
  await assessEnvironments(runner, {
    environments: inputsOf(written.outputs, 'environment'),
    pending: modelled.pending + written.pending,
    rounds: options.rounds ?? defaultRounds(workspace.engine),
  });
  return runner.summary();
}

interface Written {
  readonly environments: readonly Artifact<'environment'>[];
  readonly pending: number;
  readonly rounds: number;
}

async function assessEnvironments(runner: StageRunner, { environments, pending, rounds }: Written): Promise<void> {
  const stated = await runner.run(
    statesStage,
    environments.flatMap((environment) => assessedStates.map((number) => stateUnit(environment, number))),
  );
  runner.more(statesStage, pending * assessedStates.length, writeStage);
  const states = inputsOf(stated.outputs, 'state');
  const ready = environments.flatMap((environment) => {
    const own = states.filter((state) => assessedStates.some((number) => state.subject === stateSubject(environment, number)));
    return own.length > 0 && stated.pending === 0 ? [{ environment, own }] : [];
  });
  await runner.run(
    assessment,
    ready.map(({ environment, own }) => assessmentUnit([environment, ...own], rounds)),
  );
  runner.more(assessment, pending + (environments.length - ready.length), statesStage);
}
