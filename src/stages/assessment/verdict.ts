import { type Assessment, type GateName, gateName, type RuleTrace } from '../../domain/environment/assessment.ts';
import type { Branch } from '../../sandbox/sandbox.ts';
import type { CoverageRecord } from './gates/coverage-record.ts';

interface About {
  readonly environment: string;
  readonly states: Assessment['states'];
  readonly branches: readonly Branch[];
  /** Calls that were held against a contract; undefined where there is none. */
  readonly compared?: number | undefined;
}

/** What the assessment of an environment came to. The verdict is computed: accepted when every gate passed. */
export function verdictOf(record: CoverageRecord, about: About): Assessment {
  const { environment, states } = about;
  const { findings } = record;
  const coverage = record.coverage();
  const calls = record.calls();
  const { compared } = about;
  const applying = gateName.options.filter((gate) => gate !== 'contract' || compared !== undefined);
  const gates = applying.map((gate) => {
    const found = findings.filter((finding) => finding.gate === gate).length;
    const failed = `${found} ${found === 1 ? 'finding' : 'findings'}`;
    const note =
      found === 0
        ? passNote(gate, {
            calls,
            states: states.length,
            tools: coverage.length,
            keys: record.keys(),
            rules: record.rules(),
            compared,
          })
        : failed;
    return { gate, passed: found === 0, note };
  });
  const total = about.branches.length;
  const missed = record.missed().map(({ line, method, kind }) => ({ line, method, kind }));
  return {
    environment,
    verdict: gates.every((gate) => gate.passed) ? 'accepted' : 'rejected',
    gates,
    findings,
    coverage,
    rules: record.rules(),
    branches: { total, reached: total - missed.length, missed },
    states,
    calls,
  };
}

interface Counts {
  readonly calls: number;
  readonly states: number;
  readonly tools: number;
  readonly rules: readonly RuleTrace[];
  readonly compared: number | undefined;
  readonly keys: { readonly all: number; readonly hidden: number };
}

function passNote(gate: GateName, counts: Counts): string {
  switch (gate) {
    case 'compiles':
      return 'type-checks strictly and passes the vetting';
    case 'schemas':
      return `${counts.tools} tool schemas are valid JSON Schema`;
    case 'states':
      return `${counts.states} states, and every state reached from them, keep types, references and uniqueness`;
    case 'results':
      return 'results are as declared, and whole records as the state holds them';
    case 'order':
      return 'the order in which records are stored makes no difference';
    case 'new-keys':
      return 'keys of new records are generated or given by the caller';
    case 'no-ops':
      return 'every write that succeeded changed something';
    case 'two-sides':
      return 'writes that name two records of one kind leave a trace of both, and refuse one for both sides';
    case 'discoverable':
      return discoveryNote(counts.keys);
    case 'observable':
      return 'every kind of change that writes make shows in some read';
    case 'outcomes':
      return 'every tool succeeded, and was refused where it can be';
    case 'rules':
      return rulesNote(counts.rules);
    case 'contract':
      return `code and contract agreed in ${counts.compared} calls`;
    default:
      return `held in ${counts.calls} calls`;
  }
}

function discoveryNote({ all, hidden }: Counts['keys']): string {
  const found = `reads that begin with names and dates come across ${all - hidden} of ${all} keys`;
  return hidden === 0 ? found : `${found}; no write takes the others`;
}

function rulesNote(rules: readonly RuleTrace[]): string {
  const shown = rules.filter(({ refused }) => refused > 0).length;
  const note = `every operation that lists a guard has a refusal for it: seen for ${shown} of ${rules.length}`;
  return shown === rules.length ? note : `${note}; why not for the others stands with the rules`;
}
