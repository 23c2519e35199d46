import { leastPassRate, passRate, totalVerdicts, type VerdictCounts } from '../../domain/environment/agents-report.ts';
import type { Assessment, RuleTrace } from '../../domain/environment/assessment.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import { writersOfEnvironment } from '../../domain/writers.ts';
import { authorText } from '../text/author-text.ts';
import { callText } from '../text/call-text.ts';
import { type Cell, escaped, page, table } from './page.ts';

/** An assessment with the environment it is about. */
export interface Assessed {
  readonly environment: Environment;
  /** The short id of the environment. */
  readonly id: string;
  readonly assessment: Assessment;
}

/** The dashboard as one HTML file that needs nothing else: no script, no network, dark or light as the reader likes it. */
export function dashboardHtml({ environment, id, assessment }: Assessed): string {
  const { skeleton } = environment;
  const passed = assessment.verdict === 'accepted';
  return page(
    `${skeleton.name}: assessment`,
    `<h1>${escaped(skeleton.name)} <span class="${passed ? 'good' : 'bad'}">${escaped(assessment.verdict)}</span></h1>
<p class="soft">${escaped(id)}, written by ${escaped([...new Set(writersOfEnvironment(environment).map(authorText))].join(' and '))}. ${escaped(assessment.calls)} calls on ${assessment.states.length} states.</p>
<p>${escaped(skeleton.introduction)}</p>
${[gates(assessment), findings(assessment), tools(assessment), agents(assessment), rules(assessment, environment), branches(assessment, environment), history(assessment)].filter((part) => part !== '').join('\n')}`,
  );
}

function gates({ gates: all }: Assessment): string {
  const rows = all.map((gate): Cell[] => [
    gate.gate,
    { html: gate.passed ? '<span class="good">passed</span>' : '<span class="bad">failed</span>' },
    gate.note,
  ]);
  return `<h2>Gates</h2>\n${table(['gate', '', 'note'], rows)}`;
}

function findings({ findings: all }: Assessment): string {
  if (all.length === 0) return '<h2>Findings</h2>\n<p>None.</p>';
  const items = all.map((finding) => {
    const calls = finding.counterexample?.calls.map(callText).join('\n');
    const shown = calls === undefined ? '' : `\n<pre>${escaped(calls)}</pre>`;
    return `<li><strong>${escaped(finding.gate)}</strong> ${escaped(finding.message)}${shown}</li>`;
  });
  return `<h2>Findings</h2>\n<p class="soft">envscaler assess ENV --replay NUMBER makes the calls again.</p>\n<ol>\n${items.join('\n')}\n</ol>`;
}

function verdicts(counts: VerdictCounts | undefined): Cell {
  if (!counts || counts.pass + counts.warning + counts.fail === 0) return '-';
  const part = (count: number, name: string): string => (count === 0 ? '0' : `<span class="${name}">${count}</span>`);
  return { html: `${part(counts.pass, 'good')} / ${part(counts.warning, 'warn')} / ${part(counts.fail, 'bad')}` };
}

function tools({ coverage, agents: report }: Assessment): string {
  const total = report && totalVerdicts(report);
  const sum = (key: 'calls' | 'successes' | 'refusals' | 'invalid' | 'defects'): number =>
    coverage.reduce((all, row) => all + row[key], 0);
  const rows = coverage.map((row): Cell[] => {
    const own = report?.tools.find((tool) => tool.tool === row.tool);
    const judged = report ? [verdicts(own?.positive), verdicts(own?.negative)] : [];
    return [row.tool, row.calls, row.successes, row.refusals, row.invalid, row.defects, ...judged];
  });
  rows.push([
    'in total',
    ...(['calls', 'successes', 'refusals', 'invalid', 'defects'] as const).map(sum),
    ...(total ? [verdicts(total.positive), verdicts(total.negative)] : []),
  ]);
  const header = ['tool', 'calls', 'succeeded', 'refused', 'malformed', 'defects', ...(report ? ['positive', 'negative'] : [])];
  const legend = report ? '\n<p class="soft">Positive and negative calls of the agents: pass / warning / fail.</p>' : '';
  return `<h2>Tools</h2>${legend}\n${table(header, rows)}`;
}

function agents({ agents: report }: Assessment): string {
  if (!report) return '<h2>The two agents</h2>\n<p>Not asked.</p>';
  const rate = passRate(report);
  const share =
    rate === undefined
      ? 'none was judged'
      : `${Math.round(rate * 1000) / 10} % of ${report.judged} judged calls passed; ${leastPassRate * 100} % are needed`;
  const notes = [
    ...report.uncounted.map((item) => `<li>${item.rounds} not counted: ${escaped(item.reason)}</li>`),
    ...report.remarks.map(
      (remark) =>
        `<li><span class="${remark.verdict === 'fail' ? 'bad' : 'warn'}">${escaped(remark.verdict)}</span> <code>${escaped(callText(remark.call))}</code> (${escaped(remark.kind)}, ${escaped(remark.outcome)}): ${escaped(remark.reason)}</li>`,
    ),
  ];
  const list = notes.length === 0 ? '' : `\n<ul>\n${notes.join('\n')}\n</ul>`;
  return `<h2>The two agents</h2>\n<p>${report.rounds} rounds; ${escaped(share)}. Proposed by ${escaped(authorText(report.testing))}, judged by ${escaped(authorText(report.checking))}.</p>${list}`;
}

function rules({ rules: traced }: Assessment, { skeleton }: Environment): string {
  const rows = skeleton.rules.map((rule): Cell[] => {
    const own = traced.filter((row) => row.rule === rule.id).map((row) => `<li>${traceHtml(row)}</li>`);
    return [rule.id, rule.kind, rule.text, own.length === 0 ? '-' : { html: `<ul>${own.join('')}</ul>` }];
  });
  return `<h2>Rules</h2>\n<p class="soft">Seen: how often an operation obeyed / refused because of it, with a case of each.</p>\n${table(['rule', 'kind', 'text', 'seen'], rows)}`;
}

function traceHtml({ operation, obeyed, refused, obeyedBy, refusedBy, notShown }: RuleTrace): string {
  const obeying = obeyedBy ? ` <code>${escaped(callText(obeyedBy.call))}</code>` : '';
  const altered = refusedBy && refusedBy.altered.length > 0 ? ` (with ${refusedBy.altered.join(', ')})` : '';
  const refusing = refusedBy
    ? ` <code>${escaped(callText(refusedBy.call))}</code> ${escaped(refusedBy.error + altered)}`
    : ` <span class="warn">not shown: ${escaped(notShown ?? 'no refusal was seen')}</span>`;
  return `${escaped(operation)}: ${obeyed}${obeying} / ${refused}${refusing}`;
}

function branches({ branches: seen }: Assessment, { source }: Environment): string {
  if (seen.total === 0) return '';
  const lines = source.split('\n');
  const rows = seen.missed.map((item): Cell[] => [
    item.line,
    item.method,
    item.kind,
    { html: `<code>${escaped((lines[item.line - 1] ?? '').trim())}</code>` },
  ]);
  const missed = rows.length === 0 ? '' : `\n${table(['line', 'method', 'branch', 'code'], rows)}`;
  return `<h2>Branches of the code</h2>\n<p>${seen.reached} of ${seen.total} reached${rows.length > 0 ? '; not these:' : '.'}</p>${missed}`;
}

function history({ history: versions }: Assessment): string {
  if (!versions) return '';
  const rows = versions.map((version): Cell[] => [
    version.number,
    `env-${version.environment.slice(0, 8)}`,
    version.findings,
    version.passRate === null ? '-' : `${Math.round(version.passRate * 1000) / 10} %`,
    version.kept ? 'kept' : 'no better',
    version.rewritten.join(', '),
    version.problems.join('; '),
  ]);
  const header = ['version', 'environment', 'findings', 'agents', 'result', 'rewritten', 'problems'];
  return `<h2>Versions</h2>\n${table(header, rows)}`;
}
