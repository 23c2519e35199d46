import { it } from 'vitest';
import type { Assessment } from '../src/domain/environment/assessment.ts';
import { createSandbox } from '../src/sandbox/host/ses-sandbox.ts';
import { assessVersion } from '../test/fixtures/mutants/assess-mutant.ts';
import { costumeHire, goodCode } from '../test/fixtures/mutants/costume-hire.ts';
import { mutants, mutated } from '../test/fixtures/mutants/mutants.ts';

const seeds = ['one', 'two', 'three'];
const calls = 2000;
const manyCalls = 5000;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

interface Row {
  readonly name: string;
  readonly assessment: Assessment;
  readonly ms: number;
}

it('shows which faults the mechanical gates find', async () => {
  const sandbox = createSandbox({ processes: 1 });
  const measure = async (
    name: string,
    environment: ReturnType<typeof costumeHire>,
    context: { seed: string; calls: number },
  ): Promise<Row> => {
    const from = performance.now();
    const assessment = await assessVersion(environment, { sandbox, ...context });
    return { name, assessment, ms: performance.now() - from };
  };
  try {
    print(header);
    const good = costumeHire(goodCode);
    for (const seed of seeds) print(line(await measure(`good, seed ${seed}`, good, { seed, calls })));
    print(line(await measure('good, many calls', good, { seed: 'one', calls: manyCalls })));
    let caught = 0;
    for (const mutant of mutants) {
      const row = await measure(mutant.name, mutated(mutant), { seed: 'one', calls });
      if (row.assessment.verdict === 'rejected') caught++;
      print(line(row));
    }
    print(`\n${caught} of ${mutants.length} mutants rejected`);
  } finally {
    await sandbox.close();
  }
});

const widths = [46, 9, 16, 8, 7];
const header = columns(['version', 'verdict', 'gate', 'example', 'calls', 'ms']);

function line({ name, assessment, ms }: Row): string {
  const [first] = assessment.findings;
  const gates = [...new Set(assessment.findings.map((finding) => finding.gate))];
  const gate = gates.length > 1 ? `${gates[0]} +${gates.length - 1}` : (gates[0] ?? '');
  const length = first?.counterexample ? String(first.counterexample.calls.length) : '';
  return columns([name, assessment.verdict, gate, length, String(assessment.calls), String(Math.round(ms))]);
}

function columns(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ');
}
