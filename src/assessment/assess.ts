import fc from 'fast-check';
import type { Assessment } from '../domain/assessment.ts';
import type { Environment } from '../domain/environment.ts';
import type { InitialState } from '../domain/initial-state.ts';
import { inputOf, inputsOf } from '../domain/kinds.ts';
import { stateProblems } from '../domain/state-problems.ts';
import type { Stage, StageResult } from '../pipeline/stage.ts';
import type { OpenEnvironment } from '../runtime/sandbox.ts';
import { anyCall } from './arbitraries.ts';
import { exercise, type Violation } from './exercise.ts';
import { Ledger } from './ledger.ts';
import { shorten } from './shorten.ts';
import { groundOf, numericSeed, startOf, type Trial } from './trial.ts';
import { walkForOutcomes } from './walk.ts';

/** Call sequences tried on each state, and calls in one at most. */
const sequences = 60;
const sequenceLength = 10;

/** Stage 3: the mechanical gates. The verdict is computed: accepted when every gate passed. */
export const assessStage: Stage = {
  name: 'assess',
  version: 1,
  noun: 'assessments',
  writes: 'assessment',
  works: [],
  async run(unit, context): Promise<StageResult> {
    const environment = inputOf(unit.inputs, 'environment');
    const states = inputsOf(unit.inputs, 'state').map((input) => input.body);
    const body = await assess(environment.body, environment.hash, states, { sandbox: context.sandbox, seed: context.seed });
    return { status: 'done', outputs: [{ kind: 'assessment', subject: unit.subject, body }] };
  },
};

interface AssessContext {
  readonly sandbox: { open(environment: Environment): Promise<OpenEnvironment> };
  readonly seed: string;
}

async function assess(
  environment: Environment,
  hash: string,
  states: readonly InitialState[],
  context: AssessContext,
): Promise<Assessment> {
  const opened = await context.sandbox.open(environment);
  const ledger = new Ledger(environment);
  await examineStates(environment, opened, states, ledger);
  if (ledger.findings.length === 0) {
    for (const [index, initial] of states.entries()) {
      const trial = { opened, environment, initial, index, seed: `${context.seed}/${index}` };
      await trySequences(trial, ledger);
      await walkForOutcomes(trial, ledger);
    }
    ledger.missingOutcomes(states.length);
  }
  return ledger.close(
    hash,
    states.map((initial) => initial.state),
  );
}

async function examineStates(
  environment: Environment,
  opened: OpenEnvironment,
  states: readonly InitialState[],
  ledger: Ledger,
): Promise<void> {
  const reports = await opened.invariants(states.map((initial) => initial.state));
  for (const [index, initial] of states.entries()) {
    for (const problem of stateProblems(environment.skeleton, initial.state, 3))
      ledger.findings.push({ gate: 'states', message: `state ${index + 1}: ${problem}` });
    for (const report of reports[index] ?? []) {
      if (report.status !== 'holds')
        ledger.findings.push({
          gate: 'invariants',
          about: report.rule,
          message: `state ${index + 1} breaks invariant ${report.rule}${report.error ? `: ${report.error}` : ''}`,
        });
    }
  }
}

/** Thrown inside a property so that fast-check shrinks the calls that show it. */
class Violated extends Error {
  readonly violation: Violation;
  constructor(violation: Violation) {
    super(violation.message);
    this.violation = violation;
  }
}

/** Random sequences of calls; each kind of violation is shrunk to a short counterexample and then passed over. */
async function trySequences(trial: Trial, ledger: Ledger): Promise<void> {
  const calls = fc.array(anyCall(groundOf(trial)), { minLength: 1, maxLength: sequenceLength, size: 'max' });
  let counting = true;
  const property = fc.asyncProperty(calls, async (sequence) => {
    const { reports, violations } = await exercise(trial.opened, trial.environment.skeleton, startOf(trial), sequence);
    if (counting) ledger.noteAll(sequence, reports);
    const unknown = violations.find((violation) => !ledger.knows(violation));
    if (unknown) throw new Violated(unknown);
  });
  while (!ledger.isFull()) {
    const outcome = await fc.check(property, { seed: numericSeed(trial.seed), numRuns: sequences });
    if (!outcome.failed) return;
    const error = outcome.errorInstance;
    if (!(error instanceof Violated)) throw error;
    // fast-check shrinks arguments and length, but what it kept need not all be needed.
    const calls = await shorten(trial, outcome.counterexample?.[0] ?? [], error.violation);
    ledger.find(error.violation, { state: trial.index, seed: trial.seed, calls });
    counting = false;
  }
}
