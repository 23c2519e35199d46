import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../../src/domain/checks/check.ts';
import type { RewardCertificate } from '../../../src/domain/scenario/scenario.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { codeCheck, type Desk, openDesk, type PlainCall } from '../../support/certificate-bench.ts';

let sandbox: Sandbox;
let desk: Desk;
beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  desk = await openDesk(sandbox);
});
afterAll(() => sandbox.close());

const task = 'Ana Ruiz may keep the ladder for 6 more days.';
const findAna: PlainCall = ['find_members', { text: 'Ana Ruiz' }];
const herLoans: PlainCall = ['member_loans', { member_id: 'M-1' }];
const extendBy = (days: number): PlainCall => ['extend_loan', { loan_id: 'L-1', days }];

/** The tools, arguments and scores of the other paths that a certificate holds. */
function pathsOf({ alternates }: RewardCertificate): unknown[] {
  return alternates
    .filter(({ kind }) => kind === 'other-path')
    .map(({ what, trace, end, score }) => ({
      what,
      calls: trace.map((call) => [call.tool, call.arguments.days]),
      end,
      strict: score.kind === 'scored' && score.strict,
    }));
}

describe('the search for other paths', () => {
  it('divides one call among several', async () => {
    const { certificate } = await desk.certificate({ task, calls: [findAna, herLoans, extendBy(6)] });
    expect(certificate.reasons).toEqual([]);
    expect(pathsOf(certificate)).toEqual([
      {
        what: 'extend_loan and extend_loan in place of extend_loan',
        calls: expect.arrayContaining([
          ['extend_loan', 1],
          ['extend_loan', 5],
        ]),
        end: 'same',
        strict: 1,
      },
    ]);
  });

  it('makes one call in place of several', async () => {
    const { certificate } = await desk.certificate({ task, calls: [findAna, herLoans, extendBy(4), extendBy(2)] });
    expect(pathsOf(certificate)).toContainEqual({
      what: 'extend_loan in place of extend_loan and extend_loan',
      calls: [['extend_loan', 6]],
      end: 'same',
      strict: 1,
    });
  });

  it('shows checks to be wrong that mind the way, with the trace that they mistake', async () => {
    const once = (checks: Check[]): Check[] => [
      ...checks,
      codeCheck("({ calls }) => calls.filter((call) => call.tool === 'extend_loan').length === 1"),
    ];
    const { certificate } = await desk.certificate({ task, calls: [findAna, herLoans, extendBy(6)], checks: once });
    expect(certificate.failed).toEqual(['alternates']);
    expect(certificate.reasons).toEqual([
      'The attempt "other-path" at call 3 (extend_loan and extend_loan in place of extend_loan) is right and scores 0.5, for X1.',
    ]);
    expect(pathsOf(certificate)).toMatchObject([{ end: 'same', strict: 0 }]);
  });

  it('finds nothing where there is nothing, and says the same each time', async () => {
    const scenario = { task: 'Ana Ruiz may keep the ladder for one more day.', calls: [findAna, herLoans, extendBy(1)] };
    const first = await desk.certificate(scenario);
    expect(pathsOf(first.certificate)).toEqual([]);
    expect((await desk.certificate(scenario)).certificate).toEqual(first.certificate);
  });
});
