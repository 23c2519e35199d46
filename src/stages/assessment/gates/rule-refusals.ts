import { seededRandom } from '../../../base/random.ts';
import { stateProblems } from '../../../domain/environment/state-problems.ts';
import { type Altered, alteredStates } from '../calls/alterations.ts';
import { play } from '../calls/call-sequence.ts';
import type { CoverageRecord, Example, RuleAt } from './coverage-record.ts';
import { startOf, type Trial } from './trial.ts';

/** Altered states that are tried for one rule of one operation, and at the same time. */
const mostStates = 600;
const statesTogether = 12;

/**
 * A rule that walks never came up against is tried on altered states: near calls that succeeded, with records around them changed
 * until the operation refuses because of the rule. A refusal in a valid state shows the rule. Where only states refuse that break
 * the design or an invariant, no agent comes there: the certificate says so. Where no operation is seen to refuse because of the
 * rule, in whatever state, it is a finding.
 */
export async function examineRefusals(coverage: CoverageRecord): Promise<void> {
  const unseen: (RuleAt & { readonly nowhere: string })[] = [];
  for (const at of coverage.unrefused()) {
    const examples = coverage.examplesOf(at.operation);
    let tried = 0;
    let why: string | undefined;
    let isShown = false;
    for (const example of examples) {
      const near = await refusalNear(example, at, { coverage: coverage, most: Math.ceil(mostStates / examples.length) });
      tried += near.tried;
      why ??= near.onlyWhere;
      isShown = near.isShown;
      if (isShown) break;
    }
    if (isShown) continue;
    const nowhere = `it did not come up in ${coverage.callsOf(at.operation)} calls and on ${tried} altered states`;
    coverage.noteNotShown(at, examples.length === 0 ? 'the operation never succeeded' : (why ?? nowhere));
    if (why === undefined) unseen.push({ ...at, nowhere });
  }
  // What one operation refuses, the rule can say; that another was not brought to it stands in the certificate.
  for (const { rule, operation, nowhere } of unseen) {
    if (coverage.rules().some((trace) => trace.rule === rule && trace.refused > 0)) continue;
    const message = `${operation} was never seen to refuse because of rule ${rule}: ${nowhere}`;
    coverage.find({ gate: 'rules', about: operation, message });
  }
}

interface Near {
  readonly tried: number;
  readonly isShown: boolean;
  /** Why it refuses in states only to which no agent comes, if so. */
  readonly onlyWhere: string | undefined;
}

async function refusalNear(
  { trial, step }: Example,
  at: RuleAt,
  { coverage, most }: { readonly coverage: CoverageRecord; readonly most: number },
): Promise<Near> {
  const { skeleton } = trial.environment;
  const random = seededRandom(`${trial.seed}/refusals/${at.operation}/${at.rule}`);
  const today = trial.initial.start.slice(0, 10);
  const { call, operation } = step;
  if (!operation) return { tried: 0, isShown: false, onlyWhere: undefined };
  const states = [...alteredStates({ skeleton, state: step.before, operation, call, today, random }, most)];
  let onlyWhere: string | undefined;
  for (let first = 0; first < states.length; first += statesTogether) {
    const together = states.slice(first, first + statesTogether);
    const reports = await Promise.all(together.map((each) => play(trial, { ...startOf(trial), state: each.state }, [each.call])));
    for (const [index, [made]] of reports.entries()) {
      const altered = together[index];
      if (!made || !altered || !coverage.isRefusal(made.report, at.rule)) continue;
      const problem = await problemOf(trial, altered);
      if (problem === undefined) {
        coverage.noteRefusal(at, { trial, step: made, altered: altered.changes });
        return { tried: first + index + 1, isShown: true, onlyWhere: undefined };
      }
      onlyWhere ??= `refuses only in states that no agent comes to (${altered.changes.join(', ')}): ${problem}`;
    }
  }
  return { tried: states.length, isShown: false, onlyWhere };
}

/** What is wrong with a state; undefined for one that keeps its design and all invariants. */
async function problemOf({ opened, environment }: Trial, { state }: Altered): Promise<string | undefined> {
  const [problem] = stateProblems(environment.skeleton, state, 1);
  if (problem !== undefined) return problem;
  const [reports = []] = await opened.invariants([state]);
  const broken = reports.find(({ status }) => status !== 'holds');
  return broken && `invariant ${broken.rule} does not hold`;
}
