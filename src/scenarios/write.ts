import { type ScenarioProposal, type WriteScenarioInput, writeScenario } from '../author/works/scenarios.ts';
import type { ExecutedCall } from '../domain/call.ts';
import { difficultyLevel } from '../domain/difficulty-level.ts';
import { inputOf } from '../domain/kinds.ts';
import type { Scenario } from '../domain/scenario.ts';
import { scenarioKind } from '../domain/scenario-kind.ts';
import type { State } from '../domain/state.ts';
import type { Stage, StageContext, StageResult } from '../pipeline/stage.ts';
import type { EpisodeStart, OpenEnvironment } from '../runtime/sandbox.ts';
import { certify } from './certify.ts';
import { checksOf } from './checks.ts';
import { difficultyOf } from './difficulty.ts';
import { informationFlow } from './flow.ts';
import { evidenceProblem, kindOf, type Refusals, runRefusals } from './refusals.ts';
import { type ReferenceRun, runReference } from './run-reference.ts';
import { stateAfter } from './state-after.ts';
import { callsInStoredOrder, stateInStoredOrder } from './stored-order.ts';

/** How often a proposal that fails when it is executed goes back to the author with what happened. */
const corrections = 3;

/** Stage 4b: a task with an executed reference, checks derived from what the reference changed, and their certificate. */
export const scenarioStage: Stage = {
  name: 'scenario',
  version: 5,
  noun: 'scenarios',
  writes: 'scenario',
  works: [writeScenario],
  async run(unit, context): Promise<StageResult> {
    const environment = inputOf(unit.inputs, 'environment');
    const initial = inputOf(unit.inputs, 'state').body;
    const opened = await context.sandbox.open(environment.body);
    const start = { state: stateInStoredOrder(initial.state), seed: context.seed, start: initial.start };
    const request = {
      slug: environment.body.slug,
      skeleton: environment.body.skeleton,
      tools: environment.body.tools,
      state: initial.state,
      today: initial.start.slice(0, 10),
      number: Number(unit.parameters.number),
      writes: Number(unit.parameters.writes),
      kind: scenarioKind.catch('direct').parse(unit.parameters.kind),
      difficulty: difficultyLevel.catch('medium').parse(unit.parameters.difficulty),
      others: [],
    };
    const solved = await solve(context, opened, start, request);
    if (solved.status === 'rejected') return solved;

    const { proposal, run, refused } = solved;
    const checks = await checksOf(environment.body, opened, { initial: initial.state, run, refused, proposal });
    const { skeleton, tools } = environment.body;
    const { task } = proposal;
    const kind = kindOf(proposal);
    const reference = callsInStoredOrder(run.calls);
    const flow = informationFlow(skeleton, task, request.today, reference);
    const subject = {
      skeleton,
      tools,
      environment: opened,
      start,
      task,
      reference,
      final: stateAfter(start.state, reference),
      checks,
    };
    const certificate = await certify(subject, flow);
    const body: Scenario = {
      name: unit.subject,
      environment: environment.hash,
      task,
      kind,
      ...(proposal.persona ? { persona: proposal.persona } : {}),
      initialState: initial.state,
      seed: start.seed,
      start: start.start,
      reference,
      refused: [...refused],
      flow,
      checks,
      difficulty: difficultyOf(environment.body, { initial: initial.state, reference, flow, kind, task }),
      certificate,
      writtenBy: context.writtenBy('write-scenario'),
      stateWrittenBy: initial.writtenBy,
    };
    return { status: 'done', outputs: [{ kind: 'scenario', subject: unit.subject, body }] };
  },
};

type Solved =
  | {
      status: 'solved';
      proposal: ScenarioProposal;
      run: Extract<ReferenceRun, { status: 'complete' }>;
      refused: readonly ExecutedCall[];
    }
  | Extract<StageResult, { status: 'rejected' }>;

/** Ask, execute, and send back what went wrong until a reference runs through and changes something. */
async function solve(
  context: StageContext,
  environment: OpenEnvironment,
  start: EpisodeStart,
  request: WriteScenarioInput,
): Promise<Solved> {
  let previous: WriteScenarioInput['previous'];
  for (let round = 0; round <= corrections; round++) {
    const proposal = await context.ask(writeScenario, previous ? { ...request, previous } : request);
    const run = await runReference(environment, start, proposal.calls);
    const refusals =
      run.status === 'complete' ? await runRefusals(environment, start, run.calls, proposal.refused ?? []) : { calls: [] };
    const problem = problemOf(request.state, proposal, { run, refusals });
    if (problem === undefined && run.status === 'complete')
      return { status: 'solved', proposal, run, refused: refusals.calls ?? [] };
    context.log.info({ problem }, 'the reference failed; asking again');
    previous = {
      task: proposal.task,
      calls: run.calls.map(({ tool, arguments: args, result }) => ({ tool, arguments: args, result })),
      problem: problem ?? '',
    };
  }
  return { status: 'rejected', reason: `No reference ran through. ${previous?.problem ?? ''}`.trim(), evidence: previous };
}

interface Tried {
  readonly run: ReferenceRun;
  readonly refusals: Refusals;
}

/** What keeps a proposal from becoming a scenario. */
function problemOf(initial: State, proposal: ScenarioProposal, { run, refusals }: Tried): string | undefined {
  if (run.status === 'stopped') return run.problem;
  if (refusals.problem !== undefined) return refusals.problem;
  if (refusals.calls.length > 0) return evidenceProblem(initial, proposal);
  const changes = run.calls.some((call) => call.patches.length > 0);
  return changes ? undefined : 'The calls changed nothing; a scenario needs at least one change.';
}
