import { canonicalJson } from '../../../base/json.ts';
import { seededRandom } from '../../../base/random.ts';
import type { GateName } from '../../../domain/environment/assessment.ts';
import { stateProblems } from '../../../domain/environment/state-problems.ts';
import { isDefect, type ToolCall } from '../../../domain/rollout/call.ts';
import type { Patch, State } from '../../../domain/state.ts';
import type { CallReport } from '../../../sandbox/sandbox.ts';
import { play, type Step } from '../calls/call-sequence.ts';
import { resultProblems } from './result-problems.ts';
import { startOf, type Trial } from './trial.ts';

/** What a sequence of calls brought to light about one tool or rule. */
export interface Violation {
  readonly gate: GateName;
  readonly about: string | undefined;
  readonly message: string;
}

export interface Exercise {
  readonly steps: readonly Step[];
  readonly violations: readonly Violation[];
}

/** Make a sequence of calls and hold every promise of an environment against what happened. */
export async function exercise(trial: Trial, calls: readonly ToolCall[]): Promise<Exercise> {
  const steps = await play(trial, startOf(trial), calls);
  return { steps, violations: await violationsOf(trial, steps) };
}

/**
 * The promises: reads change nothing, calls that fail change nothing, writes that succeed change something, results are as
 * declared, nothing throws or overruns, types, references and invariants hold after every write; and the same calls give the
 * same, also when the records are stored in another order.
 */
export async function violationsOf(trial: Trial, steps: readonly Step[]): Promise<Violation[]> {
  return [...steps.flatMap((step) => stepViolations(trial, step)), ...(await repetitionViolations(trial, steps))];
}

/** What one call alone shows. */
function stepViolations(trial: Trial, step: Step): Violation[] {
  const { call, report, operation } = step;
  const found = (gate: GateName, message: string): Violation[] => [
    { gate, about: call.tool, message: `${call.tool} ${message}` },
  ];
  const detail = report.detail ?? '';
  const isRead = operation?.effect === 'read';
  if (isRead && (report.patches.length > 0 || detail.includes('change the state')))
    return found('pure-reads', `is a read but changes the state. ${detail}`.trim());
  if (report.outcome === 'refused' && detail !== '')
    return found('atomic-writes', `refused but had changed something. ${detail}`);
  if (report.outcome !== 'success' && report.patches.length > 0)
    return found('atomic-writes', `did not succeed (${report.outcome}) but changed the state.`);
  if (report.outcome === 'bad-result' || report.outcome === 'bad-state')
    return found('envelope', `gave something that is not plain JSON in its envelope. ${detail}`);
  if (isDefect(report.outcome)) return found('no-defects', `ended with ${report.outcome}. ${detail}`);
  if (report.outcome !== 'success' || !operation) return [];
  if (!isRead && report.patches.length === 0) return found('no-ops', 'succeeded and changed nothing; it should refuse.');
  const { skeleton } = trial.environment;
  const [problem] = resultProblems(operation, report.result, { skeleton, before: step.before, after: step.after });
  return [...(problem === undefined ? [] : found('results', `${problem}.`)), ...stateViolations(trial, step)];
}

function stateViolations(trial: Trial, { call, report, after, invariants }: Step): Violation[] {
  if (report.patches.length === 0) return [];
  const { skeleton } = trial.environment;
  return [
    ...stateProblems(skeleton, after, 1).map(
      (problem): Violation => ({
        gate: 'states',
        about: call.tool,
        message: `after ${call.tool} the state breaks its design: ${problem}`,
      }),
    ),
    ...invariants
      .filter((invariant) => invariant.status !== 'holds')
      .map(
        ({ rule, status, error }): Violation => ({
          gate: 'invariants',
          about: rule,
          message: `after ${call.tool} invariant ${rule} ${status === 'broken' ? 'does not hold' : `could not be evaluated: ${error ?? ''}`}`,
        }),
      ),
  ];
}

/** The same calls again, on the same records stored in another order. Where that differs, once more in the first order. */
async function repetitionViolations(trial: Trial, steps: readonly Step[]): Promise<Violation[]> {
  const calls = steps.map((step) => step.call);
  const start = startOf(trial);
  const shuffled = await play(trial, { ...start, state: inAnotherOrder(start.state, trial.seed) }, calls);
  const differs = firstDifference(steps, shuffled);
  if (differs === undefined) return [];
  const repeated = firstDifference(steps, await play(trial, start, calls));
  const about = calls[repeated ?? differs]?.tool;
  return repeated === undefined
    ? [{ gate: 'order', about, message: `${about} does something else when the same records are stored in another order` }]
    : [{ gate: 'deterministic', about, message: `${about} gave another result or state for the same calls with the same seed` }];
}

function firstDifference(left: readonly Step[], right: readonly Step[]): number | undefined {
  const at = left.findIndex((step, index) => {
    const other = right[index];
    return !other || observed(step.report) !== observed(other.report);
  });
  return at < 0 ? undefined : at;
}

/** What a call came to, whatever the order in which it did things. */
function observed({ outcome, result, patches }: CallReport): string {
  const place = (patch: Patch): string => `${patch.path} ${patch.op}`;
  const sorted = [...patches].sort((left, right) => (place(left) < place(right) ? -1 : 1));
  return canonicalJson({ outcome, result, patches: sorted });
}

function inAnotherOrder(state: State, seed: string): State {
  const random = seededRandom(`${seed}/order`);
  return Object.fromEntries(
    Object.entries(state).map(([name, records]) => [name, Object.fromEntries(random.shuffle(Object.entries(records)))]),
  );
}
