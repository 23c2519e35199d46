import { canonicalJson } from '../base/json.ts';
import type { GateName } from '../domain/assessment.ts';
import { isDefect, type ToolCall } from '../domain/call.ts';
import type { Skeleton } from '../domain/skeleton.ts';
import type { State } from '../domain/state.ts';
import { stateProblems } from '../domain/state-problems.ts';
import type { CallReport, EpisodeStart, OpenEnvironment } from '../runtime/sandbox.ts';

/** What a sequence of calls brought to light about one tool or rule. */
export interface Violation {
  readonly gate: GateName;
  readonly about: string | undefined;
  readonly message: string;
}

export interface Exercise {
  readonly reports: readonly CallReport[];
  readonly violations: readonly Violation[];
}

/**
 * Run a sequence of calls twice from the same start and hold every promise of an environment against what happened:
 * reads change nothing, calls that fail change nothing, results are envelopes, nothing throws or overruns, types,
 * references and invariants hold after every write, and both runs are the same.
 */
export async function exercise(
  environment: OpenEnvironment,
  skeleton: Skeleton,
  start: EpisodeStart,
  calls: readonly ToolCall[],
): Promise<Exercise> {
  const first = await play(environment, skeleton, start, calls);
  const second = await play(environment, skeleton, start, calls);
  const violations = [...first.violations, ...(await ruleViolations(environment, skeleton, first.states))];
  if (first.hash !== second.hash || canonicalJson(first.reports) !== canonicalJson(second.reports)) {
    const index = first.reports.findIndex((report, i) => canonicalJson(report) !== canonicalJson(second.reports[i]));
    violations.push({
      gate: 'deterministic',
      about: calls[index]?.tool,
      message: 'the same calls with the same seed gave another result or state',
    });
  }
  return { reports: first.reports, violations };
}

interface Played {
  readonly reports: readonly CallReport[];
  readonly violations: readonly Violation[];
  /** The state after each successful write, with the tool that wrote it. */
  readonly states: readonly { tool: string; state: State }[];
  readonly hash: string;
}

async function play(
  environment: OpenEnvironment,
  skeleton: Skeleton,
  start: EpisodeStart,
  calls: readonly ToolCall[],
): Promise<Played> {
  const instance = await environment.create(start);
  try {
    const reports: CallReport[] = [];
    const violations: Violation[] = [];
    const states: { tool: string; state: State }[] = [];
    for (const call of calls) {
      const report = await instance.call(call.tool, call.arguments);
      reports.push(report);
      const isRead = skeleton.operations.find((operation) => operation.name === call.tool)?.effect === 'read';
      violations.push(...callViolations(call, report, isRead));
      if (report.patches.length > 0) states.push({ tool: call.tool, state: await instance.snapshot() });
    }
    return { reports, violations, states, hash: await instance.hash() };
  } finally {
    await instance.close();
  }
}

function callViolations(call: ToolCall, report: CallReport, isRead: boolean): Violation[] {
  const found = (gate: GateName, message: string): Violation[] => [
    { gate, about: call.tool, message: `${call.tool} ${message}` },
  ];
  const detail = report.detail ?? '';
  if (isRead && (report.patches.length > 0 || detail.includes('change the state')))
    return found('pure-reads', `is a read but changes the state. ${detail}`.trim());
  if (report.outcome === 'refused' && detail !== '')
    return found('atomic-writes', `refused but had changed something. ${detail}`);
  if (report.outcome !== 'success' && report.patches.length > 0)
    return found('atomic-writes', `did not succeed (${report.outcome}) but changed the state.`);
  if (report.outcome === 'bad-result' || report.outcome === 'bad-state')
    return found('envelope', `gave something that is not plain JSON in its envelope. ${detail}`);
  if (isDefect(report.outcome)) return found('no-defects', `ended with ${report.outcome}. ${detail}`);
  return [];
}

async function ruleViolations(
  environment: OpenEnvironment,
  skeleton: Skeleton,
  states: readonly { tool: string; state: State }[],
): Promise<Violation[]> {
  if (states.length === 0) return [];
  const reports = await environment.invariants(states.map((entry) => entry.state));
  return states.flatMap(({ tool, state }, index) => [
    ...stateProblems(skeleton, state, 1).map(
      (problem): Violation => ({ gate: 'states', about: tool, message: `after ${tool} the state breaks its design: ${problem}` }),
    ),
    ...(reports[index] ?? [])
      .filter((report) => report.status !== 'holds')
      .map(
        (report): Violation => ({
          gate: 'invariants',
          about: report.rule,
          message: `after ${tool} invariant ${report.rule} ${report.status === 'broken' ? 'does not hold' : `could not be evaluated: ${report.error ?? ''}`}`,
        }),
      ),
  ]);
}
