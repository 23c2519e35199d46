import type { Check } from '../../src/domain/checks/check.ts';
import type { Environment } from '../../src/domain/environment/environment.ts';
import { type Skeleton, skeleton } from '../../src/domain/environment/skeleton.ts';
import type { ArgumentSource, RewardCertificate } from '../../src/domain/scenario/scenario.ts';
import type { State } from '../../src/domain/state.ts';
import type { OpenEnvironment, Sandbox } from '../../src/sandbox/sandbox.ts';
import { certify } from '../../src/stages/scenarios/certificate/certify.ts';
import { provenanceOf } from '../../src/stages/scenarios/certificate/provenance.ts';
import { checksOf } from '../../src/stages/scenarios/reference/derive-all-checks.ts';
import { runReference } from '../../src/stages/scenarios/reference/run-reference.ts';
import { stateAfter } from '../../src/stages/scenarios/state-after.ts';
import { renderModule } from '../../src/stages/skeletons/render.ts';
import { toolsOf } from '../../src/stages/skeletons/tools.ts';
import { start, toolLibraryCode, toolLibraryState } from './sample-environment.ts';
import { toolLibrary } from './sample-skeleton.ts';

/** The tool library with a write that adds up when it is called twice, and a read that nobody calls by chance. */
export const lendingDesk: Skeleton = skeleton.parse({
  ...toolLibrary,
  operations: [
    ...toolLibrary.operations,
    {
      name: 'extend_loan',
      effect: 'write',
      description: 'Let a member keep a tool for longer.',
      parameters: [
        { name: 'loan_id', type: { kind: 'reference', entity: 'Loan' }, description: 'An open loan.' },
        { name: 'days', type: { kind: 'integer', minimum: 1, maximum: 14 }, description: 'By how much.' },
      ],
      returns: { kind: 'data', type: { kind: 'entity', entity: 'Loan' } },
      rules: [],
    },
    {
      name: 'archived_loans',
      effect: 'read',
      description: 'Loans of a period.',
      parameters: [
        {
          name: 'period',
          type: { kind: 'object', fields: [{ name: 'day', description: 'A day of it.', type: { kind: 'date' } }] },
          description: 'The period.',
        },
      ],
      returns: { kind: 'data', type: { kind: 'list', items: { kind: 'entity', entity: 'Loan' } } },
      rules: [],
    },
  ],
});

function lendingDeskEnvironment(): Environment {
  const code = {
    ...toolLibraryCode,
    methods: [
      ...toolLibraryCode.methods.filter(({ operation }) => operation !== 'member_loans'),
      { operation: 'member_loans', body: 'return ok(this.openLoans(member_id).filter((loan) => loan.loan_id !== "L-9"));' },
      {
        operation: 'extend_loan',
        body: `const loan = this.state.loans[loan_id];
if (!loan || loan.returned !== null) return fail(\`No open loan \${loan_id}.\`);
loan.due = this.addDays(loan.due, days);
return ok(loan);`,
      },
      {
        operation: 'archived_loans',
        body: 'return ok(Object.values(this.state.loans).filter((loan) => loan.due === period.day));',
      },
    ],
  };
  return {
    slug: 'lending-desk',
    skeleton: lendingDesk,
    code,
    source: renderModule(lendingDesk, code),
    tools: toolsOf(lendingDesk),
    writtenBy: { provider: 'scripted' },
  };
}

/** The sample state, with a third loan that only the archive shows. */
export const deskState: State = {
  ...toolLibraryState,
  tools: { ...toolLibraryState.tools, 'T-9': { tool_id: 'T-9', name: 'Jigsaw', status: 'lent', tags: [] } },
  loans: {
    ...toolLibraryState.loans,
    'L-9': {
      loan_id: 'L-9',
      tool_id: 'T-9',
      member_id: 'M-2',
      due: '2026-03-12',
      returned: null,
      note: '',
      recorded: '2026-03-05T10:00:00Z',
    },
  },
};

export type PlainCall = readonly [tool: string, args: Record<string, unknown>];

export interface Desk {
  readonly environment: Environment;
  /** The certificate of a scenario at the lending desk, with its checks or with others in their place. */
  certificate(scenario: {
    task: string;
    calls: readonly PlainCall[];
    checks?: (derived: Check[]) => Check[];
    opened?: (opened: OpenEnvironment) => OpenEnvironment;
  }): Promise<{ certificate: RewardCertificate; provenance: ArgumentSource[] }>;
}

export async function openDesk(sandbox: Sandbox): Promise<Desk> {
  const environment = lendingDeskEnvironment();
  const real = await sandbox.open(environment);
  return {
    environment,
    async certificate({ task, calls, checks = (derived) => derived, opened = (one) => one }) {
      const begin = { state: deskState, seed: 'desk', start };
      const planned = calls.map(([tool, args]) => ({
        tool,
        arguments: Object.entries(args).map(([name, value]) => ({ name, json: JSON.stringify(value) })),
      }));
      const run = await runReference(real, begin, planned);
      if (run.status === 'stopped') throw new Error(run.problem);
      const proposal = { task, calls: planned };
      const derived = await checksOf(environment, real, { initial: deskState, proposal, run, refused: [] });
      const reference = [...run.calls];
      const provenance = provenanceOf(lendingDesk, { task, today: start.slice(0, 10) }, reference);
      const subject = {
        skeleton: lendingDesk,
        tools: environment.tools,
        environment: opened(real),
        start: begin,
        task,
        reference,
        final: stateAfter(deskState, reference),
        checks: checks(derived),
      };
      return { certificate: await certify(subject, provenance), provenance };
    },
  };
}

/** A check in code, to stand beside derived ones or in their place. */
export function codeCheck(source: string, role: Check['role'] = 'credit'): Check {
  return { id: 'X1', question: 'Is it so?', role, predicate: { kind: 'code' }, source };
}

/** A task of two writes that can be done at the desk, and how. */
export const lendAndExtend: { readonly task: string; readonly calls: readonly PlainCall[] } = {
  task: 'Bo Lind takes the drill for five days. Ana Ruiz may keep the ladder for 2 more days.',
  calls: [
    ['find_members', { text: 'Bo Lind' }],
    ['list_tools', { status: 'shelf' }],
    ['lend_tool', { tool_id: 'T-1', member_id: 'M-2', days: 5 }],
    ['find_members', { text: 'Ana Ruiz' }],
    ['member_loans', { member_id: 'M-1' }],
    ['extend_loan', { loan_id: 'L-1', days: 2 }],
  ],
};
