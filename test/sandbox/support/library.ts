import type { Environment, Tool } from '../../../src/domain/environment/environment.ts';
import { skeleton } from '../../../src/domain/environment/skeleton.ts';
import type { State } from '../../../src/domain/state.ts';

type OpenInput = Pick<Environment, 'source' | 'tools' | 'skeleton'>;

const text = { type: 'string' };

/** A tool with a closed schema; a name that ends in "?" is optional. */
export function toolOf(name: string, effect: 'read' | 'write', parameters: Record<string, unknown> = {}): Tool {
  const names = Object.keys(parameters);
  return {
    name,
    effect,
    description: `${name} of the library.`,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(names.map((key) => [key.replace('?', ''), parameters[key]])),
      required: names.filter((key) => !key.endsWith('?')),
      additionalProperties: false,
    },
  };
}

export const librarySource = `/** Tool library of a neighbourhood association: members borrow tools, hold those that are out, and pay for late returns. */

/** The numbers of the business. */
export const POLICY = {
  basic_limit: 2,
  plus_limit: 5,
  levels: ['basic', 'plus'],
} as const;

export interface Member { member_id: string; name: string; level: 'basic' | 'plus'; balance_cents: number; suspended: boolean; tags: string[] }
export interface Tool { tool_id: string; name: string; status: 'shelf' | 'lent' | 'repair'; daily_fine_cents: number }
export interface Loan { loan_id: string; tool_id: string; member_id: string; due: string; returned: string | null }

export interface State {
  members: Record<string, Member>;
  tools: Record<string, Tool>;
  loans: Record<string, Loan>;
}

export class ToolLibrary extends Environment<State> {
  /** Lend a tool to a member for a number of days. */
  lend_tool({ tool_id, member_id, days = 7 }: { tool_id: string; member_id: string; days?: number }): Result<Loan> {
    const tool = this.state.tools[tool_id];
    if (!tool) return fail(\`No tool \${tool_id}.\`);
    const member = this.state.members[member_id];
    if (!member) return fail(\`No member \${member_id}.\`);
    if (member.suspended) return fail(\`\${member.name} is suspended.\`);
    const allowed = member.level === 'plus' ? POLICY.plus_limit : POLICY.basic_limit;
    const open = this.openLoans(member_id).length;
    if (open >= allowed) return fail(\`\${member.name} already has \${open} of \${allowed} tools.\`);
    if (tool.status !== 'shelf') return fail(\`\${tool.name} is \${tool.status}.\`);
    const loan: Loan = { loan_id: this.newId('L'), tool_id, member_id, due: this.today(days), returned: null };
    this.state.loans[loan.loan_id] = loan;
    tool.status = 'lent';
    return ok(loan);
  }

  /** Take a tool back; a late return costs a fine per day. */
  return_tool({ loan_id }: { loan_id: string }): Result {
    const loan = this.state.loans[loan_id];
    if (!loan) return fail(\`No loan \${loan_id}.\`);
    if (loan.returned !== null) return fail(\`Loan \${loan_id} is closed.\`);
    const late = Math.max(0, this.daysBetween(loan.due, this.today()));
    loan.returned = this.now();
    const tool = this.state.tools[loan.tool_id];
    if (tool) tool.status = 'shelf';
    const member = this.state.members[loan.member_id];
    if (member && tool) member.balance_cents -= late * tool.daily_fine_cents;
    return done(late > 0 ? \`Returned \${late} days late.\` : 'Returned in time.');
  }

  /** Tags of a member, the new one sorted in. */
  tag_member({ member_id, tag }: { member_id: string; tag: string }): Result<string[]> {
    const member = this.state.members[member_id];
    if (!member) return fail(\`No member \${member_id}.\`);
    if (member.tags.includes(tag)) return fail(\`\${member.name} has the tag already.\`);
    member.tags.push(tag);
    member.tags.sort();
    return ok(member.tags);
  }

  remove_member({ member_id }: { member_id: string }): Result {
    if (!this.state.members[member_id]) return fail(\`No member \${member_id}.\`);
    if (this.openLoans(member_id).length > 0) return fail('There are open loans.');
    delete this.state.members[member_id];
    return done('Removed.');
  }

  /** Open loans of a member, soonest due first. */
  list_loans({ member_id }: { member_id: string }): Result<Loan[]> {
    if (!this.state.members[member_id]) return fail(\`No member \${member_id}.\`);
    return ok(this.openLoans(member_id).sort((a, b) => (a.due < b.due ? -1 : 1)));
  }

  get_time(): Result<{ now: string; today: string; weekday: number }> {
    return ok({ now: this.now(), today: this.today(), weekday: this.weekday(this.today()) });
  }

  /** A raffle: draws a member. */
  draw_member(): Result<string> {
    const ids = Object.keys(this.state.members);
    const winner = this.state.members[ids[Math.floor(this.random() * ids.length)] ?? ''];
    if (!winner) return fail('There are no members.');
    winner.balance_cents += 100;
    return ok(winner.member_id);
  }

  peek_id(): Result<string> {
    return ok(this.newId('L') + this.random());
  }

  private openLoans(member_id: string): Loan[] {
    return Object.values(this.state.loans).filter((loan) => loan.member_id === member_id && loan.returned === null);
  }

  break_throw(): Result {
    this.state.tools = {};
    const nothing: { list: string[] } = JSON.parse('{}');
    return ok(nothing.list.length);
  }

  break_read(): Result {
    delete this.state.members['M-1'];
    return done('gone');
  }

  break_loop(): Result {
    this.state.tools = {};
    for (;;) try { while (true) this.state.loans; } catch { this.state.members = {}; }
  }

  break_sort(): Result {
    this.state.tools = {};
    return ok(/^(a+)+$/.test('a'.repeat(60) + 'b'));
  }

  break_memory(): Result {
    this.state.tools = {};
    const hoard: number[][] = [];
    for (let i = 0; i < 1e6; i++) hoard.push(new Array(5000).fill(i));
    return ok(hoard.length);
  }

  break_result(): Result {
    this.state.tools = {};
    return ok({ list: [1, { when: undefined }] });
  }

  break_envelope(): Result {
    return JSON.parse('{"success":true,"note":"hello"}');
  }

  break_state(): Result {
    const tool = this.state.tools['T-1'];
    if (tool) tool.daily_fine_cents = NaN;
    return done('set');
  }

  break_refusal(): Result {
    const tool = this.state.tools['T-1'];
    if (tool) tool.status = 'repair';
    return fail('No.');
  }
}

export const invariants: Invariants<State> = {
  // A tool is lent exactly when one open loan names it.
  R1: (state) => Object.values(state.tools).every((tool) =>
    (tool.status === 'lent') === (Object.values(state.loans).filter((loan) => loan.tool_id === tool.tool_id && loan.returned === null).length === 1)),
  R2: (state) => Object.values(state.members).every((member) => member.tags.length < 50),
};
`;

export const libraryTools: readonly Tool[] = [
  toolOf('lend_tool', 'write', {
    tool_id: text,
    member_id: { type: 'string', pattern: '^M-[0-9]+$' },
    'days?': { type: 'integer', minimum: 1, maximum: 14 },
  }),
  toolOf('return_tool', 'write', { loan_id: text }),
  toolOf('tag_member', 'write', { member_id: text, tag: { type: 'string', enum: ['new', 'old', 'board', 'child'] } }),
  toolOf('remove_member', 'write', { member_id: text }),
  toolOf('list_loans', 'read', { member_id: text }),
  toolOf('get_time', 'read'),
  toolOf('draw_member', 'write'),
  toolOf('peek_id', 'read'),
  toolOf('break_throw', 'write'),
  toolOf('break_read', 'read'),
  toolOf('break_loop', 'write'),
  toolOf('break_sort', 'write'),
  toolOf('break_memory', 'write'),
  toolOf('break_result', 'write'),
  toolOf('break_envelope', 'write'),
  toolOf('break_state', 'write'),
  toolOf('break_refusal', 'write'),
];

/** A skeleton that names the class; the sandbox reads no more of it. */
export const librarySkeleton = skeleton.parse({
  name: 'ToolLibrary',
  summary: 'A tool library.',
  introduction: 'Members borrow tools.',
  entities: ['Member', 'Loan'].map((name) => ({
    name,
    collection: `${name.toLowerCase()}s`,
    key: `${name.toLowerCase()}_id`,
    description: name,
    attributes: [`${name.toLowerCase()}_id`, 'name'].map((attribute) => ({
      name: attribute,
      description: attribute,
      type: { kind: 'string' },
    })),
  })),
  policy: [],
  rules: [{ id: 'R1', kind: 'invariant', text: 'A tool is lent exactly when one open loan names it.' }],
  operations: ['lend_tool', 'list_loans'].map((name) => ({
    name,
    effect: 'read',
    description: name,
    parameters: [],
    returns: { kind: 'message' },
    rules: [],
  })),
});

export const library: OpenInput = { source: librarySource, tools: [...libraryTools], skeleton: librarySkeleton };

export function libraryState(): State {
  const members = Object.fromEntries(
    ['Ana', 'Bo', 'Cem'].map((name, i) => [
      `M-${i + 1}`,
      {
        member_id: `M-${i + 1}`,
        name,
        level: i === 0 ? 'plus' : 'basic',
        balance_cents: 1000,
        suspended: i === 2,
        tags: ['old'],
      },
    ]),
  );
  const tools = Object.fromEntries(
    ['drill', 'saw', 'ladder', 'jack'].map((name, i) => [
      `T-${i + 1}`,
      { tool_id: `T-${i + 1}`, name, status: i === 3 ? 'lent' : 'shelf', daily_fine_cents: 50 },
    ]),
  );
  return {
    members,
    tools,
    loans: { 'L-1': { loan_id: 'L-1', tool_id: 'T-4', member_id: 'M-2', due: '2026-03-01', returned: null } },
  };
}

/** The way every episode of the tests begins. */
export function libraryStart(seed = 'seed'): { state: State; seed: string; start: string } {
  return { state: libraryState(), seed, start: '2026-03-09T09:00:00Z' };
}
