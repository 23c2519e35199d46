import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Condition, conditionHolds } from '../../../src/domain/checks/conditions.ts';
import type { Episode } from '../../../src/domain/checks/episode.ts';
import type { Declined } from '../../../src/domain/checks/kinds/declined.ts';
import type { Told } from '../../../src/domain/checks/kinds/told.ts';
import {
  demandedValues,
  type Predicate,
  predicate,
  predicateShape,
  type RenderedPredicate,
  renderPredicate,
  wordPredicate,
} from '../../../src/domain/checks/kinds.ts';
import type { ExecutedCall, ToolResult } from '../../../src/domain/rollout/call.ts';
import type { State } from '../../../src/domain/state.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { OpenEnvironment, Sandbox } from '../../../src/sandbox/sandbox.ts';
import { toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

let sandbox: Sandbox;
let opened: OpenEnvironment;

beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  opened = await sandbox.open(toolLibraryWith());
});
afterAll(() => sandbox.close());

type Draft = { [collection: string]: { [key: string]: { [attribute: string]: unknown } } };

function stateWith(change: (draft: Draft) => void): State {
  const draft = structuredClone(toolLibraryState) as Draft;
  change(draft);
  return draft as State;
}

function callOf(tool: string, args: ExecutedCall['arguments'], result: ToolResult = { success: true }): ExecutedCall {
  return { tool, arguments: args, outcome: result.success ? 'success' : 'refused', result, patches: [] };
}

const loan = {
  loan_id: 'L-77',
  tool_id: 'T-1',
  member_id: 'M-2',
  due: '2026-03-16',
  returned: null,
  note: 'For Bo, with care',
  recorded: '2026-03-09T09:00:00Z',
};
const initial = toolLibraryState;
const idle: Episode = { initial, final: initial, calls: [] };
const lent: Episode = { ...idle, final: stateWith((state) => Object.assign(state.loans!, { 'L-77': loan })) };
const renoted: Episode = { ...idle, final: stateWith((state) => Object.assign(state.loans!['L-2']!, { note: 'cleaned' })) };
const gone: Episode = { ...idle, final: stateWith((state) => Reflect.deleteProperty(state.loans!, 'L-2')) };
const lending = callOf('lend_tool', { tool_id: 'T-4', member_id: 'M-2' });
const refusal = callOf('lend_tool', { tool_id: 'T-4', member_id: 'M-2' }, { success: false, error: 'It is lent.' });
const reading = callOf('list_tools', {}, { success: true, data: [{ tool_id: 'T-4', status: 'repair', name: 'Saw' }] });

const allConditions: Condition[] = [
  { attribute: 'tool_id', is: 'equal', value: 'T-1' },
  { attribute: 'returned', is: 'equal', value: null },
  { attribute: 'note', is: 'present', unlike: 'dusty' },
  { attribute: 'note', is: 'says', words: 'for bo' },
];

const dueDay = {
  type: 'date',
  value: '2026-03-16',
  name: 'due',
  others: ['2026-03-20'],
  today: '2026-03-09',
} satisfies Told['answer'];
const lentAlready = {
  as: 'forbidden',
  reason: 'The saw is in repair. status repair',
  rule: 'Only a tool in order is lent.',
  elsewhere: ['A member has at most three loans.'],
  request: 'Lend Bo the saw. tool member loan lend tool',
  acts: ['lend'],
} satisfies Declined['because'];

interface Sample<P> {
  readonly predicate: P;
  readonly fulfilledBy: Episode;
  readonly brokenBy: Episode;
  readonly question: string;
  /** Of another particular, but the same shape. */
  readonly alike: P;
  /** Of another shape. */
  readonly unlike: readonly P[];
}

type Samples = { readonly [Name in RenderedPredicate['kind']]: Sample<Extract<RenderedPredicate, { kind: Name }>> };

/** One sample of each kind of check: a kind without one does not compile. */
const samples: Samples = {
  created: {
    predicate: { kind: 'created', collection: 'loans', count: 1, where: allConditions },
    fulfilledBy: lent,
    brokenBy: renoted,
    question: 'Has a loan been created with tool Drill (T-1), note another text and note "for bo"?',
    alike: {
      kind: 'created',
      collection: 'loans',
      count: 1,
      where: allConditions.map((one) => (one.is === 'equal' && one.value !== null ? { ...one, value: 'T-9' } : one)),
    },
    unlike: [
      { kind: 'created', collection: 'loans', count: 2, where: allConditions },
      { kind: 'created', collection: 'loans', count: 1, where: allConditions.slice(1) },
      {
        kind: 'created',
        collection: 'loans',
        count: 1,
        where: allConditions.map((one) => (one.is === 'present' ? { attribute: 'note', is: 'present' } : one)),
      },
    ],
  },
  told: {
    predicate: { kind: 'told', about: 'when the drill is due', answer: dueDay },
    fulfilledBy: { ...idle, said: [{ after: 1, text: 'It is due on 16 March.' }] },
    brokenBy: { ...idle, said: [{ after: 1, text: 'It is due on 16 March or 20 March.' }] },
    question: 'Has the user been told when the drill is due ("2026-03-16")?',
    alike: { kind: 'told', about: 'when the saw is due', answer: { ...dueDay, value: '2026-03-18' } },
    unlike: [{ kind: 'told', about: 'how many', answer: { ...dueDay, type: 'number', value: 3, name: 'loans' } }],
  },
  declined: {
    predicate: { kind: 'declined', tool: 'lend_tool', because: lentAlready },
    fulfilledBy: { ...idle, said: [{ after: 1, text: 'I could not lend the saw: it is in repair.' }] },
    brokenBy: { ...idle, said: [{ after: 1, text: 'I could not lend the saw: the member has too many loans.' }] },
    question: 'Has the user been told that lend tool was not possible, and why?',
    alike: { kind: 'declined', tool: 'lend_tool', because: { ...lentAlready, reason: 'The drill is lost.' } },
    unlike: [{ kind: 'declined', tool: 'lend_tool', because: { ...lentAlready, as: 'done' } }],
  },
  removed: {
    predicate: { kind: 'removed', collection: 'loans', key: 'L-2' },
    fulfilledBy: gone,
    brokenBy: renoted,
    question: 'Has loan L-2 been removed?',
    alike: { kind: 'removed', collection: 'loans', key: 'L-3' },
    unlike: [{ kind: 'removed', collection: 'tools', key: 'L-2' }],
  },
  changed: {
    predicate: {
      kind: 'changed',
      collection: 'loans',
      key: 'L-2',
      condition: { attribute: 'note', is: 'present', unlike: 'dusty' },
    },
    fulfilledBy: renoted,
    brokenBy: gone,
    question: 'Has the note of loan L-2 changed from "dusty" to another text?',
    alike: { kind: 'changed', collection: 'loans', key: 'L-3', condition: { attribute: 'note', is: 'present', unlike: 'new' } },
    unlike: [{ kind: 'changed', collection: 'loans', key: 'L-2', condition: { attribute: 'note', is: 'present' } }],
  },
  frame: {
    predicate: {
      kind: 'frame',
      created: [],
      removed: [],
      changed: [{ collection: 'loans', key: 'L-2', attributes: ['note'] }],
      exempt: { loans: ['recorded'] },
    },
    fulfilledBy: renoted,
    brokenBy: lent,
    question: 'Has nothing else been changed?',
    alike: {
      kind: 'frame',
      created: [],
      removed: [],
      changed: [{ collection: 'loans', key: 'L-3', attributes: ['note'] }],
      exempt: {},
    },
    unlike: [
      { kind: 'frame', created: [], removed: [], changed: [], exempt: {} },
      {
        kind: 'frame',
        created: [],
        removed: [],
        changed: [{ collection: 'loans', key: 'L-2', attributes: ['note', 'due'] }],
        exempt: {},
      },
      { kind: 'frame', created: [{ collection: 'loans', count: 1 }], removed: [], changed: [], exempt: {} },
    ],
  },
  'never-called': {
    predicate: { kind: 'never-called', tools: ['lend_tool', 'return_tool'], outcome: 'success' },
    fulfilledBy: { ...idle, calls: [reading, refusal] },
    brokenBy: { ...idle, calls: [reading, lending] },
    question: 'Has no call of lend tool and return tool succeeded?',
    alike: { kind: 'never-called', tools: ['return_tool', 'lend_tool'], outcome: 'success' },
    unlike: [
      { kind: 'never-called', tools: ['lend_tool'], outcome: 'success' },
      { kind: 'never-called', tools: ['lend_tool', 'return_tool'], outcome: 'refused' },
    ],
  },
  'looked-up': {
    predicate: {
      kind: 'looked-up',
      records: [
        {
          collection: 'tools',
          key: 'T-4',
          fields: [
            { name: 'tool_id', value: 'T-4' },
            { name: 'status', value: 'repair' },
          ],
        },
      ],
      or: [{ tool: 'lend_tool', arguments: [{ name: 'tool_id', value: 'T-1' }], outcome: 'refused' }],
    },
    fulfilledBy: { ...idle, calls: [reading] },
    brokenBy: { ...idle, calls: [refusal] },
    question: 'Has tool Sander (T-4) been looked up, or a refusal been met?',
    alike: {
      kind: 'looked-up',
      records: [
        {
          collection: 'tools',
          key: 'T-2',
          fields: [
            { name: 'status', value: 'lent' },
            { name: 'tool_id', value: 'T-2' },
          ],
        },
      ],
      or: [{ tool: 'lend_tool', arguments: [{ name: 'tool_id', value: 'T-2' }], outcome: 'refused' }],
    },
    unlike: [
      {
        kind: 'looked-up',
        records: [{ collection: 'tools', key: 'T-4', fields: [{ name: 'tool_id', value: 'T-4' }] }],
        or: [{ tool: 'lend_tool', arguments: [{ name: 'tool_id', value: 'T-1' }], outcome: 'refused' }],
      },
      {
        kind: 'looked-up',
        records: [
          {
            collection: 'tools',
            key: 'T-4',
            fields: [
              { name: 'tool_id', value: 'T-4' },
              { name: 'status', value: 'repair' },
            ],
          },
        ],
        or: [{ tool: 'return_tool', arguments: [{ name: 'tool_id', value: 'T-1' }], outcome: 'refused' }],
      },
    ],
  },
  'asked-first': {
    predicate: {
      kind: 'asked-first',
      calls: [{ tool: 'lend_tool', arguments: [{ name: 'member_id', value: 'M-2' }], outcome: 'success', facts: ['F1'] }],
    },
    fulfilledBy: { ...idle, calls: [lending], replies: [{ after: 0, text: 'T-4.', told: ['F1'] }] },
    brokenBy: { ...idle, calls: [lending], replies: [{ after: 1, text: 'T-4.', told: ['F1'] }] },
    question: 'Has the user told what only they know (F1) before a successful call to lend tool with member id "M-2"?',
    alike: {
      kind: 'asked-first',
      calls: [{ tool: 'lend_tool', arguments: [{ name: 'member_id', value: 'M-1' }], outcome: 'success', facts: ['F2'] }],
    },
    unlike: [
      { kind: 'asked-first', calls: [{ tool: 'lend_tool', arguments: [], outcome: 'success', facts: ['F1'] }] },
      {
        kind: 'asked-first',
        calls: [{ tool: 'lend_tool', arguments: [{ name: 'member_id', value: 'M-2' }], outcome: 'success', facts: ['F1', 'F2'] }],
      },
      {
        kind: 'asked-first',
        calls: [{ tool: 'return_tool', arguments: [{ name: 'member_id', value: 'M-2' }], outcome: 'success', facts: ['F1'] }],
      },
    ],
  },
};

async function statusOf(one: Predicate, source: string, episode: Episode): Promise<string | undefined> {
  const check = { id: 'C1', question: 'Is it so?', role: 'credit', predicate: one, source } as const;
  const [[result] = []] = await opened.evaluate([check], [episode]);
  return result?.error ?? result?.status;
}

describe.each(Object.values(samples))('a check of kind $predicate.kind', (sample: Sample<RenderedPredicate>) => {
  it('is told all that its code looks at, and tells right from wrong', async () => {
    const source = renderPredicate(sample.predicate);
    expect(await statusOf(sample.predicate, source, sample.fulfilledBy)).toBe('pass');
    expect(await statusOf(sample.predicate, source, sample.brokenBy)).toBe('fail');
  });

  it('is data and a question', () => {
    expect(predicate.parse(sample.predicate)).toEqual(sample.predicate);
    expect(wordPredicate(sample.predicate, { skeleton: toolLibrary, initial })).toBe(sample.question);
  });

  it('has a shape that leaves out particulars and nothing else', () => {
    const shape = predicateShape(sample.predicate, '');
    expect(predicateShape(sample.alike, '')).toBe(shape);
    for (const other of sample.unlike) expect(predicateShape(other, '')).not.toBe(shape);
  });
});

describe('a check in code', () => {
  it('sees everything there is', async () => {
    const source =
      '({ initial, final, calls, replies }) => Object.keys(final.loans).length === Object.keys(initial.loans).length && calls[0]?.result !== undefined && replies.length === 1';
    const { fulfilledBy } = samples['asked-first'];
    expect(await statusOf({ kind: 'code' }, source, fulfilledBy)).toBe('pass');
  });

  it('has the shape of its text without numbers and particular texts', () => {
    const shapeOf = (source: string) => predicateShape({ kind: 'code' }, source);
    const one = shapeOf("({ calls }) => calls.filter((call) => call.tool === 'lend_tool').length === 2 && 'M-1' !== 'Bo Lind'");
    expect(shapeOf("({ calls }) =>\n  calls.filter((call) => call.tool === 'lend_tool').length === 3 && 'M-2' !== 'Al'")).toBe(
      one,
    );
    expect(shapeOf("({ calls }) => calls.filter((call) => call.tool === 'return_tool').length === 2 && 'M-1' !== 'Bo'")).not.toBe(
      one,
    );
  });
});

describe('conditions', () => {
  const paired = stateWith((state) => {
    Object.assign(state.tools!, { 'T-50': { tool_id: 'T-50', name: 'New saw', status: 'shelf', tags: ['a'] } });
    Object.assign(state.loans!, { 'L-77': { ...loan, tool_id: 'T-50' } });
  });
  const described = (where: Condition[]): Condition => ({ attribute: 'tool_id', is: 'new-record', collection: 'tools', where });
  const cases: readonly [condition: Condition, holds: boolean][] = [
    [{ attribute: 'due', is: 'equal', value: '2026-03-16' }, true],
    [{ attribute: 'due', is: 'equal', value: '2026-03-17' }, false],
    [{ attribute: 'returned', is: 'equal', value: null }, true],
    [{ attribute: 'note', is: 'present' }, true],
    [{ attribute: 'note', is: 'present', unlike: 'For Bo, with care' }, false],
    [{ attribute: 'note', is: 'present', unlike: 'dusty' }, true],
    [{ attribute: 'returned', is: 'present' }, false],
    [{ attribute: 'tool_id', is: 'present' }, false],
    [{ attribute: 'note', is: 'says', words: 'for bo' }, true],
    [{ attribute: 'note', is: 'says', words: 'for bob' }, false],
    [described([{ attribute: 'name', is: 'equal', value: 'New saw' }]), true],
    [described([{ attribute: 'tags', is: 'equal', value: ['a'] }]), true],
    [described([{ attribute: 'tags', is: 'equal', value: ['b'] }]), false],
    [{ attribute: 'member_id', is: 'new-record', collection: 'members', where: [] }, false],
  ];

  it.each(cases)('%o are the same in code and on records: %s', async (condition, holds) => {
    const one: RenderedPredicate = { kind: 'created', collection: 'loans', count: 1, where: [condition] };
    const episode = { initial, final: paired, calls: [] };
    expect(await statusOf(one, renderPredicate(one), episode)).toBe(holds ? 'pass' : 'fail');
    expect(conditionHolds(condition, paired.loans!['L-77']!, { initial, final: paired })).toBe(holds);
  });

  it('demand the values that they compare with, also of the records that they describe', () => {
    const where: Condition[] = [
      ...allConditions.slice(2),
      described([
        { attribute: 'name', is: 'equal', value: 'New saw' },
        { attribute: 'tags', is: 'present' },
      ]),
    ];
    expect(demandedValues({ kind: 'created', collection: 'loans', count: 1, where })).toEqual([
      { collection: 'tools', attribute: 'name', value: 'New saw' },
    ]);
  });

  it('on new records count for the shape of what refers to them', () => {
    const shapeOf = (condition: Condition) => predicateShape({ kind: 'changed', collection: 'loans', key: 'L-2', condition }, '');
    const named = described([{ attribute: 'name', is: 'equal', value: 'New saw' }]);
    expect(shapeOf(described([{ attribute: 'name', is: 'equal', value: 'Old saw' }]))).toBe(shapeOf(named));
    expect(shapeOf(described([{ attribute: 'status', is: 'equal', value: 'lent' }]))).not.toBe(shapeOf(named));
  });
});
