import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** Besides the drill the sander and the level are on the shelf; Ana Ruiz has the ladder, Bo Lind the jigsaw. */
const lendDrill: readonly PlainCall[] = [
  ['find_members', { text: 'Bo Lind' }],
  ['list_tools', { status: 'shelf' }],
  ['lend_tool', { tool_id: 'T-1', member_id: 'M-2', days: 5 }],
];

describe('another record that a task fits as well', () => {
  it('makes it ambiguous, where the tools take it and it is worth less', async () => {
    const { certificate } = await desk.certificate({ task: 'Bo Lind takes a tool for five days.', calls: lendDrill });
    expect(certificate.failed).toEqual(['unambiguous']);
    expect(certificate.reasons).toEqual([
      'The task does not determine call 3: the tools take tools T-4 in place of T-1; the task says nothing of both, and that is worth less.',
    ]);
    expect(certificate.ambiguity).toMatchObject([{ kind: 'ambiguous-record', call: 3, end: 'other', score: { strict: 0 } }]);
    expect(certificate.ambiguity[0]?.trace).toContainEqual({
      tool: 'lend_tool',
      arguments: { tool_id: 'T-4', member_id: 'M-2', days: 5 },
      outcome: 'success',
    });
  });

  it('may be one where it is worth as much', async () => {
    const any = codeCheck(
      "({ initial, final }) => Object.values(final.loans).filter((loan) => loan.member_id === 'M-2' && !(loan.loan_id in initial.loans)).length === 1",
    );
    const { certificate } = await desk.certificate({
      task: 'Bo Lind takes a tool for five days.',
      calls: lendDrill,
      checks: () => [any],
    });
    expect(certificate.ambiguity).toMatchObject([{ score: { strict: 1 } }]);
    expect(certificate.failed).not.toContain('unambiguous');
  });

  it.each([
    ['its name is said', 'Bo Lind takes the drill for five days.', lendDrill],
    ['words choose among them', 'Bo Lind takes the first tool that you find on the shelf, for five days.', lendDrill],
    [
      'it is described by what it refers to',
      'Ana Ruiz may keep the ladder for one more day.',
      [
        ['find_members', { text: 'Ana Ruiz' }],
        ['member_loans', { member_id: 'M-1' }],
        ['extend_loan', { loan_id: 'L-1', days: 1 }],
      ],
    ],
  ] as [string, string, readonly PlainCall[]][])('is none where %s', async (_, task, calls) => {
    const { certificate } = await desk.certificate({ task, calls });
    expect(certificate.ambiguity).toEqual([]);
  });

  it('is only what the tools take, tried from the likest on', async () => {
    const { certificate } = await desk.certificate({
      task: 'Somebody brings back what they have.',
      calls: [
        ['list_tools', {}],
        ['return_tool', { tool_id: 'T-2' }],
      ],
    });
    expect(certificate.ambiguity.map(({ what }) => what)).toEqual(['tools T-9 in place of T-2; the task says nothing of both']);
  });
});
