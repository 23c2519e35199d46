import fc from 'fast-check';
import { messageOf } from '../../../base/errors.ts';
import type { Contract } from '../../../domain/contract/form.ts';
import type { Assessment } from '../../../domain/environment/assessment.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import { stateProblems } from '../../../domain/environment/state-problems.ts';
import type { InitialState } from '../../../domain/initial-state.ts';
import type { State } from '../../../domain/state.ts';
import { argumentsValidators } from '../../../sandbox/host/arguments.ts';
import type { OpenEnvironment, Sandbox } from '../../../sandbox/sandbox.ts';
import { SandboxError } from '../../../sandbox/sandbox-error.ts';
import { anyCall } from '../calls/arbitraries.ts';
import { shorten } from '../calls/shrink.ts';
import { examineContract } from '../contract/differential.ts';
import { verdictOf } from '../verdict.ts';
import { examineBothOutcomes } from './call-outcomes.ts';
import { CoverageRecord } from './coverage-record.ts';
import { examineDiscovery } from './discovery.ts';
import { exercise, type Violation } from './exercise.ts';
import { examineNewKeys } from './new-keys.ts';
import { examineObservation } from './observation.ts';
import { walkForOutcomes } from './outcome-walk.ts';
import { sweepRecords } from './record-sweep.ts';
import { examineRefusals } from './rule-refusals.ts';
import { groundOf, numericSeed, type Trial } from './trial.ts';

/** Calls made on one environment, spread over its states. */
const callsPerEnvironment = 2000;
/** Further calls that hold it against its contract, where there is one. */
const callsOnContract = 3000;
/** Calls in one sequence at most. */
const sequenceLength = 10;
/** The part of all calls that sequences make, and what the sweep over all records makes at most; walks make the others. */
const sequencesShare = 0.3;
const sweepShare = 0.3;

/** An environment, the hash of its artifact, and the states it is tried on. */
export interface Assessed {
  readonly body: Environment;
  readonly hash: string;
  readonly states: readonly InitialState[];
}

export interface AssessContext {
  readonly sandbox: Sandbox;
  readonly seed: string;
  /** Calls made on it; a constant unless a measurement wants another number. */
  readonly calls?: number;
  /** What the operations promise, where that was written apart from their code. */
  readonly contract?: Contract<State> | undefined;
}

/** Put an environment through all mechanical gates. */
export async function runMechanicalGates(assessed: Assessed, context: AssessContext): Promise<Assessment> {
  const { body: environment, states } = assessed;
  const about = { environment: assessed.hash, states: states.map((initial) => initial.state) };
  const unopened = await problemsBefore(environment, context.sandbox);
  if (unopened.length > 0) {
    const coverage = new CoverageRecord(environment, []);
    for (const violation of unopened) coverage.find(violation);
    return verdictOf(coverage, { ...about, branches: [] });
  }
  const opened = await context.sandbox.open(environment, { traced: true });
  const coverage = new CoverageRecord(environment, opened.branches);
  let compared: number | undefined;
  await examineStates(environment, { opened, states, coverage: coverage });
  if (coverage.findings.length === 0) {
    const calls = (context.calls ?? callsPerEnvironment) / Math.max(1, states.length);
    const trials = states.map((initial, index) => ({ opened, environment, initial, index, seed: `${context.seed}/${index}` }));
    for (const trial of trials) {
      await trySequences(trial, coverage, calls * sequencesShare);
      const swept = await sweepRecords(trial, coverage, calls * sweepShare);
      const walked = await walkForOutcomes(trial, coverage, calls * (1 - sequencesShare) - swept);
      await examineDiscovery(trial, coverage, walked);
    }
    await examineBothOutcomes(coverage, environment.skeleton);
    await examineObservation(coverage, environment.skeleton);
    await examineNewKeys(
      coverage,
      environment.skeleton.operations.map((operation) => operation.name),
    );
    await examineRefusals(coverage);
    if (context.contract)
      compared = await examineContract(trials, coverage, {
        contract: context.contract,
        calls: callsOnContract,
        seed: context.seed,
      });
    noteOwed(environment, coverage, states.length);
  }
  return verdictOf(coverage, { ...about, branches: opened.branches, compared });
}

/** What keeps an environment from being opened: diagnostics, and tools whose schemas are none. */
async function problemsBefore(environment: Environment, sandbox: Sandbox): Promise<Violation[]> {
  const diagnostics = await sandbox.diagnose(environment.source);
  const violations = diagnostics.map(
    ({ line, message, rule }): Violation => ({ gate: 'compiles', about: rule, message: `line ${line}: ${message}` }),
  );
  try {
    argumentsValidators(environment.tools);
    return violations;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return [...violations, { gate: 'schemas', about: undefined, message: messageOf(error) }];
  }
}

async function examineStates(
  environment: Environment,
  { opened, states, coverage }: { opened: OpenEnvironment; states: readonly InitialState[]; coverage: CoverageRecord },
): Promise<void> {
  const reports = await opened.invariants(states.map((initial) => initial.state));
  for (const [index, initial] of states.entries()) {
    for (const problem of stateProblems(environment.skeleton, initial.state, 3))
      coverage.find({ gate: 'states', about: undefined, message: `state ${index + 1}: ${problem}` });
    for (const report of reports[index] ?? []) {
      if (report.status === 'holds') continue;
      const message = `state ${index + 1} breaks invariant ${report.rule}${report.error ? `: ${report.error}` : ''}`;
      coverage.find({ gate: 'invariants', about: report.rule, message });
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
async function trySequences(trial: Trial, coverage: CoverageRecord, wanted: number): Promise<void> {
  const calls = fc.array(anyCall(groundOf(trial)), { minLength: 1, maxLength: sequenceLength, size: 'max' });
  // Lengths are spread evenly between one and the longest.
  let left = Math.ceil(wanted / ((1 + sequenceLength) / 2));
  for (let round = 0; left > 0 && !coverage.isFull(); round++) {
    let shrinking = false;
    const property = fc.asyncProperty(calls, async (sequence) => {
      const { steps, violations } = await exercise(trial, sequence);
      if (!shrinking) coverage.noteAll(trial, steps);
      const unknown = violations.find((violation) => !coverage.knows(violation));
      if (!unknown) return;
      shrinking = true;
      throw new Violated(unknown);
    });
    const outcome = await fc.check(property, { seed: numericSeed(`${trial.seed}/${round}`), numRuns: left });
    if (!outcome.failed) return;
    left -= outcome.numRuns;
    const error = outcome.errorInstance;
    if (!(error instanceof Violated)) throw error;
    // fast-check shrinks arguments and length, but what it kept need not all be needed.
    const shortest = await shorten(trial, outcome.counterexample?.[0] ?? [], error.violation);
    coverage.find(error.violation, { state: trial.index, seed: trial.seed, calls: shortest });
  }
}

/** Findings about what tools were never seen to do, and rules that nothing in their code is marked with. */
function noteOwed(environment: Environment, coverage: CoverageRecord, states: number): void {
  for (const { operation, rule } of coverage.unmarked()) {
    const message = `${operation} is to enforce ${rule}, but no return of it is marked with "// ${rule}": nothing shows that it does`;
    coverage.find({ gate: 'rules', about: operation, message });
    coverage.noteNotShown({ operation, rule }, 'no return is marked with it');
  }
  for (const operation of environment.skeleton.operations) {
    for (const what of coverage.owes(operation)) {
      const message = `${operation.name} was never seen to ${what} in ${coverage.callsOf(operation.name)} calls on ${states} states`;
      coverage.find({ gate: 'outcomes', about: operation.name, message });
    }
  }
}
