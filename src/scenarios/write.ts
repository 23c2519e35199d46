import { type ScenarioProposal, type WriteScenarioInput, writeScenario } from '../author/works/scenarios.ts';
import type { ExecutedCall } from '../domain/call.ts';
import { difficultyLevel } from '../domain/difficulty-level.ts';
import { inputOf } from '../domain/kinds.ts';
import type { Scenario, Supply } from '../domain/scenario.ts';
import { scenarioKind } from '../domain/scenario-kind.ts';
import type { State } from '../domain/state.ts';
import { silence, type Talk } from '../domain/user-profile.ts';
import type { Stage, StageContext, StageResult } from '../pipeline/stage.ts';
import { certify } from './certify.ts';
import { checksOf } from './checks.ts';
import { difficultyOf } from './difficulty.ts';
import { informationFlow } from './flow.ts';
import { openingProblem } from './guesses.ts';
import { evidenceProblem, kindOf, type Refusals, runRefusals } from './refusals.ts';
import { type ReferenceRun, runReference } from './run-reference.ts';
import { stateAfter } from './state-after.ts';
import { callsInStoredOrder, stateInStoredOrder } from './stored-order.ts';
import type { Subject } from './subject.ts';
import { type Arranged, arrange } from './talk.ts';

/** How often a proposal that fails when it is executed goes back to the author with what happened. */
const corrections = 3;

/** Stage 4b: a task with an executed reference, checks derived from what the reference changed, and their certificate. */
export const scenarioStage: Stage = {
  name: 'scenario',
  version: 6,
  noun: 'scenarios',
  writes: 'scenario',
  works: [writeScenario],
  async run(unit, context): Promise<StageResult> {
    const environment = inputOf(unit.inputs, 'environment');
    const initial = inputOf(unit.inputs, 'state').body;
    const opened = await context.sandbox.open(environment.body);
    const { skeleton, tools } = environment.body;
    const start = { state: stateInStoredOrder(initial.state), seed: context.seed, start: initial.start };
    const request = {
      slug: environment.body.slug,
      skeleton,
      tools,
      state: initial.state,
      today: initial.start.slice(0, 10),
      number: Number(unit.parameters.number),
      writes: Number(unit.parameters.writes),
      kind: scenarioKind.catch('direct').parse(unit.parameters.kind),
      difficulty: difficultyLevel.catch('medium').parse(unit.parameters.difficulty),
      others: [],
    };
    const solved = await solve(context, { skeleton, tools, environment: opened, start }, request);
    if (solved.status === 'rejected') return solved;

    const { proposal, run, refused, talk, basis, flow } = solved;
    const { task, reference } = basis;
    const checks = await checksOf(environment.body, opened, { initial: initial.state, run, refused, talk, proposal });
    const kind = kindOf(proposal);
    const subject = { ...basis, checks };
    const certificate = await certify(subject, flow);
    const body: Scenario = {
      name: unit.subject,
      environment: environment.hash,
      task,
      kind,
      ...(proposal.persona ? { persona: proposal.persona } : {}),
      ...(proposal.user ? { user: { wants: proposal.user.wants, facts: [...talk.facts] } } : {}),
      initialState: initial.state,
      seed: start.seed,
      start: start.start,
      reference: [...reference],
      questions: [...talk.questions],
      refused: [...refused],
      flow: [...flow],
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
      talk: Talk;
      basis: Basis;
      flow: readonly Supply[];
    }
  | Extract<StageResult, { status: 'rejected' }>;

/** Where scenarios are made: what of a subject is there before anybody has proposed anything. */
type Place = Pick<Subject, 'skeleton' | 'tools' | 'environment' | 'start'>;

/** A subject before it has checks. */
type Basis = Omit<Subject, 'checks'>;

/** Ask, execute, and send back what went wrong until a reference runs through, changes something and stands on what can be known. */
async function solve(context: StageContext, place: Place, request: WriteScenarioInput): Promise<Solved> {
  const { environment, start, skeleton } = place;
  let previous: WriteScenarioInput['previous'];
  for (let round = 0; round <= corrections; round++) {
    const proposal = await context.ask(writeScenario, previous ? { ...request, previous } : request);
    const run = await runReference(environment, start, proposal.calls);
    const refusals =
      run.status === 'complete' ? await runRefusals(environment, start, run.calls, proposal.refused ?? []) : { calls: [] };
    const arranged = run.status === 'complete' ? arrange(skeleton, proposal, run.calls) : { talk: silence };
    let problem = problemOf(request.state, proposal, { run, refusals, arranged });
    if (problem === undefined && run.status === 'complete' && arranged.talk) {
      const { talk } = arranged;
      const reference = callsInStoredOrder(run.calls);
      const basis = { ...place, task: proposal.task, talk, reference, final: stateAfter(start.state, reference) };
      const flow = informationFlow(skeleton, { task: proposal.task, today: request.today, talk }, reference);
      problem = await openingProblem({ ...basis, checks: [] }, flow);
      if (problem === undefined) return { status: 'solved', proposal, run, refused: refusals.calls ?? [], talk, basis, flow };
    }
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
  readonly arranged: Arranged;
}

/** What keeps a proposal from becoming a scenario. */
function problemOf(initial: State, proposal: ScenarioProposal, { run, refusals, arranged }: Tried): string | undefined {
  if (run.status === 'stopped') return run.problem;
  if (refusals.problem !== undefined) return refusals.problem;
  if (arranged.problem !== undefined) return arranged.problem;
  if (refusals.calls.length > 0) return evidenceProblem(initial, proposal);
  const changes = run.calls.some((call) => call.patches.length > 0);
  return changes ? undefined : 'The calls changed nothing; a scenario needs at least one change.';
}
