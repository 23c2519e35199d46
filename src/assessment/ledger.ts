import { type Assessment, type Finding, type GateName, gateName, type ToolCoverage } from '../domain/assessment.ts';
import { isDefect, type ToolCall } from '../domain/call.ts';
import type { Environment } from '../domain/environment.ts';
import type { CallReport } from '../runtime/sandbox.ts';
import type { Violation } from './exercise.ts';

/** Different findings that are reported; more would not help a repair. */
const mostFindings = 12;

/** Everything seen so far: calls per tool, findings without repetition, and in the end the verdict. */
export class Ledger {
  readonly findings: Finding[] = [];
  readonly #coverage: Map<string, { calls: number; successes: number; refusals: number; invalid: number; defects: number }>;
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#coverage = new Map(
      environment.tools.map((tool) => [tool.name, { calls: 0, successes: 0, refusals: 0, invalid: 0, defects: 0 }]),
    );
  }

  noteAll(calls: readonly ToolCall[], reports: readonly CallReport[]): void {
    for (const [index, call] of calls.entries()) {
      const report = reports[index];
      if (report) this.note(call, report);
    }
  }

  note(call: ToolCall, report: CallReport): void {
    const row = this.#coverage.get(call.tool);
    if (!row) return;
    row.calls++;
    if (report.outcome === 'success') row.successes++;
    if (report.outcome === 'refused') row.refusals++;
    if (report.outcome === 'invalid-arguments') row.invalid++;
    if (isDefect(report.outcome)) row.defects++;
  }

  find(violation: Violation, counterexample: NonNullable<Finding['counterexample']>): void {
    const { gate, about, message } = violation;
    this.findings.push({ gate, ...(about === undefined ? {} : { about }), message, counterexample });
  }

  isFull(): boolean {
    return this.findings.length >= mostFindings;
  }

  knows(violation: Violation): boolean {
    return this.findings.some((finding) => finding.gate === violation.gate && finding.about === violation.about);
  }

  /** Which outcomes a tool still owes: success always; refusal where a rule or a reference gives it a reason to refuse. */
  owes(tool: string): 'success' | 'refusal' | undefined {
    const row = this.#coverage.get(tool);
    if (!row || row.successes === 0) return 'success';
    const operation = this.#environment.skeleton.operations.find((candidate) => candidate.name === tool);
    const canRefuse =
      operation?.rules.some((id) => this.#environment.skeleton.rules.find((rule) => rule.id === id)?.kind === 'guard') ||
      operation?.parameters.some((parameter) => parameter.required && parameter.type.kind === 'reference');
    return canRefuse && row.refusals === 0 ? 'refusal' : undefined;
  }

  missingOutcomes(states: number): void {
    for (const tool of this.#environment.tools) {
      const owed = this.owes(tool.name);
      const calls = this.#coverage.get(tool.name)?.calls ?? 0;
      if (owed)
        this.findings.push({
          gate: 'outcomes',
          about: tool.name,
          message: `${tool.name} was never seen to ${owed === 'success' ? 'succeed' : 'refuse'} in ${calls} calls on ${states} states`,
        });
    }
  }

  close(environment: string, states: Assessment['states']): Assessment {
    const coverage = [...this.#coverage].map(
      ([tool, row]): ToolCoverage => ({
        tool,
        calls: row.calls,
        successes: row.successes,
        refusals: row.refusals + row.invalid,
        defects: row.defects,
      }),
    );
    const calls = coverage.reduce((sum, row) => sum + row.calls, 0);
    const gates = gateName.options.map((gate) => {
      const found = this.findings.filter((finding) => finding.gate === gate).length;
      return {
        gate,
        passed: found === 0,
        note:
          found === 0
            ? passNote(gate, calls, states.length, coverage.length)
            : `${found} ${found === 1 ? 'finding' : 'findings'}`,
      };
    });
    return {
      environment,
      verdict: gates.every((gate) => gate.passed) ? 'accepted' : 'rejected',
      gates,
      findings: this.findings,
      coverage,
      states,
      calls,
    };
  }
}

function passNote(gate: GateName, calls: number, states: number, tools: number): string {
  switch (gate) {
    case 'compiles':
      return 'type-checks strictly and passes the vetting';
    case 'schemas':
      return `${tools} tool schemas are valid JSON Schema`;
    case 'states':
      return `${states} states, and every state reached from them, keep types, references and uniqueness`;
    case 'outcomes':
      return 'every tool succeeded, and was refused where it can be';
    default:
      return `held in ${calls} calls`;
  }
}
