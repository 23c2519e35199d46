import { type Assessment, type GateName, gateName } from '../domain/assessment.ts';
import type { Branch } from '../runtime/sandbox.ts';
import type { Ledger } from './ledger.ts';

/** What the assessment of an environment came to. The verdict is computed: accepted when every gate passed. */
export function verdictOf(
  ledger: Ledger,
  about: { readonly environment: string; readonly states: Assessment['states']; readonly branches: readonly Branch[] },
): Assessment {
  const { environment, states } = about;
  const { findings } = ledger;
  const coverage = ledger.coverage();
  const calls = ledger.calls();
  const gates = gateName.options.map((gate) => {
    const found = findings.filter((finding) => finding.gate === gate).length;
    const failed = `${found} ${found === 1 ? 'finding' : 'findings'}`;
    const note = found === 0 ? passNote(gate, { calls, states: states.length, tools: coverage.length }) : failed;
    return { gate, passed: found === 0, note };
  });
  const total = about.branches.length;
  const missed = ledger.missed().map(({ line, method, kind }) => ({ line, method, kind }));
  return {
    environment,
    verdict: gates.every((gate) => gate.passed) ? 'accepted' : 'rejected',
    gates,
    findings,
    coverage,
    rules: ledger.rules(),
    branches: { total, reached: total - missed.length, missed },
    states,
    calls,
  };
}

function passNote(gate: GateName, counts: { readonly calls: number; readonly states: number; readonly tools: number }): string {
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
    case 'outcomes':
      return 'every tool succeeded, and was refused where it can be';
    case 'rules':
      return 'every guard is refused in each operation that lists it, and was seen refused where more than a limit of the policy stands in the way';
    default:
      return `held in ${counts.calls} calls`;
  }
}
