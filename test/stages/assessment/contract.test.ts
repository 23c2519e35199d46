import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../../src/builtin/contracts.ts';
import { domains } from '../../../src/builtin/domains.ts';
import type { Assessment } from '../../../src/domain/environment/assessment.ts';
import type { Environment } from '../../../src/domain/environment/environment.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { runMechanicalGates } from '../../../src/stages/assessment/gates/mechanical-gates.ts';
import { replay } from '../../../src/stages/assessment/replay.ts';
import { renderModule } from '../../../src/stages/skeletons/render.ts';
import { environmentOf, policyOf, stateOf } from '../../builtin/support.ts';

const start = '2026-03-09T09:00:00Z';
let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

/** A domain of the embedded author with some of its code replaced. */
function altered(slug: string, from: string, to: string): Environment {
  const environment = environmentOf(slug, policyOf(slug, 0));
  const { skeleton, code } = environment;
  const methods = code.methods.map(({ operation, body }) => ({ operation, body: body.replace(from, to) }));
  const helpers = code.helpers.map((helper) => helper.replace(from, to));
  const source = renderModule(skeleton, { ...code, methods, helpers });
  if (source === environment.source) throw new Error(`${slug} has no such code: ${from}`);
  return { ...environment, code: { ...code, methods, helpers }, source };
}

function statesOf(slug: string) {
  const domain = domains.find((candidate) => candidate.slug === slug);
  if (!domain) throw new Error(`no domain ${slug}`);
  return ['first', 'second'].map((name) => ({
    name,
    start,
    state: stateOf(domain, policyOf(slug, 0), start.slice(0, 10), name),
    writtenBy: { provider: 'procedural' as const, version: 1 },
  }));
}

/** Few calls besides those that its contract asks for. */
function assess(environment: Environment): Promise<Assessment> {
  const { slug } = environment;
  return runMechanicalGates(
    { body: environment, hash: 'hash', states: statesOf(slug) },
    { sandbox, seed: 'one', calls: 200, contract: contracts[slug] },
  );
}

const faults: [string, string, string, string][] = [
  ['library', 'a limit that lies in other records is gone', 'if (open >= POLICY.max_loans)', 'if (open >= 1000)'],
  ['library', 'a limit is off by one', 'if (open >= POLICY.max_loans)', 'if (open > POLICY.max_loans)'],
  ['hotel', 'a person who is barred is served', 'if (guest.banned)', 'if (guest.banned && party > 99)'],
  ['hotel', 'what is owed is let go', 'if (owed > 0)', 'if (owed > 1_000_000)'],
];

describe('code that is held against a contract', { timeout: 300_000 }, () => {
  it.each(['library', 'hotel'])('agrees with it: %s', async (slug) => {
    const assessment = await assess(environmentOf(slug, policyOf(slug, 0)));
    expect(assessment.findings.filter(({ gate }) => gate === 'contract')).toEqual([]);
    expect(assessment.gates.find(({ gate }) => gate === 'contract')?.passed).toBe(true);
  });

  it.each(faults)('is rejected where it departs from it: %s, %s', async (slug, _fault, from, to) => {
    const environment = altered(slug, from, to);
    const assessment = await assess(environment);
    const finding = assessment.findings.find(({ gate }) => gate === 'contract');
    expect(assessment.verdict).toBe('rejected');
    const counterexample = finding?.counterexample;
    if (!counterexample) throw new Error('there is no finding of the contract with a counterexample');
    const initial = statesOf(slug)[counterexample.state];
    if (!initial) throw new Error('it names a state that was not given');
    expect(counterexample.calls).toHaveLength(1);
    const { calls } = await replay(await sandbox.open(environment), initial, counterexample);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['success']);
    const intact = await replay(await sandbox.open(environmentOf(slug, policyOf(slug, 0))), initial, counterexample);
    expect(intact.calls.map(({ outcome }) => outcome)).toEqual(['refused']);
  });

  it('has no such gate where there is no contract', async () => {
    const environment = environmentOf('library', policyOf('library', 0));
    const assessment = await runMechanicalGates(
      { body: environment, hash: 'hash', states: statesOf('library') },
      { sandbox, seed: 'one', calls: 100 },
    );
    expect(assessment.gates.map(({ gate }) => gate)).not.toContain('contract');
  });
});
