import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assessVersion } from '../../fixtures/mutants/assess-mutant.ts';
import { costumeHire, goodCode } from '../../fixtures/mutants/costume-hire.ts';
import { mutants, mutated } from '../../fixtures/mutants/mutants.ts';

/** Half as many as an assessment of the pipeline makes: nearly all are found early. */
const calls = 1000;
let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

describe('the mechanical gates', () => {
  it.each(['one', 'two', 'three'])('accept the good environment with seed %s', async (seed) => {
    const assessment = await assessVersion(costumeHire(goodCode), { sandbox, seed, calls });
    expect(assessment.findings).toEqual([]);
    expect(assessment.verdict).toBe('accepted');
    expect(assessment.rules.map((trace) => trace.rule)).toContain('R13');
    expect(assessment.branches.reached / assessment.branches.total).toBeGreaterThan(0.75);
  });

  it.each(mutants.filter((mutant) => mutant.gate !== undefined))('reject: $name', { timeout: 300_000 }, async (mutant) => {
    const assessment = await assessVersion(mutated(mutant), { sandbox, seed: 'one', calls: mutant.calls ?? calls });
    expect(assessment.findings.map((finding) => finding.gate)).toContain(mutant.gate);
    expect(assessment.verdict).toBe('rejected');
  });

  it.each(mutants.filter((mutant) => mutant.gate === undefined))('cannot tell: $name', async (mutant) => {
    const assessment = await assessVersion(mutated(mutant), { sandbox, seed: 'one', calls });
    expect(assessment.verdict).toBe('accepted');
  });

  it('reject at least nine of ten mutants', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(30);
    expect(mutants.filter((mutant) => mutant.gate !== undefined).length / mutants.length).toBeGreaterThanOrEqual(0.9);
  });

  it('show a case that obeys and one that is refused, or the reason, for each operation that lists a rule', async () => {
    const { rules } = await assessVersion(costumeHire(goodCode), { sandbox, seed: 'one', calls });
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
