import fc from 'fast-check';
import { hashText } from '../base/hash.ts';
import type { Assessment } from '../domain/assessment.ts';
import type { ToolCall } from '../domain/call.ts';
import type { Environment } from '../domain/environment.ts';
import type { InitialState } from '../domain/initial-state.ts';
import { inputOf, inputsOf } from '../domain/kinds.ts';
import { stateProblems } from '../domain/state-problems.ts';
import type { Stage, StageResult } from '../pipeline/stage.ts';
import type { EpisodeStart, OpenEnvironment } from '../runtime/sandbox.ts';
import { anyCall, callOf, type Ground } from './arbitraries.ts';
import { exercise, type Violation } from './exercise.ts';
import { Ledger } from './ledger.ts';

/** Call sequences tried on each state, and calls in one at most. */
const sequences = 60;
const sequenceLength = 10;
/** Further calls of one tool that has not been seen to succeed and to refuse, on each state. */
const searchLength = 400;
/** Different findings that are reported; more would not help a repair. */
const mostFindings = 12;

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
      await searchOutcomes(trial, ledger);
    }
    ledger.missingOutcomes(states.length);
  }
  return ledger.close(
    hash,
    states.map((initial) => initial.state),
  );
}

interface Trial {
  readonly opened: OpenEnvironment;
  readonly environment: Environment;
  readonly initial: InitialState;
  readonly index: number;
  readonly seed: string;
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

function groundOf(trial: Trial): Ground {
  return { skeleton: trial.environment.skeleton, state: trial.initial.state, start: trial.initial.start };
}

function startOf(trial: Trial): EpisodeStart {
  return { state: trial.initial.state, seed: trial.seed, start: trial.initial.start };
}

/** fast-check takes a 32-bit seed. */
function numericSeed(seed: string): number {
  return Number.parseInt(hashText(seed).slice(0, 8), 16) | 0;
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
  let seen = true;
  const property = fc.asyncProperty(calls, async (sequence) => {
    const { reports, violations } = await exercise(trial.opened, trial.environment.skeleton, startOf(trial), sequence);
    if (seen) for (const [index, report] of reports.entries()) ledger.note(sequence[index] as ToolCall, report);
    const unknown = violations.find((violation) => !ledger.knows(violation));
    if (unknown) throw new Violated(unknown);
  });
  while (ledger.findings.length < mostFindings) {
    const outcome = await fc.check(property, { seed: numericSeed(trial.seed), numRuns: sequences });
    if (!outcome.failed) return;
    const error = outcome.errorInstance;
    if (!(error instanceof Violated)) throw error;
    const counterexample = { state: trial.index, seed: trial.seed, calls: outcome.counterexample?.[0] ?? [] };
    ledger.findings.push({
      gate: error.violation.gate,
      ...(error.violation.about ? { about: error.violation.about } : {}),
      message: error.violation.message,
      counterexample,
    });
    seen = false;
  }
}

/** Calls of single tools that owe an outcome, until they have shown it; every promise is checked on the way. */
async function searchOutcomes(trial: Trial, ledger: Ledger): Promise<void> {
  for (const operation of trial.environment.skeleton.operations) {
    if (!ledger.owes(operation.name)) continue;
    const calls = fc.sample(callOf(groundOf(trial), operation), {
      seed: numericSeed(`${trial.seed}/${operation.name}`),
      numRuns: searchLength,
    });
    for (const call of calls) {
      const { reports, violations } = await exercise(trial.opened, trial.environment.skeleton, startOf(trial), [call]);
      for (const report of reports) ledger.note(call, report);
      for (const violation of violations) {
        if (ledger.knows(violation) || ledger.findings.length >= mostFindings) continue;
        const counterexample = { state: trial.index, seed: trial.seed, calls: [call] };
        ledger.findings.push({
          gate: violation.gate,
          ...(violation.about ? { about: violation.about } : {}),
          message: violation.message,
          counterexample,
        });
      }
      if (!ledger.owes(operation.name)) break;
    }
  }
}
