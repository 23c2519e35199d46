import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { library, libraryStart, toolOf } from './support/library.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

interface Parts {
  readonly body?: string;
  readonly top?: string;
  readonly member?: string;
  readonly returns?: string;
  readonly invariant?: string;
}

/** A module with one mistake: on line 8 (top), 9 (body), 10 (member) or 11 (invariant). */
function moduleOf({
  body = 'return done("x");',
  top = '',
  member = '',
  returns = 'Result',
  invariant = '() => true',
}: Parts): string {
  return `export interface Member { member_id: string; name: string; level: 'basic' | 'plus'; email: string | null }
export interface Loan { loan_id: string; due: string; returned: string | null }
export interface State {
  members: Record<string, Member>;
  loans: Record<string, Loan>;
}
export const POLICY = { basic_limit: 2, plus_limit: 5 } as const;
${top}
export class Library extends Environment<State> { renew({ loan_id, days }: { loan_id: string; days?: number }): ${returns} { ${body} }
  ${member} }
export const invariants: Invariants<State> = { R1: ${invariant} };
`;
}

const member = 'const member = this.state.members[loan_id]; if (!member) return fail("No.");';

/** What models get wrong, the rule that says so, and what a reader must be told to put it right without guessing. */
const mistakes: readonly (readonly [string, Parts, string, number, RegExp])[] = [
  ['a wrong attribute', { body: `${member} return ok(member.balance);` }, 'type', 9, /It has: member_id, name, level, email\./],
  ['a wrong collection', { body: 'return ok(this.state.users);' }, 'type', 9, /It has: members, loans\./],
  [
    'what was found is not tested',
    { body: 'const loan = Object.values(this.state.loans).find((one) => one.loan_id === loan_id); return ok(loan.due);' },
    'type',
    9,
    /if \(!loan\) return fail/,
  ],
  [
    'what was found is not tested where nothing can be refused',
    { invariant: '(state) => Object.values(state.loans).find((one) => one.due === "").due === ""' },
    'type',
    11,
    /\?\. and \?\?/,
  ],
  [
    'a lookup is not tested',
    { body: 'const loan = this.state.loans[loan_id]; loan.due = this.today(); return done("x");' },
    'type',
    9,
    /if \(!loan\) return fail/,
  ],
  [
    'a lookup is counted up',
    { body: 'const n: Record<string, number> = {}; n[loan_id] += 1; return ok(n);' },
    'type',
    9,
    /n\[loan_id\] = \(n\[loan_id\] \?\? 0\) \+ 1/,
  ],
  ['a null is not tested', { body: `${member} return ok(member.email.length);` }, 'type', 9, /member\.email === null/],
  ['an argument left out', { body: 'return ok(this.today(days * 2));' }, 'type', 9, /days === undefined.*days \?\? value/],
  [
    'async',
    { member: 'private async helper(): Promise<number> { return 1; }' },
    'no-async',
    10,
    /async, await and Promise<\.\.\.> out/,
  ],
  ['Date', { body: 'return ok(new Date().toISOString());' }, 'no-date', 9, /this\.now\(\).*this\.addDays/],
  ['localeCompare', { body: 'return ok(loan_id.localeCompare("x"));' }, 'no-locale', 9, /a < b \? -1/],
  ['Intl', { body: 'return ok(new Intl.NumberFormat("en").format(1));' }, 'no-locale', 9, /toFixed/],
  ['a variable of the module', { top: 'let counter = 0;' }, 'no-module-state', 8, /this\.state/],
  [
    'a function of the module',
    { top: 'function next(n: number) { return n + 1; }' },
    'no-module-functions',
    8,
    /private method.*this\./,
  ],
  ['an enum', { top: 'enum Level { Basic }' }, 'module-level', 8, /type Level = /],
  [
    'a regular expression of the module',
    { top: 'const word = /a/g;' },
    'no-module-state',
    8,
    /regular expressions where they are used/,
  ],
  ['a static member', { member: 'static cache: Record<string, number> = {};' }, 'state-only', 10, /this\.state/],
  [
    'the state as a whole',
    { body: 'this.state = { members: {}, loans: {} }; return done("x");' },
    'state-only',
    9,
    /not replaced as a whole/,
  ],
  ['any', { body: 'const data: any = this.state.loans[loan_id]; return ok(data.x);' }, 'no-any', 9, /exact type/],
  ['a cast', { body: 'const loan = { due: "x" } as Loan; return ok(loan);' }, 'no-cast', 9, /const loan: Loan/],
  ['a cast of nothing', { body: 'return ok(this.state.loans[loan_id]!.due);' }, 'no-cast', 9, /\?\?/],
  ['an unknown helper', { body: 'return ok(this.openLoans(loan_id));' }, 'type', 9, /private openLoans\(/],
  ['a helper nearly named', { body: 'return ok(this.addDay("2026-01-01", 1));' }, 'type', 9, /There are: .*addDays/],
  ['an unknown function', { body: 'return ok(clamp(1, 2, 3));' }, 'type', 9, /arguments of the method, POLICY.*private method/],
  ['crypto', { body: 'return ok(crypto.randomUUID());' }, 'no-random', 9, /this\.newId/],
  [
    'another shape',
    { returns: 'Result<Loan>', body: 'return ok({ id: loan_id });' },
    'type',
    9,
    /Loan is \{ loan_id: string; due: string;/,
  ],
  [
    'data without ok',
    { returns: 'Result<Loan>', body: 'const loan = this.state.loans[loan_id]; if (!loan) return fail("x"); return loan;' },
    'type',
    9,
    /return ok\(loan\)/,
  ],
  ['an envelope of its own', { body: 'return { ok: true };' }, 'type', 9, /ok\(data\), done\('message'\) or fail/],
  [
    'an attribute missing',
    { body: 'const loan: Loan = { loan_id, due: this.today() }; return ok(loan);' },
    'type',
    9,
    /returned: string \| null/,
  ],
  ['a Map in the state', { body: 'this.state.loans = new Map<string, Loan>(); return done("x");' }, 'type', 9, /plain JSON/],
  [
    'undefined in the state',
    { body: `${member} member.email = undefined; return done("x");` },
    'type',
    9,
    /null, never undefined/,
  ],
  ['a value that is none', { body: `${member} member.level = "gold"; return done("x");` }, 'type', 9, /values named last/],
  [
    'POLICY compared',
    { body: 'if (POLICY.basic_limit === POLICY.plus_limit) return fail("x"); return done("x");' },
    'type',
    9,
    /: number = POLICY/,
  ],
  ['a return missing', { body: 'if (days) return done("x");' }, 'type', 9, /Every path.*return ok\(data\)/],
  ['a comparator that says yes', { body: 'return ok(["b", "a"].sort((a, b) => a < b));' }, 'type', 9, /\? -1 : 1/],
  ['dates subtracted', { body: 'return ok(this.today() - loan_id);' }, 'type', 9, /this\.daysBetween/],
  [
    'arguments swapped',
    { body: 'return ok(this.addDays(3, this.today()));' },
    'type',
    9,
    /this\.addDays\(when: string, days: number\): string/,
  ],
  [
    'a collection as a list',
    { body: 'for (const loan of this.state.loans) return ok(loan); return done("x");' },
    'type',
    9,
    /Object\.values\(this\.state\.loans\)/,
  ],
  [
    'methods of a list',
    { body: 'return ok(this.state.loans.map((loan) => loan.due));' },
    'type',
    9,
    /Object\.values\(this\.state\.loans\)/,
  ],
  ['what a later Node has', { body: 'return ok(Object.groupBy([1], () => "a"));' }, 'type', 9, /ES2022.*a loop/],
  ['this in an invariant', { invariant: '(state) => this.limit > Object.keys(state.loans).length' }, 'type', 11, /\(state\) =>/],
  [
    'a record for a yes',
    { invariant: '(state) => Object.values(state.loans).find((one) => one.due === "")' },
    'type',
    11,
    /some\(/,
  ],
];

test.each(mistakes)('%s is one finding, with its place and a way out', async (_, parts, rule, line, advice) => {
  const found = await sandbox.diagnose(moduleOf(parts));
  const finding = found.find((one) => one.rule === rule && one.line === line);
  expect(finding?.advice, JSON.stringify(found, undefined, 1)).toMatch(advice);
  for (const one of found) {
    expect(one.line).toBe(line);
    expect(one.advice).toBeDefined();
    expect(one.message).not.toMatch(/compiler option|install type definitions|target library/);
  }
});

test('a text that is not closed is told by the grammar alone', async () => {
  const found = await sandbox.diagnose(moduleOf({ body: 'const x: any = 1; if (days) { return done("x");' }));
  expect(found.map(({ rule }) => rule)).toEqual(['syntax']);
  expect(found[0]?.advice).toMatch(/not closed/);
});

test('the array methods of ES2023 work on the state as on other lists, and count their steps', async () => {
  const body = `const list = this.state.items.one.list;
    if (endless) list.toSorted(() => { for (;;) endless; });
    list.push(0);
    return ok([list.toSorted((a, b) => a - b), list.toReversed(), list.with(0, 9), list.toSpliced(0, 2), list.findLast((n) => n > 1), list.findLastIndex((n) => n > 9)]);`;
  const source = `export interface State { items: { one: { list: number[] } } }
    export class Lists extends Environment<State> { run({ endless }: { endless: boolean }): Result { ${body} } }`;
  expect(await sandbox.diagnose(source)).toEqual([]);
  const lists = await sandbox.open({ ...library, source, tools: [toolOf('run', 'write', { endless: { type: 'boolean' } })] });
  const instance = await lists.create({ ...libraryStart(), state: { items: { one: { list: [3, 1, 2] } } } });
  expect((await instance.call('run', { endless: true })).outcome).toBe('budget');
  const { result, patches } = await instance.call('run', { endless: false });
  expect(result).toEqual({ success: true, data: [[0, 1, 2, 3], [0, 2, 1, 3], [9, 1, 2, 0], [2, 0], 2, -1] });
  expect(patches).toEqual([{ op: 'add', path: '/items/one/list/3', value: 0 }]);
});
