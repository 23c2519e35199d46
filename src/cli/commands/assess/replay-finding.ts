import { UserError } from '../../../base/errors.ts';
import type { Assessment, Finding } from '../../../domain/environment/assessment.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import { stateProblems } from '../../../domain/environment/state-problems.ts';
import type { InitialState } from '../../../domain/initial-state.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { executedCallText } from '../../../render/text/call-text.ts';
import { wrap } from '../../../render/text/layout.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { alterationLines, replay } from '../../../stages/assessment/replay.ts';

export interface Replayed {
  readonly text: string;
  readonly finding: Finding;
  readonly calls: readonly ExecutedCall[];
  /** What is wrong with the state at the end. */
  readonly problems: readonly string[];
}

/** The finding that a number (1 is the first) or a seed means. Throws a UserError that says what there is. */
export function findingCalled(assessment: Assessment, wanted: string): Finding {
  const { findings } = assessment;
  if (findings.length === 0) throw new UserError('There is nothing to replay: the assessment found nothing wrong.');
  const numbered = /^\d+$/.test(wanted) ? findings[Number(wanted) - 1] : undefined;
  const found = numbered ?? findings.find(({ counterexample }) => counterexample?.seed === wanted);
  if (!found) {
    const last = findings.length === 1 ? 'the only finding is 1' : `findings are numbered 1 to ${findings.length}`;
    throw new UserError(`There is no finding "${wanted}": ${last}; the seed of a counterexample will do, too.`);
  }
  if (!found.counterexample)
    throw new UserError(
      `Finding ${wanted} (${found.gate}: ${found.message}) comes from no sequence of calls that could be replayed.`,
    );
  return found;
}

/** Makes the calls of a finding again and tells what each did. */
export async function replayFinding(
  environment: Environment,
  finding: Finding,
  states: readonly InitialState[],
  { sandbox, width }: { readonly sandbox: Sandbox; readonly width: number },
): Promise<Replayed> {
  const { counterexample } = finding;
  const initial = counterexample && states[counterexample.state];
  if (!counterexample || !initial) throw new Error('a finding that is replayed has a counterexample on a state');
  const opened = await sandbox.open(environment);
  const { calls, end } = await replay(opened, initial, counterexample);
  const [reports = []] = await opened.invariants([end]);
  const problems = [
    ...stateProblems(environment.skeleton, end, 5),
    ...reports.filter((report) => report.status !== 'holds').map((report) => `Invariant ${report.rule} ${report.status}.`),
  ];
  const text = [
    wrap(`${finding.gate}: ${finding.message}`, width),
    `On state ${counterexample.state + 1}, with the seed ${counterexample.seed}:`,
    ...alterationLines(counterexample).map((line) => wrap(`  ${line}`, width)),
    '',
    ...calls.map((call, index) => `${executedCallText(call, index + 1, width)}\n      outcome: ${call.outcome}`),
    '',
    problems.length === 0
      ? 'The state at the end keeps types, references and invariants.'
      : ['The state at the end:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
  ];
  return { text: text.join('\n'), finding, calls, problems };
}
