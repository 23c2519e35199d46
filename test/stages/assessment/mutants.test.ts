import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assessment } from '../../../src/domain/environment/assessment.ts';
import type { Environment } from '../../../src/domain/environment/environment.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assessVersion } from '../../fixtures/mutants/assess-mutant.ts';
import { costumeHire, goodCode } from '../../fixtures/mutants/costume-hire.ts';
import { type Mutant, mutants, mutated } from '../../fixtures/mutants/mutants.ts';

/** Half as many as an assessment of the pipeline makes. */
const calls = 1000;
/** Nearly all mutants are found early; those that take longer say so. */
const callsToFind = 400;
let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const made = new Map<string, Promise<Assessment>>();
/** Each version is assessed once, however many tests look at it. */
function assessed(name: string, environment: Environment, { seed = 'one', calls: count = calls } = {}): Promise<Assessment> {
  const key = `${name} ${seed}`;
  const assessing = made.get(key) ?? assessVersion(environment, { sandbox, seed, calls: count });
  made.set(key, assessing);
  return assessing;
}
const good = (seed: string): Promise<Assessment> => assessed('good', costumeHire(goodCode), { seed });
const ofMutant = (mutant: Mutant): Promise<Assessment> =>
  assessed(mutant.name, mutated(mutant), { calls: mutant.calls ?? (mutant.gate === undefined ? calls : callsToFind) });

describe('the mechanical gates', () => {
  it.each(['one', 'two', 'three'])('accept the good environment with seed %s', async (seed) => {
    const assessment = await good(seed);
    expect(assessment.findings).toEqual([]);
    expect(assessment.verdict).toBe('accepted');
    expect(assessment.rules.map((trace) => trace.rule)).toContain('R13');
    expect(assessment.branches.reached / assessment.branches.total).toBeGreaterThan(0.75);
  });

  it.each(mutants.filter((mutant) => mutant.gate !== undefined))('reject: $name', { timeout: 300_000 }, async (mutant) => {
    const assessment = await ofMutant(mutant);
    expect(assessment.findings.map((finding) => finding.gate)).toContain(mutant.gate);
    expect(assessment.verdict).toBe('rejected');
  });

  it.each(mutants.filter((mutant) => mutant.gate === undefined))('cannot tell: $name', async (mutant) => {
    const assessment = await ofMutant(mutant);
    expect(assessment.verdict).toBe('accepted');
  });

  it('reject at least nine of ten mutants', { timeout: 300_000 }, async () => {
    const verdicts: string[] = [];
    for (const mutant of mutants) verdicts.push((await ofMutant(mutant)).verdict);
    expect(verdicts.length).toBeGreaterThanOrEqual(30);
    expect(verdicts.filter((verdict) => verdict === 'rejected').length / verdicts.length).toBeGreaterThanOrEqual(0.9);
  });

  it('show a case that obeys and one that is refused, or the reason, for each operation that lists a rule', async () => {
    const { rules } = await good('one');
    const shown = rules.filter(({ refusedBy }) => refusedBy !== undefined);
    expect(shown.length).toBeGreaterThan(0.8 * rules.length);
    for (const { operation, rule, obeyedBy, refusedBy, notShown } of rules) {
      expect([operation, rule, obeyedBy?.call.tool]).toEqual([operation, rule, operation]);
      expect([operation, rule, refusedBy === undefined]).toEqual([operation, rule, notShown !== undefined]);
      if (refusedBy) expect(refusedBy.error).not.toBe('');
    }
    // A limit of the policy stands in the way.
    expect(shown).toContainEqual(expect.objectContaining({ rule: 'R2', operation: 'open_hire' }));
  });
});
