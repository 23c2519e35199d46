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
import { type EnvironmentYield, mostTopics, sortedOut } from './environment-yield.ts';
import { type RunSummary, StageRunner } from './stage-runner.ts';
import { assessedStates, stateSubject, stateUnit } from './state-unit.ts';

/** Requests for which topics are inferred: enough to choose from, few enough that a large collection does not become costly. */
const inferredPerEnvironment = 24;
const leastInferred = 120;

/**
 * Stages 1 to 3: tasks -> topics -> skeletons -> environments -> test states -> assessments, until `count` environments are
 * accepted: in place of rejected ones it goes on to the next topics, N/2 + 2 at most.
 */
export async function buildEnvironments(
  workspace: Workspace,
  options: {
    readonly tasks: readonly string[];
    readonly count: number;
    readonly rounds?: number | undefined;
    readonly operations?: OperationCount | undefined;
  },
): Promise<RunSummary & { readonly environments: EnvironmentYield }> {
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

  const candidates = inputsOf(inferred.outputs, 'candidate');
  const isUnknown = unjudged + inferred.pending > 0;
  const gone: Artifact<'topic'>[] = [];
  const assessments: Artifact<'assessment'>[] = [];
  const most = mostTopics(options.count);
  let done: ReturnType<typeof sortedOut> = { accepted: [], rejected: [] };
  for (let count = options.count; ; count = Math.min(most, options.count + done.rejected.length)) {
    const selected = isUnknown ? undefined : await runner.run(selectStage, selectUnits(candidates, count));
    if (!selected || selected.pending > 0) {
      runner.more(modelStage, options.count, selectStage);
      runner.more(writeStage, options.count, modelStage);
      runner.more(statesStage, options.count * assessedStates.length, writeStage);
      runner.more(assessment, options.count, statesStage);
      break;
    }
    // A larger choice begins with the smaller one.
    const topics = inputsOf(selected.outputs, 'topic').slice(gone.length);
    gone.push(...topics);
    assessments.push(...(await designAndAssess(runner, workspace, { topics, ...options })));
    done = sortedOut(gone, assessments, runner.summary());
    const wanted = Math.min(most, options.count + done.rejected.length);
    if (topics.length === 0 || wanted <= gone.length || engineStops(workspace)) break;
  }
  const further = Math.max(0, gone.length - options.count);
  const environments: EnvironmentYield = {
    asked: options.count,
    accepted: done.accepted.length,
    further,
    rejected: done.rejected,
    topics: gone.length,
    open: gone.length - done.accepted.length - done.rejected.length,
    isEmbedded: workspace.engine.author.identity('write-code').provider === 'procedural',
  };
  return { ...runner.summary(), environments };
}

/** Whether no further topics are to be gone for: the run was interrupted or put off, or it is a plan. */
function engineStops({ engine }: Workspace): boolean {
  return engine.signal.aborted || engine.mode === 'plan' || engine.stopSignal?.reason() !== undefined;
}

/** Stages 2 and 3 for some topics; gives their assessments. */
async function designAndAssess(
  runner: StageRunner,
  workspace: Workspace,
  options: {
    readonly topics: readonly Artifact<'topic'>[];
    readonly rounds?: number | undefined;
    readonly operations?: OperationCount | undefined;
  },
): Promise<readonly Artifact<'assessment'>[]> {
  const modelled = await runner.run(
    modelStage,
    options.topics.map((topic) => modelUnit(topic, options.operations)),
  );
  const written = await runner.run(
    writeStage,
    inputsOf(modelled.outputs, 'skeleton').map((skeleton) => ({ subject: skeleton.subject, inputs: [skeleton], parameters: {} })),
  );
  runner.more(writeStage, modelled.pending, modelStage);
  return assessEnvironments(runner, {
    environments: inputsOf(written.outputs, 'environment'),
    pending: modelled.pending + written.pending,
    rounds: options.rounds ?? defaultRounds(workspace.engine),
  });
}

interface Written {
  readonly environments: readonly Artifact<'environment'>[];
  readonly pending: number;
  readonly rounds: number;
}

async function assessEnvironments(
  runner: StageRunner,
  { environments, pending, rounds }: Written,
): Promise<readonly Artifact<'assessment'>[]> {
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
  const assessed = await runner.run(
    assessment,
    ready.map(({ environment, own }) => assessmentUnit([environment, ...own], rounds)),
  );
  runner.more(assessment, pending + (environments.length - ready.length), statesStage);
  return inputsOf(assessed.outputs, 'assessment');
}
