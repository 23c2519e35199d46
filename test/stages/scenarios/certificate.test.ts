import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../../src/domain/checks/check.ts';
import type { Condition } from '../../../src/domain/checks/conditions.ts';
import { renderPredicate } from '../../../src/domain/checks/kinds.ts';
import type { CertificateItem } from '../../../src/domain/scenario/scenario.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { OpenEnvironment, Sandbox } from '../../../src/sandbox/sandbox.ts';
import { codeCheck, type Desk, lendAndExtend, openDesk } from '../../support/certificate-bench.ts';

let sandbox: Sandbox;
let desk: Desk;
beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  desk = await openDesk(sandbox);
});
afterAll(() => sandbox.close());

const { task, calls } = lendAndExtend;

/** Derived checks whose conditions on an attribute of a collection are gone. */
function without(collection: string, attribute: string): (checks: Check[]) => Check[] {
  const others = (conditions: readonly Condition[]) => conditions.filter((condition) => condition.attribute !== attribute);
  return (checks) =>
    checks.map((check) => {
      const { predicate } = check;
      if (predicate.kind !== 'created' || predicate.collection !== collection) return check;
      const looser = { ...predicate, where: others(predicate.where) };
      return { ...check, predicate: looser, source: renderPredicate(looser) };
    });
}

const withoutFrame = (checks: Check[]): Check[] => checks.filter((check) => check.predicate.kind !== 'frame');

/** An environment in which no two episodes are alike: each begins with other seeds. */
function restless(opened: OpenEnvironment): OpenEnvironment {
  let created = 0;
  return { ...opened, create: (start) => opened.create({ ...start, seed: `${start.seed} ${created++}` }) };
}

describe('a reward certificate', () => {
  it('is complete for a sound scenario, and holds the evidence', async () => {
    const { certificate, provenance } = await desk.certificate({ task, calls });
    expect(certificate.reasons).toEqual([]);
    expect(certificate).toMatchObject({
      complete: true,
      failed: [],
      reference: { strict: 1 },
      noop: { dense: 0 },
      random: { dense: 0 },
      discovery: { missing: [] },
      warnings: [],
    });
    expect(certificate.replay[0]).toBe(certificate.replay[1]);
    expect(certificate.mutants.made).toBeGreaterThan(20);
    expect(certificate.mutants.killed).toBe(certificate.mutants.made);
    const kinds = (call: number) => [
      ...new Set(certificate.nearMisses.filter((miss) => miss.call === call).map((miss) => miss.kind)),
    ];
    expect(kinds(3).sort()).toEqual(['doubled', 'dropped', 'over-reach', 'wrong-target', 'wrong-value']);
    expect(kinds(6).sort()).toEqual(['doubled', 'dropped', 'over-reach', 'wrong-target', 'wrong-value']);
    expect(certificate.alternates.map((trial) => trial.kind)).toEqual(expect.arrayContaining(['permuted', 'more-reads']));
    expect(provenance).toContainEqual({
      call: 3,
      argument: 'member_id',
      origin: { kind: 'observation', call: 1, path: 'data.0.member_id' },
    });
    expect(provenance).toContainEqual({ call: 3, argument: 'days', origin: { kind: 'text', said: 'five' } });
  });

  it('counts a near miss that ends as the reference does apart: it must score 1', async () => {
    const { certificate } = await desk.certificate({ task, calls });
    const doubled = certificate.nearMisses.filter((miss) => miss.kind === 'doubled');
    expect(doubled.map((miss) => [miss.call, miss.end, miss.trace.some((call) => call.outcome === 'refused')])).toEqual([
      [3, 'same', true],
      [6, 'other', false],
    ]);
    expect(doubled.map((miss) => miss.score.kind === 'scored' && miss.score.strict)).toEqual([1, 0]);
  });

  const violations: [item: CertificateItem, what: string, scenario: Parameters<Desk['certificate']>[0]][] = [
    [
      'reference',
      'a check that the reference does not pass',
      { task, calls, checks: (checks) => [...checks, codeCheck('({ final }) => Object.keys(final.loans).length === 9')] },
    ],
    [
      'no-op',
      'credit for what is so from the start',
      { task, calls, checks: (checks) => [...checks, codeCheck("({ final }) => 'T-2' in final.tools")] },
    ],
    [
      'random',
      'credit for looking',
      { task, calls, checks: (checks) => [...checks, codeCheck('({ calls }) => calls.length > 0')] },
    ],
    [
      'dropped',
      'checks that overlook one of the writes',
      {
        task,
        calls,
        checks: (checks) =>
          withoutFrame(checks).filter((check) => check.predicate.kind !== 'changed' || check.predicate.collection !== 'loans'),
      },
    ],
    ['wrong-target', 'checks that do not look who has the tool', { task, calls, checks: without('loans', 'member_id') }],
    ['wrong-value', 'checks that do not look for how long', { task, calls, checks: without('loans', 'due') }],
    [
      'doubled',
      'checks that take more for enough',
      {
        task,
        calls,
        checks: (checks) =>
          checks.map((check) =>
            check.predicate.kind === 'changed' && check.predicate.key === 'L-1'
              ? { ...codeCheck("({ final }) => (final.loans['L-1']?.due ?? '') >= '2026-03-12'"), id: check.id }
              : check,
          ),
      },
    ],
    ['over-reach', 'checks without a frame', { task, calls, checks: withoutFrame }],
    [
      'alternates',
      'a check that demands a generated id of its place in the order',
      {
        task: 'Bo Lind takes the drill and Ana Ruiz takes the level, for a week each.',
        calls: [
          ['find_members', { text: 'Bo Lind' }],
          ['find_members', { text: 'Ana Ruiz' }],
          ['list_tools', {}],
          ['lend_tool', { tool_id: 'T-1', member_id: 'M-2' }],
          ['lend_tool', { tool_id: 'T-5', member_id: 'M-1' }],
        ],
        checks: (checks) => [
          ...checks,
          codeCheck(
            "({ initial, final }) => Object.values(final.loans).filter((loan) => !(loan.loan_id in initial.loans)).map((loan) => loan.tool_id).join() === 'T-1,T-5'",
          ),
        ],
      },
    ],
    [
      'mutants',
      'checks that only count',
      {
        task,
        calls,
        checks: () => [codeCheck('({ initial, final }) => Object.keys(final.loans).length > Object.keys(initial.loans).length')],
      },
    ],
    ['replay', 'an environment that draws other ids each time', { task, calls, opened: restless }],
    ['discoverable', 'an argument that nothing tells', { task: task.replace('five', 'a few'), calls }],
    ['demanded-values', 'a due date that follows from it', { task: task.replace('five', 'a few'), calls }],
    [
      'discovery',
      'an id that reading on from the words of the task does not bring up',
      {
        task: 'Bo Lind may keep the jigsaw, due on 12 March, for 3 more days.',
        calls: [
          ['archived_loans', { period: { day: '2026-03-12' } }],
          ['extend_loan', { loan_id: 'L-9', days: 3 }],
        ],
      },
    ],
  ];
  it.each(violations)('names "%s" where there is %s', async (item, _, scenario) => {
    const { certificate } = await desk.certificate(scenario);
    expect(certificate.failed).toContain(item);
    expect(certificate.complete).toBe(false);
    expect(certificate.reasons.length).toBeGreaterThan(0);
  });

  it.each([
    ['no-op', ['no-op', 'random']],
    ['random', ['random']],
    ['over-reach', ['over-reach', 'mutants']],
    ['discovery', ['discovery']],
    ['alternates', ['alternates']],
    ['replay', ['replay']],
  ] as const)('says nothing of other items than those that "%s" brings with it', async (item, expected) => {
    const violation = violations.find(([name]) => name === item);
    if (!violation) throw new Error(item);
    const { certificate } = await desk.certificate(violation[2]);
    expect(certificate.failed.filter((name) => !(expected as readonly string[]).includes(name))).toEqual([]);
  });

  it('is not complete when a check cannot be evaluated, whatever the other rewards', async () => {
    const { certificate } = await desk.certificate({
      task,
      calls,
      checks: (checks) => [...checks, codeCheck("({ final }) => final.loans['none']!.due === ''")],
    });
    expect(certificate.reference.kind).toBe('unscored');
    expect(certificate.failed).toContain('reference');
  });

  it('warns of values in the text that nothing uses', async () => {
    const { certificate } = await desk.certificate({
      task: `${task} The deposit of $40 is paid, and "Belt sander" came up.`,
      calls,
    });
    expect(certificate.complete).toBe(true);
    expect(certificate.warnings).toEqual([
      'The text says "Belt sander", which no call, check or observation uses.',
      'The text says "$40", which no call, check or observation uses.',
    ]);
  });
});
