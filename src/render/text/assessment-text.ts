import {
  type AgentsReport,
  leastPassRate,
  passRate,
  totalVerdicts,
  type VerdictCounts,
} from '../../domain/environment/agents-report.ts';
import type { Assessment, RuleTrace, VersionRecord } from '../../domain/environment/assessment.ts';
import { countOf, countText } from './amounts.ts';
import { authorText } from './author-text.ts';
import { callText } from './call-text.ts';
import { clip, table, wrap, wrappedTable } from './layout.ts';

/** Lines of the generated code that no call reached, at most so many. */
const shownMissed = 12;

/** The certificate of an environment, or why it has none: gates, tools, rules, agents, findings, versions. */
export function assessmentText(assessment: Assessment, width: number): string {
  const parts = [
    `Verdict: ${assessment.verdict}, after ${countText(assessment.calls)} calls on ${assessment.states.length} states`,
    gatesText(assessment, width),
    findingsText(assessment, width),
    toolsText(assessment, width),
    ...(assessment.agents ? [agentsText(assessment.agents, width)] : ['The two agents: not asked.']),
    rulesText(assessment, width),
    branchesText(assessment),
    ...(assessment.history ? [historyText(assessment.history, width)] : []),
  ];
  return parts.join('\n\n');
}

function gatesText({ gates }: Assessment, width: number): string {
  const rows = gates.map((gate) => [`  ${gate.gate}`, gate.passed ? 'yes' : 'NO', gate.note]);
  return `Gates\n${wrappedTable(['  gate', 'passed', 'note'], rows, width)}`;
}

function findingsText({ findings, environment }: Assessment, width: number): string {
  if (findings.length === 0) return 'Findings: none';
  const lines = findings.flatMap((finding, index) => [
    wrap(
      `${index + 1}. ${finding.gate}${finding.about === undefined ? '' : ` (${finding.about})`}: ${finding.message}`,
      width,
      '  ',
    ),
    ...(finding.counterexample?.calls.map((call) => `       ${clip(callText(call), width - 7)}`) ?? []),
  ]);
  return [
    `Findings (envscaler assess env-${environment.slice(0, 8)} --replay 1 makes the calls of the first again)`,
    ...lines,
  ].join('\n');
}

/** What each tool did under the mechanical gates and, where they were asked, in the eyes of the agents. */
function toolsText({ coverage, agents }: Assessment, width: number): string {
  const rows = coverage.map((row) => {
    const judged = agents?.tools.find((tool) => tool.tool === row.tool);
    return [
      `  ${row.tool}`,
      ...[row.calls, row.successes, row.refusals, row.invalid, row.defects].map(String),
      ...(judged ? [verdictsText(judged.positive), verdictsText(judged.negative)] : []),
    ];
  });
  const total = agents && totalVerdicts(agents);
  const sums = [
    '  in total',
    ...(['calls', 'successes', 'refusals', 'invalid', 'defects'] as const).map((key) =>
      String(coverage.reduce((sum, row) => sum + row[key], 0)),
    ),
    ...(total ? [verdictsText(total.positive), verdictsText(total.negative)] : []),
  ];
  const header = [
    '  tool',
    'calls',
    'succeeded',
    'refused',
    'malformed',
    'defects',
    ...(agents ? ['positive p/w/f', 'negative p/w/f'] : []),
  ];
  return `What the tools did${agents ? ' (and the agents: pass/warning/fail)' : ''}\n${table(header, [...rows, sums], width)}`;
}

function verdictsText({ pass, warning, fail }: VerdictCounts): string {
  return pass + warning + fail === 0 ? '-' : `${pass}/${warning}/${fail}`;
}

function agentsText(report: AgentsReport, width: number): string {
  const rate = passRate(report);
  const share =
    rate === undefined
      ? 'none was judged, so that nothing is passed by them'
      : `${percent(rate)} of ${report.judged} judged calls passed, ${percent(leastPassRate)} are needed`;
  return [
    `The two agents: ${countOf(report.rounds, 'rounds')}; ${share}.`,
    `  Proposed by ${authorText(report.testing)}, judged by ${authorText(report.checking)}.`,
    ...report.uncounted.map((item) => wrap(`${countOf(item.rounds, 'rounds')} not counted: ${item.reason}`, width, '  ')),
    ...report.remarks.map((remark) =>
      wrap(`${remark.verdict}: ${callText(remark.call)} (${remark.kind}, ${remark.outcome}): ${remark.reason}`, width, '  '),
    ),
  ].join('\n');
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function rulesText({ rules }: Assessment, width: number): string {
  if (rules.length === 0) return 'Rules: none is enforced by an operation.';
  const rows = rules.map((row) => [`  ${row.rule}`, row.operation, String(row.obeyed), String(row.refused), refusalText(row)]);
  const header = ['  rule', 'operation', 'obeyed', 'refused because of it', 'for example'];
  return `Rules in action\n${wrappedTable(header, rows, width)}`;
}

function refusalText({ refusedBy, notShown }: RuleTrace): string {
  if (!refusedBy) return `not shown: ${notShown ?? 'no refusal was seen'}`;
  const { call, error, altered } = refusedBy;
  return `${callText(call)}: ${error}${altered.length === 0 ? '' : ` (with ${altered.join(', ')})`}`;
}

function branchesText({ branches }: Assessment): string {
  if (branches.total === 0) return 'Branches of the code: none counted.';
  const missed = branches.missed.slice(0, shownMissed).map(({ line, method, kind }) => `  line ${line}: ${kind} in ${method}`);
  const rest = branches.missed.length - missed.length;
  return [
    `Branches of the code: ${branches.reached} of ${branches.total} reached${missed.length > 0 ? '; not these:' : ''}`,
    ...missed,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join('\n');
}

function historyText(history: readonly VersionRecord[], width: number): string {
  const rows = history.map((version) => [
    `  ${version.number}`,
    `env-${version.environment.slice(0, 8)}`,
    String(version.findings),
    version.passRate === null ? '-' : percent(version.passRate),
    version.kept ? 'kept' : 'no better',
    [
      ...(version.rewritten.length > 0 ? [`rewrote ${version.rewritten.join(', ')}`] : []),
      ...(version.problems.length > 0 ? [version.problems.join('; ')] : ['no problem']),
    ].join(': '),
  ]);
  return `Versions\n${table(['  version', 'environment', 'findings', 'agents', 'result', 'what'], rows, width)}`;
}
