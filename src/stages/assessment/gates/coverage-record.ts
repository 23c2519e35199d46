import type { Finding, RuleTrace, ToolCoverage } from '../../../domain/environment/assessment.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import type { Operation } from '../../../domain/environment/skeleton.ts';
import { isDefect, type ToolCall } from '../../../domain/rollout/call.ts';
import type { Branch, CallReport } from '../../../sandbox/sandbox.ts';
import type { Step } from '../calls/call-sequence.ts';
import type { Violation } from './exercise.ts';
import { ruleSites } from './rule-sites.ts';
import type { Trial } from './trial.ts';

/** Different findings that are reported; more would not help a repair. */
const mostFindings = 8;
/** Successful calls that are kept for each tool and state, to be looked at more closely. */
const mostExamples = 2;

/** A successful write, or read that enforces a rule, and the calls that led to it, itself included. */
export interface Example {
  readonly trial: Trial;
  readonly step: Step;
  readonly calls: readonly ToolCall[];
}

type Outcomes = Omit<ToolCoverage, 'tool'>;

/** Everything seen so far: calls and outcomes for each tool, rules, branches, and findings without repetition. */
export class CoverageRecord {
  readonly findings: Finding[] = [];
  readonly #outcomes = new Map<string, { -readonly [Name in keyof Outcomes]: number }>();
  readonly #rules: Trace[];
  readonly #reached = new Set<number>();
  readonly #examples = new Map<string, Example[]>();
  readonly #branches: readonly Branch[];
  readonly #sites: ReadonlyMap<string, ReadonlySet<string>>;
  #keys = { all: 0, hidden: 0 };

  constructor(environment: Environment, branches: readonly Branch[]) {
    this.#branches = branches;
    this.#sites = ruleSites(environment.code, branches);
    for (const { name } of environment.skeleton.operations)
      this.#outcomes.set(name, { calls: 0, successes: 0, refusals: 0, invalid: 0, defects: 0 });
    this.#rules = environment.skeleton.operations.flatMap((operation) =>
      guardsOf(environment, operation).map((rule) => ({ rule, operation: operation.name, obeyed: 0, refused: 0 })),
    );
  }

  /** Keys that a search by reading looked for, and those of them that it did not come across and nobody needs. */
  noteKeys(all: number, hidden: number): void {
    this.#keys = { all: this.#keys.all + all, hidden: this.#keys.hidden + hidden };
  }

  keys(): { readonly all: number; readonly hidden: number } {
    return this.#keys;
  }

  noteAll(trial: Trial, steps: readonly Step[]): void {
    for (const [index, step] of steps.entries()) this.note(trial, step, () => steps.slice(0, index + 1).map(({ call }) => call));
  }

  /** Count a call; `calls` gives those that led to it, itself included. */
  note(trial: Trial, step: Step, calls: () => readonly ToolCall[]): void {
    const { call, report, operation } = step;
    const row = this.#outcomes.get(call.tool);
    if (!row) return;
    row.calls++;
    if (report.outcome === 'success') row.successes++;
    if (report.outcome === 'refused') row.refusals++;
    if (report.outcome === 'invalid-arguments') row.invalid++;
    if (isDefect(report.outcome)) row.defects++;
    for (const number of report.reached ?? []) this.#reached.add(number);
    for (const trace of this.#rules) {
      if (trace.operation !== call.tool) continue;
      if (report.outcome === 'success') {
        trace.obeyed++;
        trace.obeyedBy ??= { state: trial.index, call };
      }
      if (this.isRefusal(report, trace.rule)) this.noteRefusal(trace, { trial, step, altered: [] });
    }
    const examples = this.#examples.get(call.tool) ?? [];
    const isTelling =
      operation?.effect === 'write' ? report.patches.length > 0 : this.#rules.some((trace) => trace.operation === call.tool);
    const own = examples.filter((example) => example.trial.index === trial.index);
    if (report.outcome === 'success' && isTelling && own.length < mostExamples)
      this.#examples.set(call.tool, [...examples, { trial, step, calls: calls() }]);
  }

  /** Whether a tool said no because of a rule: beside the return that it came to, or that of a helper, the rule is named. */
  isRefusal(report: CallReport, rule: string): boolean {
    return report.outcome === 'refused' && rulesReached(report.reached ?? [], this.#branches).includes(rule);
  }

  /** Count a refusal because of a rule; `altered` says how the state differs from one that calls led to. */
  noteRefusal(at: RuleAt, { trial, step, altered }: Refusal): void {
    const trace = this.#traceOf(at);
    const { result } = step.report;
    if (!trace || result.success) return;
    trace.refused++;
    trace.refusedBy ??= { state: trial.index, call: step.call, error: result.error, altered: [...altered] };
  }

  /** Say why no refusal because of a rule was seen. */
  noteNotShown(at: RuleAt, reason: string): void {
    const trace = this.#traceOf(at);
    if (trace) trace.notShown = reason;
  }

  #traceOf({ rule, operation }: RuleAt): Trace | undefined {
    return this.#rules.find((trace) => trace.rule === rule && trace.operation === operation);
  }

  /** Rules that an operation is marked with, but was not seen to refuse because of. */
  unrefused(): RuleAt[] {
    return this.#rules.filter((trace) => trace.refused === 0 && this.#isMarked(trace.operation, trace.rule));
  }

  find(violation: Violation, counterexample?: Finding['counterexample']): void {
    const { gate, about, message } = violation;
    this.findings.push({
      gate,
      ...(about === undefined ? {} : { about }),
      message,
      ...(counterexample === undefined ? {} : { counterexample }),
    });
  }

  isFull(): boolean {
    return this.findings.length >= mostFindings;
  }

  knows(violation: Violation): boolean {
    return this.findings.some((finding) => finding.gate === violation.gate && finding.about === violation.about);
  }

  /** The calls made so far. */
  calls(): number {
    return [...this.#outcomes.values()].reduce((sum, row) => sum + row.calls, 0);
  }

  examplesOf(tool: string): readonly Example[] {
    return this.#examples.get(tool) ?? [];
  }

  callsOf(tool: string): number {
    return this.#outcomes.get(tool)?.calls ?? 0;
  }

  /** What a tool has still to show: that it succeeds, and that it refuses where it has a reason to. */
  owes(operation: Operation): ('succeed' | 'refuse')[] {
    const row = this.#outcomes.get(operation.name);
    const canRefuse =
      operation.parameters.some((parameter) => parameter.required && parameter.type.kind === 'reference') ||
      this.#rules.some((trace) => trace.operation === operation.name);
    return [
      ...(row?.successes === 0 ? ['succeed' as const] : []),
      ...(canRefuse && row?.refusals === 0 ? ['refuse' as const] : []),
    ];
  }

  /** Whether a tool was not seen to refuse because of a rule that it enforces. */
  lacksRefusals(operation: Operation): boolean {
    return this.unrefused().some((trace) => trace.operation === operation.name);
  }

  /** Rules that an operation is to enforce, but no return of its own or of a method it calls is marked with. */
  unmarked(): RuleAt[] {
    return this.#rules.filter(({ operation, rule }) => !this.#isMarked(operation, rule));
  }

  #isMarked(operation: string, rule: string): boolean {
    return this.#sites.get(operation)?.has(rule) === true;
  }

  coverage(): ToolCoverage[] {
    return [...this.#outcomes].map(([tool, row]) => ({ tool, ...row }));
  }

  rules(): RuleTrace[] {
    return this.#rules.map((trace) => ({ ...trace }));
  }

  /** The branches that no call took. */
  missed(): Branch[] {
    return this.#branches.filter((_, number) => !this.#reached.has(number));
  }
}

/** A rule and an operation that is to enforce it. */
export interface RuleAt {
  readonly rule: string;
  readonly operation: string;
}

interface Refusal {
  readonly trial: Trial;
  readonly step: Step;
  readonly altered: readonly string[];
}

type Trace = { -readonly [Name in keyof RuleTrace]: RuleTrace[Name] };

function guardsOf(environment: Environment, operation: Operation): string[] {
  return operation.rules.filter((id) => environment.skeleton.rules.find((rule) => rule.id === id)?.kind === 'guard');
}

function rulesReached(reached: readonly number[], branches: readonly Branch[]): string[] {
  return reached.flatMap((number) => branches[number]?.rules ?? []);
}
