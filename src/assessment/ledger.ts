import type { Finding, RuleTrace, ToolCoverage } from '../domain/assessment.ts';
import { isDefect, type ToolCall } from '../domain/call.ts';
import type { Environment } from '../domain/environment.ts';
import type { Operation } from '../domain/skeleton.ts';
import type { Branch } from '../runtime/sandbox.ts';
import type { Violation } from './exercise.ts';
import type { Step } from './play.ts';
import { limitRules, ruleSites } from './rule-sites.ts';
import type { Trial } from './trial.ts';

/** Different findings that are reported; more would not help a repair. */
const mostFindings = 8;
/** Successful writes that are kept for each tool, to be looked at more closely. */
const mostExamples = 3;

/** A successful write and the calls that led to it, itself included. */
export interface Example {
  readonly trial: Trial;
  readonly step: Step;
  readonly calls: readonly ToolCall[];
}

type Outcomes = Omit<ToolCoverage, 'tool'>;

/** Everything seen so far: calls and outcomes for each tool, rules, branches, and findings without repetition. */
export class Ledger {
  readonly findings: Finding[] = [];
  readonly #outcomes = new Map<string, { -readonly [Name in keyof Outcomes]: number }>();
  readonly #rules: { -readonly [Name in keyof RuleTrace]: RuleTrace[Name] }[];
  readonly #reached = new Set<number>();
  readonly #examples = new Map<string, Example[]>();
  readonly #branches: readonly Branch[];
  readonly #sites: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #limits: ReadonlySet<string>;

  constructor(environment: Environment, branches: readonly Branch[]) {
    this.#branches = branches;
    this.#sites = ruleSites(environment.code, branches);
    this.#limits = limitRules(environment.source, branches);
    for (const { name } of environment.skeleton.operations)
      this.#outcomes.set(name, { calls: 0, successes: 0, refusals: 0, invalid: 0, defects: 0 });
    this.#rules = environment.skeleton.operations.flatMap((operation) =>
      guardsOf(environment, operation).map((rule) => ({ rule, operation: operation.name, obeyed: 0, refused: 0 })),
    );
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
    const broken = report.outcome === 'refused' ? rulesReached(report.reached ?? [], this.#branches) : [];
    for (const trace of this.#rules) {
      if (trace.operation !== call.tool) continue;
      if (report.outcome === 'success') trace.obeyed++;
      if (broken.includes(trace.rule)) trace.refused++;
    }
    const examples = this.#examples.get(call.tool) ?? [];
    if (operation?.effect === 'write' && report.patches.length > 0 && examples.length < mostExamples)
      this.#examples.set(call.tool, [...examples, { trial, step, calls: calls() }]);
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

  /**
   * What a tool has still to show: success, a refusal where it has a reason to refuse, a refusal because of each rule that no
   * tool was seen to refuse for. Rules about limits of the policy are tried for and shown in the certificate, but not owed: it
   * may take more than can be tried to come to a limit.
   */
  owes(operation: Operation): Owed[] {
    const row = this.#outcomes.get(operation.name);
    const owed: Owed[] = row && row.successes > 0 ? [] : [{ gate: 'outcomes', what: 'succeed' }];
    const rules = this.#rules.filter((trace) => trace.operation === operation.name);
    const untraced = rules.filter(
      ({ rule }) =>
        this.#isMarked(operation.name, rule) &&
        !this.#limits.has(rule) &&
        !this.#rules.some((other) => other.rule === rule && other.refused > 0),
    );
    for (const { rule } of untraced) owed.push({ gate: 'rules', what: `refuse because of rule ${rule}` });
    const canRefuse = operation.parameters.some((parameter) => parameter.required && parameter.type.kind === 'reference');
    if ((canRefuse || rules.length > 0) && row?.refusals === 0) owed.push({ gate: 'outcomes', what: 'refuse' });
    return owed;
  }

  /** Whether a tool was not seen to refuse because of a rule that it enforces; another tool may have been. */
  lacksRefusals(operation: Operation): boolean {
    return this.#rules.some(
      ({ operation: name, rule, refused }) => name === operation.name && refused === 0 && this.#isMarked(name, rule),
    );
  }

  /** Rules that an operation is to enforce, but no return of its own or of a method it calls is marked with. */
  unmarked(): { readonly operation: string; readonly rule: string }[] {
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

/** Something that a tool was not seen to do yet. */
export interface Owed {
  readonly gate: 'outcomes' | 'rules';
  readonly what: string;
}

function guardsOf(environment: Environment, operation: Operation): string[] {
  return operation.rules.filter((id) => environment.skeleton.rules.find((rule) => rule.id === id)?.kind === 'guard');
}

function rulesReached(reached: readonly number[], branches: readonly Branch[]): string[] {
  return reached.flatMap((number) => branches[number]?.rules ?? []);
}
