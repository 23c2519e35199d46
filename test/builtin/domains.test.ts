import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slugOf } from '../../src/base/slug.ts';
import { blueprintOf } from '../../src/builtin/blueprints.ts';
import { domains } from '../../src/builtin/domains.ts';
import { stateProblems } from '../../src/domain/environment/state-problems.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { operationProblems, stateModelProblems } from '../../src/stages/skeletons/cross-check.ts';
import { environmentOf, policyOf, stateOf } from './support.ts';

/** A Monday, a Friday before the end of a month, and a day late in a year. */
const days = ['2026-03-09', '2026-07-31', '2027-11-30'];

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

it('there are at least eight domains, each under its own name', () => {
  const slugs = domains.map((domain) => domain.slug);
  expect(new Set(slugs).size).toBe(slugs.length);
  expect(slugs.length).toBeGreaterThanOrEqual(8);
});

describe.each(domains.map((domain) => [domain.slug, domain] as const))('the domain %s', (slug, domain) => {
  it('has a blueprint of its own title', () => {
    const blueprint = blueprintOf(slug);
    expect(blueprint.slug).toBe(slug);
    const titled = domains.filter((other) => slugOf(blueprintOf(other.slug).title) === slugOf(blueprint.title));
    expect(titled).toEqual([domain]);
    expect(domain.requests.length).toBeGreaterThanOrEqual(8);
    expect(domain.openers.length).toBeGreaterThanOrEqual(3);
  });

  it('has a skeleton without loose ends, under every policy', () => {
    for (const choice of [0, 1, 2]) {
      const { skeleton } = environmentOf(slug, policyOf(slug, choice));
      expect([...stateModelProblems(skeleton), ...operationProblems(skeleton)]).toEqual([]);
      expect(JSON.stringify(skeleton)).not.toMatch(/\{[a-z]+_[a-z_]+\}/);
    }
  });

  it('marks each rule where it is enforced, and backs each invariant with a predicate', () => {
    const { operations, rules, invariants, helpers } = blueprintOf(slug);
    const marks = (text: string) =>
      [...text.matchAll(/\/\/ ((?:R\d+ ?)+)$/gm)].flatMap((match) => (match[1] ?? '').trim().split(/\s+/));
    for (const operation of operations) {
      const inHelpers = helpers.flatMap(marks).filter((rule) => operation.rules.includes(rule));
      expect(new Set([...marks(operation.body), ...inHelpers]), operation.name).toEqual(new Set(operation.rules));
    }
    expect(invariants.map((invariant) => invariant.rule).sort()).toEqual(
      rules
        .filter((rule) => rule.kind === 'invariant')
        .map((rule) => rule.id)
        .sort(),
    );
  });

  it('has code that compiles strictly and passes the vetting', async () => {
    expect(await sandbox.diagnose(environmentOf(slug, policyOf(slug, 0)).source)).toEqual([]);
  });

  it('makes valid states on any day: types, references, uniqueness and every invariant', async () => {
    for (const [choice, today] of days.entries()) {
      const policy = policyOf(slug, choice);
      const environment = environmentOf(slug, policy);
      const states = [1, 2, 3, 4, 5].map((number) => stateOf(domain, policy, today, `${slug} ${number}`));
      for (const state of states) {
        expect(stateProblems(environment.skeleton, state)).toEqual([]);
        for (const { name, collection, key } of environment.skeleton.entities) {
          expect(Object.keys(state[collection] ?? {}).length, name).toBeGreaterThan(0);
          for (const [id, record] of Object.entries(state[collection] ?? {})) expect(record[key]).toBe(id);
        }
      }
      const reports = await (await sandbox.open(environment)).invariants(states);
      expect(reports.flat().filter((report) => report.status !== 'holds')).toEqual([]);
    }
  });

  it('makes the same state from the same seed, and another from another', () => {
    const policy = policyOf(slug, 0);
    const [today = ''] = days;
    expect(stateOf(domain, policy, today, 'one')).toEqual(stateOf(domain, policy, today, 'one'));
    expect(stateOf(domain, policy, today, 'one')).not.toEqual(stateOf(domain, policy, today, 'two'));
  });
});
