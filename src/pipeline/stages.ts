import { UserError } from '../base/errors.ts';
import { suggestion } from '../base/nearest.ts';
import { acceptedEnvironments } from '../domain/environment/accepted.ts';
import type { OperationCount } from '../domain/environment/operation-count.ts';
import { type Artifact, type Kind, shortId } from '../domain/kinds.ts';
import type { DifficultyChoice } from '../domain/scenario/difficulty-level.ts';
import type { ScenarioKind } from '../domain/scenario/scenario-kind.ts';
import type { Agent } from '../stages/rollouts/agent.ts';
import { modelAgent } from '../stages/rollouts/agents/model.ts';
import { noopAgent } from '../stages/rollouts/agents/noop.ts';
import { randomAgent } from '../stages/rollouts/agents/random.ts';
import { referenceAgent } from '../stages/rollouts/agents/reference.ts';
import { agentPrompt, rolloutStage } from '../stages/rollouts/rollout.ts';
import { statesStage } from '../stages/scenarios/states.ts';
import { scenarioStage } from '../stages/scenarios/write-scenario.ts';
import { modelStage, modelUnit } from '../stages/skeletons/model.ts';
import { writeStage } from '../stages/skeletons/write.ts';
import { collectStage } from '../stages/topics/collect.ts';
import { readCollections } from '../stages/topics/collection.ts';
import { chooseForInference, inferStage, inferUnits } from '../stages/topics/infer.ts';
import { judgeStage, judgeUnits } from '../stages/topics/judge.ts';
import { selectStage, selectUnits } from '../stages/topics/select.ts';
import type { StoredArtifact } from '../store/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { assessment, assessmentUnit, defaultRounds } from './assessment-unit.ts';
import { type Conversations, interactionModeOf, rolloutUnits } from './rollout-units.ts';
import { scenarioUnit } from './scenario-unit.ts';
import {
  emptyTally,
  furtherAtMost,
  furtherWaves,
  nextNumbers,
  type ScenarioYield,
  stateUnitsFor,
  withWave,
  yieldOf,
} from './scenario-yield.ts';
import { type RunSummary, StageRunner } from './stage-runner.ts';
import { assessedStates, stateSubject, stateUnit } from './state-unit.ts';

/** Requests for which topics are inferred: enough to choose from, few enough that a large collection does not become costly. */
const inferredPerEnvironment = 24;
const leastInferred = 120;

export type AgentName = 'reference' | 'random' | 'noop' | 'openai';

function ofKind<K extends Kind>(artifacts: readonly StoredArtifact[], kind: K): Artifact<K>[] {
  return artifacts.filter((artifact): artifact is StoredArtifact<K> => artifact.kind === kind);
}

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
  const judged = await runner.run(judgeStage, judgeUnits(ofKind(collected.outputs, 'task')));
  if (collected.pending > 0) runner.more(judgeStage, collected.pending, collect.stage);

  const limit = Math.max(leastInferred, options.count * inferredPerEnvironment);
  const unjudged = judged.pending + collected.pending;
  // A choice among a part of the verdicts would be another one than among all.
  const isChoiceOpen = unjudged > 0 && workspace.engine.mode === 'run';
  const chosen = isChoiceOpen ? [] : chooseForInference(ofKind(judged.outputs, 'verdict'), limit);
  const inferred = await runner.run(inferStage, inferUnits(chosen));
  if (unjudged > 0) runner.more(inferStage, limit, judgeStage);

  const unknown = unjudged + inferred.pending > 0;
  const selected = unknown
    ? undefined
    : await runner.run(selectStage, selectUnits(ofKind(inferred.outputs, 'candidate'), options.count));
  if (!selected || selected.pending > 0) {
    runner.more(modelStage, options.count, selectStage);
    runner.more(writeStage, options.count, modelStage);
    runner.more(statesStage, options.count * assessedStates.length, writeStage);
    runner.more(assessment, options.count, statesStage);
    return runner.summary();
  }
  const modelled = await runner.run(
    modelStage,
    ofKind(selected.outputs, 'topic').map((topic) => modelUnit(topic, options.operations)),
  );
  const written = await runner.run(
    writeStage,
    ofKind(modelled.outputs, 'skeleton').map((skeleton) => ({ subject: skeleton.subject, inputs: [skeleton], parameters: {} })),
  );
  runner.more(writeStage, modelled.pending, modelStage);
  await assessEnvironments(runner, {
    environments: ofKind(written.outputs, 'environment'),
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
  const states = ofKind(stated.outputs, 'state');
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

/** Which scenarios are wanted, in all accepted environments or in those named. */
interface ScenarioOptions {
  readonly environments: readonly string[];
  readonly count: number;
  readonly difficulty: DifficultyChoice;
  /** Kinds to take turns with; the usual mixture where left out. */
  readonly kinds?: readonly ScenarioKind[] | undefined;
}

/**
 * Stage 4: initial states and certified scenarios, `count` usable ones for each accepted environment (or for those named).
 * Where some repeat others or are incomplete, further ones are made, within bounds.
 */
export async function makeScenarios(
  workspace: Workspace,
  options: ScenarioOptions,
): Promise<RunSummary & { readonly yields: readonly ScenarioYield[] }> {
  const runner = new StageRunner(workspace);
  const environments = await chosenEnvironments(workspace, options.environments);
  const states = new Map<string, Artifact<'state'>>();
  let tallies = environments.map((environment) => emptyTally(environment, options.count));
  for (let wave = 0; wave <= furtherWaves; wave++) {
    const wanted = tallies.flatMap(nextNumbers);
    if (wave > 0 && (wanted.length === 0 || workspace.engine.signal.aborted)) break;
    const stated = await runner.run(statesStage, stateUnitsFor(wanted, states));
    for (const state of ofKind(stated.outputs, 'state')) states.set(state.subject, state);
    const units = wanted.flatMap((wish) => scenarioUnit(wish.environment, states, { ...options, number: wish.number }) ?? []);
    const written = await runner.run(scenarioStage, units);
    runner.more(scenarioStage, stated.pending > 0 ? wanted.length - units.length : 0, statesStage);
    const scenarios = ofKind(written.outputs, 'scenario');
    const rejections = [...stated.rejections, ...written.rejections];
    tallies = tallies.map((tally) => withWave(tally, { wanted, scenarios, rejections }));
  }
  const further = tallies.reduce((sum, tally) => sum + furtherAtMost(tally), 0);
  runner.perhaps(scenarioStage, further, 'where some repeat others or are incomplete');
  return { ...runner.summary(), yields: tallies.map(yieldOf) };
}

/** Current environments whose assessment accepted them; all, or those named. Throws a UserError for a name that is none. */
async function chosenEnvironments(workspace: Workspace, names: readonly string[]): Promise<readonly Artifact<'environment'>[]> {
  const { store, engine } = workspace;
  const environments = await store.artifacts('environment');
  const assessments = await store.artifacts('assessment');
  const accepted = acceptedEnvironments({ environments, assessments });
  if (names.length > 0) return names.map((name) => named(name, accepted, environments));
  if (accepted.length === 0 && engine.mode === 'run') {
    const why =
      environments.length === 0
        ? 'There is no environment yet.'
        : `None of the ${environments.length} environments was accepted; "envscaler list assessments" says why.`;
    throw new UserError(`${why} "envscaler skel" builds them.`);
  }
  return accepted;
}

function named(
  name: string,
  accepted: readonly StoredArtifact<'environment'>[],
  all: readonly StoredArtifact<'environment'>[],
): StoredArtifact<'environment'> {
  const matches = (environment: StoredArtifact<'environment'>): boolean =>
    environment.subject === name ||
    environment.hash === name ||
    shortId(environment) === name ||
    environment.body.skeleton.name === name;
  const found = accepted.find(matches);
  if (found) return found;
  if (all.some(matches))
    throw new UserError(
      `The environment "${name}" was rejected by its assessment; "envscaler show assessment:${name}" says why.`,
    );
  throw new UserError(
    `There is no environment "${name}".${suggestion(
      name,
      accepted.map((environment) => environment.subject),
    )}`,
  );
}

interface PlayOptions {
  readonly agents: readonly AgentName[];
  readonly attempts: number;
  readonly conversations?: Conversations;
  /** Only the scenarios of these environments; of all where empty or left out. */
  readonly environments?: readonly string[];
}

/** Stage 5: agents play the certified scenarios, each `attempts` times; those that leave something out with a simulated user. */
export async function playScenarios(workspace: Workspace, options: PlayOptions): Promise<RunSummary> {
  const runner = new StageRunner(workspace);
  const { store, engine, prompts } = workspace;
  const scenarios = (await store.artifacts('scenario')).filter((scenario) => scenario.body.certificate.complete);
  const among =
    options.environments && options.environments.length > 0
      ? await chosenEnvironments(workspace, options.environments)
      : await store.artifacts('environment');
  const environments = new Map(among.map((environment) => [environment.hash, environment]));
  if (scenarios.length === 0 && engine.mode === 'run') {
    throw new UserError('There is no scenario with a complete certificate yet. "envscaler scen" makes them.');
  }
  const playable = scenarios.flatMap((scenario) => {
    const environment = environments.get(scenario.body.environment);
    return environment ? [{ scenario, environment, manner: interactionModeOf(scenario, options.conversations ?? 'needed') }] : [];
  });
  const left = playable.filter(({ manner: mode }) => mode === undefined).length;
  if (left > 0)
    engine.events({
      kind: 'note',
      level: 'warning',
      text: `${left} underspecified scenarios need a user to ask and are not played.`,
    });
  for (const agent of options.agents.map((name) => agentOf(name, workspace))) {
    for (const mode of ['alone', 'conversation'] as const) {
      const chosen = playable.filter((item) => item.manner === mode);
      if (chosen.length === 0) continue;
      const units = rolloutUnits(agent, chosen, { attempts: options.attempts, prompt: prompts.hash(agentPrompt), mode: mode });
      await runner.run(rolloutStage(agent, prompts, mode), units);
    }
  }
  return runner.summary();
}

function agentOf(name: AgentName, workspace: Workspace): Agent {
  switch (name) {
    case 'reference':
      return referenceAgent;
    case 'random':
      return randomAgent;
    case 'noop':
      return noopAgent;
    case 'openai':
      return modelAgent(workspace.converser());
  }
}
