import { type Skeleton, skeleton } from '../../src/domain/environment/skeleton.ts';

/** The design of a small tool library: members borrow tools. Small enough to read, large enough to break rules. */
export const toolLibrary: Skeleton = skeleton.parse({
  name: 'ToolLibrary',
  summary: 'Tool library of a neighbourhood',
  introduction: 'Members of a neighbourhood association borrow tools for some days and bring them back.',
  policy: [{ name: 'most_loans', value: 2, description: 'Tools a member may have at a time.' }],
  entities: [
    {
      name: 'Member',
      collection: 'members',
      key: 'member_id',
      description: 'Someone who may borrow.',
      attributes: [
        { name: 'member_id', type: { kind: 'string' }, description: 'Key.', policy: 'exempt' },
        { name: 'name', type: { kind: 'string' }, description: 'Full name.', unique: true },
        { name: 'suspended', type: { kind: 'boolean' }, description: 'May not borrow.' },
      ],
    },
    {
      name: 'Tool',
      collection: 'tools',
      key: 'tool_id',
      description: 'A tool that can be lent.',
      attributes: [
        { name: 'tool_id', type: { kind: 'string' }, description: 'Key.', policy: 'exempt' },
        { name: 'name', type: { kind: 'string' }, description: 'What it is.' },
        { name: 'status', type: { kind: 'enum', values: ['shelf', 'lent', 'repair'] }, description: 'Where it is.' },
        { name: 'tags', type: { kind: 'list', items: { kind: 'string' } }, description: 'Words to find it by.' },
      ],
    },
    {
      name: 'Loan',
      collection: 'loans',
      key: 'loan_id',
      description: 'A tool in the hands of a member.',
      attributes: [
        { name: 'loan_id', type: { kind: 'string' }, description: 'Key.', policy: 'exempt' },
        { name: 'tool_id', type: { kind: 'reference', entity: 'Tool' }, description: 'The tool.' },
        { name: 'member_id', type: { kind: 'reference', entity: 'Member' }, description: 'Who has it.' },
        { name: 'due', type: { kind: 'date' }, description: 'Day it must be back.' },
        { name: 'returned', type: { kind: 'date' }, nullable: true, description: 'Day it came back.' },
        { name: 'note', type: { kind: 'string' }, description: 'Remark of the desk.', policy: 'semantic' },
        { name: 'recorded', type: { kind: 'datetime' }, description: 'When it was written down.', policy: 'exempt' },
      ],
    },
  ],
  rules: [
    { id: 'R1', kind: 'guard', text: 'A suspended member cannot borrow.' },
    { id: 'R2', kind: 'guard', text: 'A member has at most 2 tools at a time.' },
    { id: 'R3', kind: 'guard', text: 'Only a tool on the shelf can be lent.' },
    { id: 'R4', kind: 'invariant', text: 'A tool is lent exactly when one open loan names it.' },
  ],
  operations: [
    {
      name: 'find_members',
      effect: 'read',
      description: 'Members whose name contains a text.',
      parameters: [{ name: 'text', type: { kind: 'string' }, description: 'Part of a name.' }],
      returns: { kind: 'data', type: { kind: 'list', items: { kind: 'entity', entity: 'Member' } } },
      rules: [],
    },
    {
      name: 'list_tools',
      effect: 'read',
      description: 'Tools, of one status or all.',
      parameters: [
        {
          name: 'status',
          type: { kind: 'enum', values: ['shelf', 'lent', 'repair'] },
          description: 'Only these.',
          required: false,
        },
      ],
      returns: { kind: 'data', type: { kind: 'list', items: { kind: 'entity', entity: 'Tool' } } },
      rules: [],
    },
    {
      name: 'member_loans',
      effect: 'read',
      description: 'Open loans of a member.',
      parameters: [{ name: 'member_id', type: { kind: 'reference', entity: 'Member' }, description: 'The member.' }],
      returns: { kind: 'data', type: { kind: 'list', items: { kind: 'entity', entity: 'Loan' } } },
      rules: [],
    },
    {
      name: 'lend_tool',
      effect: 'write',
      description: 'Lend a tool to a member.',
      parameters: [
        { name: 'tool_id', type: { kind: 'reference', entity: 'Tool' }, description: 'A tool on the shelf.' },
        { name: 'member_id', type: { kind: 'reference', entity: 'Member' }, description: 'Who takes it.' },
        {
          name: 'days',
          type: { kind: 'integer', minimum: 1, maximum: 14 },
          description: 'For how long.',
          required: false,
          default: 7,
        },
        { name: 'note', type: { kind: 'string' }, description: 'Remark.', required: false, default: '' },
      ],
      returns: { kind: 'data', type: { kind: 'entity', entity: 'Loan' } },
      rules: ['R1', 'R2', 'R3'],
    },
    {
      name: 'return_tool',
      effect: 'write',
      description: 'Take a tool back.',
      parameters: [{ name: 'tool_id', type: { kind: 'reference', entity: 'Tool' }, description: 'A tool that is lent.' }],
      returns: { kind: 'message' },
      rules: [],
    },
  ],
});
