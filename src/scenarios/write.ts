import { type ScenarioProposal, type WriteScenarioInput, writeScenario } from '../author/works/scenarios.ts';
import type { ExecutedCall } from '../domain/call.ts';
import type { Check } from '../domain/check.ts';
import type { Environment } from '../domain/environment.ts';
import { inputOf } from '../domain/kinds.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { State } from '../domain/state.ts';
import type { Stage, StageContext, StageResult } from '../pipeline/stage.ts';
import type { EpisodeStart, OpenEnvironment } from '../runtime/sandbox.ts';
import { certify } from './certify.ts';
import { derivePredicates } from './derive-checks.ts';
import { renderPredicate } from './render-check.ts';
import { type ReferenceRun, runReference } from './run-reference.ts';
import { wordPredicate } from './word-check.ts';

/** How often a proposal that fails when it is executed goes back to the author with what happened. */
const corrections = 3;

/** Stage 4b: a task with an executed reference, checks derived from what the reference changed, and their certificate. */
export const scenarioStage: Stage = {
  name: 'scenario',
  version: 1,
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
    const certificate = await certify(opened, start, solved.proposal.calls, checks);
    const body: Scenario = {
      name: unit.subject,
      environment: environment.hash,
      task: solved.proposal.task,
      ...(solved.proposal.persona ? { persona: solved.proposal.persona } : {}),
      initialState: initial.state,
      seed: start.seed,
      start: start.start,
      reference: [...solved.run.calls],
      checks,
      difficulty: difficultyOf(environment.body, solved.proposal.task, solved.run.calls),
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

function difficultyOf(environment: Environment, task: string, calls: readonly ExecutedCall[]): Scenario['difficulty'] {
  const effects = new Map(environment.skeleton.operations.map((operation) => [operation.name, operation]));
  const writes = calls.filter((call) => effects.get(call.tool)?.effect === 'write');
  const values = calls
    .flatMap((call) => Object.values(call.arguments))
    .filter((value) => typeof value === 'string' || typeof value === 'number');
  const hidden = new Set(values.filter((value) => !task.toLowerCase().includes(String(value).toLowerCase())));
  return {
    reads: calls.length - writes.length,
    writes: writes.length,
    discovered: hidden.size,
    rules: new Set(writes.flatMap((call) => effects.get(call.tool)?.rules ?? [])).size,
  };
}
