import { type ScenarioProposal, type WriteScenarioInput, writeScenario } from '../author/works/scenarios.ts';
import { canonicalJson } from '../base/json.ts';
import type { ExecutedCall } from '../domain/call.ts';
import type { Check } from '../domain/check.ts';
import type { Environment } from '../domain/environment.ts';
import { inputOf } from '../domain/kinds.ts';
import type { Scenario, Supply } from '../domain/scenario.ts';
import type { State } from '../domain/state.ts';
import type { Stage, StageContext, StageResult } from '../pipeline/stage.ts';
import type { EpisodeStart, OpenEnvironment } from '../runtime/sandbox.ts';
import { certify } from './certify.ts';
import { derivePredicates } from './derive-checks.ts';
import { informationFlow } from './flow.ts';
import { valueAt } from './leaves.ts';
import { renderPredicate } from './render-check.ts';
import { type ReferenceRun, runReference } from './run-reference.ts';
import { stateAfter } from './state-after.ts';
import { wordPredicate } from './word-check.ts';

/** How often a proposal that fails when it is executed goes back to the author with what happened. */
const corrections = 3;

/** Stage 4b: a task with an executed reference, checks derived from what the reference changed, and their certificate. */
export const scenarioStage: Stage = {
  name: 'scenario',
  version: 2,
  noun: 'scenarios',
  writes: 'scenario',
  works: [writeScenario],
  async run(unit, context): Promise<StageResult> {
    const environment = inputOf(unit.inputs, 'environment');
    const initial = inputOf(unit.inputs, 'state').body;
    const opened = await context.sandbox.open(environment.body);
    const start = { state: initial.state, seed: context.seed, start: initial.start };
    const request = {
      slug: environment.body.slug,
      skeleton: environment.body.skeleton,
      tools: environment.body.tools,
      state: initial.state,
      today: initial.start.slice(0, 10),
      number: Number(unit.parameters.number),
      writes: Number(unit.parameters.writes),
      others: [],
    };
    const solved = await solve(context, opened, start, request);
    if (solved.status === 'rejected') return solved;

    const checks = await deriveChecks(environment.body, opened, initial.state, solved.run.final);
    const { skeleton, tools } = environment.body;
    const { task } = solved.proposal;
    const reference = [...solved.run.calls];
    const flow = informationFlow(skeleton, task, request.today, reference);
    const subject = {
      skeleton,
      tools,
      environment: opened,
      start,
      task,
      reference,
      final: stateAfter(initial.state, reference),
      checks,
    };
    const certificate = await certify(subject, flow);
    const body: Scenario = {
      name: unit.subject,
      environment: environment.hash,
      task,
      ...(solved.proposal.persona ? { persona: solved.proposal.persona } : {}),
      initialState: initial.state,
      seed: start.seed,
      start: start.start,
      reference,
      flow,
      checks,
      difficulty: difficultyOf(environment.body, reference, flow),
      certificate,
      writtenBy: context.writtenBy('write-scenario'),
    };
    return { status: 'done', outputs: [{ kind: 'scenario', subject: unit.subject, body }] };
  },
};

type Solved =
  | { status: 'solved'; proposal: ScenarioProposal; run: Extract<ReferenceRun, { status: 'complete' }> }
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
    if (run.status === 'complete' && run.calls.some((call) => call.patches.length > 0))
      return { status: 'solved', proposal, run };
    const problem = run.status === 'stopped' ? run.problem : 'The calls changed nothing; a scenario needs at least one change.';
    context.log.info({ problem }, 'the reference failed; asking again');
    previous = {
      task: proposal.task,
      calls: run.calls.map(({ tool, arguments: args, result }) => ({ tool, arguments: args, result })),
      problem,
    };
  }
  return { status: 'rejected', reason: `No reference ran through. ${previous?.problem ?? ''}`.trim(), evidence: previous };
}

/** The checks of a scenario, each with its words, its TypeScript and its role: what is true at the start earns nothing. */
async function deriveChecks(environment: Environment, opened: OpenEnvironment, initial: State, final: State): Promise<Check[]> {
  const checks = derivePredicates(environment.skeleton, initial, final).map(
    (predicate, index): Check => ({
      id: `C${index + 1}`,
      question: wordPredicate(environment.skeleton, initial, predicate),
      role: 'credit',
      predicate,
      source: renderPredicate(predicate),
    }),
  );
  const [atStart = []] = await opened.evaluate(checks, [{ initial, final: initial, calls: [] }]);
  return checks.map((check, index) => ({ ...check, role: atStart[index]?.status === 'pass' ? 'guard' : 'credit' }));
}

function difficultyOf(environment: Environment, calls: readonly ExecutedCall[], flow: readonly Supply[]): Scenario['difficulty'] {
  const effects = new Map(environment.skeleton.operations.map((operation) => [operation.name, operation]));
  const writes = calls.filter((call) => effects.get(call.tool)?.effect === 'write');
  const hidden = flow.filter(({ origin }) => origin.kind === 'observation' || origin.kind === 'reckoned');
  const values = new Set(hidden.map(({ call, argument }) => canonicalJson(valueAt(calls[call - 1]?.arguments ?? {}, argument))));
  return {
    reads: calls.length - writes.length,
    writes: writes.length,
    discovered: values.size,
    rules: new Set(writes.flatMap((call) => effects.get(call.tool)?.rules ?? [])).size,
  };
}
