import type { Environment, EnvironmentCode } from '../../src/domain/environment/environment.ts';
import type { State } from '../../src/domain/state.ts';
import { renderModule } from '../../src/stages/skeletons/render.ts';
import { toolsOf } from '../../src/stages/skeletons/tools.ts';
import { toolLibrary } from './sample-skeleton.ts';

export const toolLibraryCode: EnvironmentCode = {
  methods: [
    {
      operation: 'find_members',
      body: `const wanted = text.toLowerCase();
const found = Object.values(this.state.members).filter((member) => member.name.toLowerCase().includes(wanted));
return ok(found.sort((a, b) => (a.member_id < b.member_id ? -1 : 1)));`,
    },
    {
      operation: 'list_tools',
      body: `const found = Object.values(this.state.tools).filter((tool) => status === undefined || tool.status === status);
return ok(found.sort((a, b) => (a.tool_id < b.tool_id ? -1 : 1)));`,
    },
    {
      operation: 'member_loans',
      body: `if (!this.state.members[member_id]) return fail(\`No member \${member_id}.\`);
return ok(this.openLoans(member_id));`,
    },
    {
      operation: 'lend_tool',
      body: `const tool = this.state.tools[tool_id];
if (!tool) return fail(\`No tool \${tool_id}.\`);
const member = this.state.members[member_id];
if (!member) return fail(\`No member \${member_id}.\`);
if (member.suspended) return fail(\`\${member.name} is suspended.\`); // R1
if (this.openLoans(member_id).length >= POLICY.most_loans) return fail(\`\${member.name} has enough tools.\`); // R2
if (tool.status !== 'shelf') return fail(\`\${tool.name} is \${tool.status}.\`); // R3
const loan: Loan = { loan_id: this.newId('L'), tool_id, member_id, due: this.today(days), returned: null, note, recorded: this.now() };
this.state.loans[loan.loan_id] = loan;
tool.status = 'lent';
return ok(loan);`,
    },
    {
      operation: 'return_tool',
      body: `const tool = this.state.tools[tool_id];
if (!tool) return fail(\`No tool \${tool_id}.\`);
const loan = Object.values(this.state.loans).find((candidate) => candidate.tool_id === tool_id && candidate.returned === null);
if (!loan) return fail(\`\${tool.name} is not lent.\`);
loan.returned = this.today();
tool.status = 'shelf';
return done(\`\${tool.name} is back.\`);`,
    },
  ],
  helpers: [
    `private openLoans(member_id: string): Loan[] {
  const open = Object.values(this.state.loans).filter((loan) => loan.member_id === member_id && loan.returned === null);
  return open.sort((a, b) => (a.loan_id < b.loan_id ? -1 : 1));
}`,
  ],
  invariants: [
    {
      rule: 'R4',
      predicate: `(state) =>
  Object.values(state.tools).every(
    (tool) =>
      (tool.status === 'lent') ===
      (Object.values(state.loans).filter((loan) => loan.tool_id === tool.tool_id && loan.returned === null).length === 1),
  )`,
    },
  ],
};

export const start = '2026-03-09T09:00:00Z';

/** A valid state of the tool library. */
export const toolLibraryState: State = {
  members: {
    'M-1': { member_id: 'M-1', name: 'Ana Ruiz', suspended: false },
    'M-2': { member_id: 'M-2', name: 'Bo Lind', suspended: false },
    'M-3': { member_id: 'M-3', name: 'Chidi Okafor', suspended: true },
  },
  tools: {
    'T-1': { tool_id: 'T-1', name: 'Drill', status: 'shelf', tags: ['power'] },
    'T-2': { tool_id: 'T-2', name: 'Ladder', status: 'lent', tags: [] },
    'T-3': { tool_id: 'T-3', name: 'Saw', status: 'repair', tags: ['sharp'] },
    'T-4': { tool_id: 'T-4', name: 'Sander', status: 'shelf', tags: ['power', 'dust'] },
    'T-5': { tool_id: 'T-5', name: 'Level', status: 'shelf', tags: [] },
  },
  loans: {
    'L-1': {
      loan_id: 'L-1',
      tool_id: 'T-2',
      member_id: 'M-1',
      due: '2026-03-10',
      returned: null,
      note: '',
      recorded: '2026-03-03T10:00:00Z',
    },
    'L-2': {
      loan_id: 'L-2',
      tool_id: 'T-1',
      member_id: 'M-2',
      due: '2026-03-02',
      returned: '2026-03-01',
      note: 'dusty',
      recorded: '2026-02-24T10:00:00Z',
    },
  },
};

/** The environment with some of its code exchanged. */
export function toolLibraryWith(changes: Partial<EnvironmentCode> = {}): Environment {
  const code = { ...toolLibraryCode, ...changes };
  return {
    slug: 'tool-library',
    skeleton: toolLibrary,
    code,
    source: renderModule(toolLibrary, code),
    tools: toolsOf(toolLibrary),
    writtenBy: { provider: 'scripted' },
  };
}
