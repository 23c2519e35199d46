import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { library, librarySkeleton, librarySource, libraryStart, toolOf } from './support/library.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

/** A module around the statements of a method, which stand on line 9, and other parts. */
function moduleOf({
  body = 'return done("fine");',
  member = '',
  top = '',
}: {
  body?: string;
  member?: string;
  top?: string;
}): string {
  return `export interface Item { n: number; name: string; stack: string[]; due: string }
export interface State {
  items: Record<string, Item>;
}
export const POLICY = { limit: 3, words: ['a', 'b'] } as const;
${top}
export class Shop extends Environment<State> {
  run({ when = '' }: { when?: string }): Result {
    ${body}
  }
  ${member}
}
export const invariants: Invariants<State> = { R1: (state) => Object.keys(state.items).length < 9 };
`;
}

test('a good module has no findings, whatever its records and variables are called', async () => {
  expect(await sandbox.diagnose(librarySource)).toEqual([]);
  const body = `const process = this.state.items['x'];
    const { stack } = process ?? { stack: [] };
    const symbol = { Date: 1, process: 2, random: () => 3 };
    const copy = [...stack, ...(process?.stack ?? [])].sort((a, b) => (a < b ? -1 : 1));
    label: for (const one of copy) { if (one === POLICY.words[0]) continue label; }
    return ok({ symbol: symbol.Date + symbol.process, text: \`\${symbol.random()}\`.padStart(3), upper: when.toUpperCase() });`;
  const top =
    'interface Process { Symbol: string }\ntype Date2 = Process;\nconst LEVELS = [1, -2, 0.5] as const;\nexport const NAME = `x` + LEVELS[0];';
  expect(await sandbox.diagnose(moduleOf({ body, top: top.replaceAll('\n', ' ') }))).toEqual([]);
});

describe('a method body is refused', () => {
  test.each([
    ['return ok(new Date().getTime());', 'no-date', 19],
    ['const when: Date | null = null; return ok(when);', 'no-date', 17],
    ['return ok(Math.random());', 'no-random', 20],
    ['return ok(eval("1"));', 'no-eval', 15],
    ['return ok(new Function("return 1")());', 'no-eval', 19],
    ['return ok(require("fs"));', 'no-import', 15],
    ['return ok(import("fs"));', 'no-import', 15],
    ['return ok(process.env);', 'no-host', 15],
    ['return ok(globalThis);', 'no-host', 15],
    ['return ok(window);', 'no-host', 15],
    ['fetch("x"); return done("x");', 'no-network', 5],
    ['console.log(1); return done("x");', 'no-console', 5],
    ['setTimeout(() => 1, 1); return done("x");', 'no-timers', 5],
    ['Promise.resolve(1); return done("x");', 'no-async', 5],
    ['const f = async () => 1; f(); return done("x");', 'no-async', 15],
    ['return ok([..."ab"].sort((a, b) => a.localeCompare(b)));', 'no-locale', 42],
    ['return ok((1).toLocaleString());', 'no-locale', 19],
    ['return ok(new Intl.NumberFormat().format(1));', 'no-locale', 19],
    ['return ok(new WeakMap().has({}));', 'no-weak', 19],
    ['return ok(Symbol.iterator.toString());', 'no-reflection', 15],
    ['return ok(Reflect.ownKeys(this.state));', 'no-reflection', 15],
    ['return ok(new Proxy({}, {}));', 'no-reflection', 19],
    ['return ok(new Uint8Array(3).length);', 'no-binary', 19],
    ['return ok(this.constructor.name);', 'no-prototype', 20],
    ['return ok((this as any)["constructor"]);', 'no-prototype', 29],
    ['const { constructor } = {} as any; return ok(constructor);', 'no-prototype', 13],
    ['return ok(({} as any).__proto__);', 'no-underscores', 27],
    ['return ok({ ["x"]: 1, __secret: 2 });', 'no-underscores', 27],
    ['return ok(Object.getPrototypeOf(this));', 'no-reflection', 22],
    ['return ok(new Error("x").stack);', 'no-stack', 30],
    ['return ok(this.state.items.hasOwnProperty(when));', 'no-object-methods', 32],
    ['(this as any).kept = 1; return done("x");', 'state-only', 5],
    ['function* all() { yield 1; } return ok([...all()]);', 'no-generators', 13],
    ['const Local = class {}; return ok(new Local());', 'one-class', 19],
    ['class Local {} return ok(new Local());', 'one-class', 5],
    ['enum Level { Low } return ok(Level.Low);', 'no-enum', 5],
    ['using kept = null; return ok(kept);', 'no-using', 5],
    ['debugger; return done("x");', 'no-debugger', 5],
    ['// @ts-ignore\n return ok(nothing);', 'no-ts-ignore', 5],
    ['return ok(this.state.item);', 'type', 26],
    ['const n: number = when; return ok(n);', 'type', 11],
    ['if (when) return done("x");', 'type', 0],
    ['return ok(1;', 'syntax', 16],
  ])('%s', async (body, rule, column) => {
    const found = await sandbox.diagnose(moduleOf({ body }));
    const diagnostic = found.find((one) => one.rule === rule);
    expect(diagnostic, JSON.stringify(found)).toBeDefined();
    if (column > 0) expect([diagnostic?.line, diagnostic?.column]).toEqual([9, column]);
    if (rule !== 'type' && rule !== 'syntax') expect(diagnostic?.advice).toMatch(/\S.*\.$/);
    expect(diagnostic?.message).toMatch(/\S/);
  });
});

describe('outside of methods is refused', () => {
  test.each([
    [{ top: 'import { readFileSync } from "node:fs";' }, 'no-import'],
    [{ top: 'export { POLICY as other };' }, 'no-export'],
    [{ top: 'export default 1;' }, 'no-export'],
    [{ top: 'let counter = 0;' }, 'no-module-state'],
    [{ top: 'const cache: Record<string, number> = {};' }, 'no-module-state'],
    [{ top: 'const cache = new Map<string, number>();' }, 'no-module-state'],
    [{ top: 'const word = /a/g;' }, 'no-module-state'],
    [{ top: 'const next = () => 1;' }, 'no-module-state'],
    [{ top: 'function helper() { return 1; }' }, 'no-module-functions'],
    [{ top: 'enum Level { Low }' }, 'module-level'],
    [{ top: 'declare const limit: number;' }, 'module-level'],
    [{ top: 'namespace Limits { export const low = 1; }' }, 'module-level'],
    [{ top: 'for (;;) {}' }, 'module-level'],
    [{ top: 'class Other {}' }, 'one-class'],
    [{ member: 'static kept = 1;' }, 'state-only'],
    [{ member: 'private kept = 1;' }, 'state-only'],
    [{ member: 'constructor() { super(); }' }, 'state-only'],
    [{ member: 'get size() { return 1; }' }, 'state-only'],
    [{ member: 'private helper = () => 1;' }, 'plain-methods'],
    [{ member: 'static { }' }, 'state-only'],
    [{ member: 'private async helper() { return 1; }' }, 'no-async'],
  ])('%j', async (parts, rule) => {
    const found = await sandbox.diagnose(moduleOf(parts));
    expect(found.map((one) => one.rule)).toContain(rule);
  });

  test('a module without a class, a class of another family, and invariants that are not functions', async () => {
    expect((await sandbox.diagnose('export interface State {}')).map((one) => one.rule)).toContain('one-class');
    expect((await sandbox.diagnose(moduleOf({}).replace('extends Environment<State>', ''))).map((one) => one.rule)).toContain(
      'one-class',
    );
    const made = moduleOf({}).replace(/invariants: .*/, 'invariants: Invariants<State> = (() => ({ R1: () => true }))();');
    expect((await sandbox.diagnose(made)).map((one) => one.rule)).toContain('invariants-shape');
  });
});

test('a module that does not pass is not opened, and the error carries all findings', async () => {
  const source = moduleOf({ body: 'return ok(Date.now() + nothing);' });
  const opening = sandbox.open({ source, tools: [toolOf('run', 'read')], skeleton: librarySkeleton });
  await expect(opening).rejects.toMatchObject({
    name: 'SandboxError',
    evidence: { kind: 'diagnostics', diagnostics: await sandbox.diagnose(source) },
  });
  expect((await sandbox.diagnose(source)).map(({ line, rule }) => [line, rule])).toEqual([
    [9, 'no-date'],
    [9, 'type'],
  ]);
});

test('texts that look like code to the compartment mean what they say', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder belongs to the module's own template
  const template = '`import(${n} eval(${n}) -->\\``';
  const body = String.raw`const name = 'import("x") <!-- eval(1) -->';
    let n = 3;
    while (n --> 0) { /* import( eval( */ }
    const texts = { 'eval(': 1, "import(": '\u2028é\\' };
    return ok([name, ${template}, /import\(x|eval\(|-->/.test(name), texts, this.import(2), n]);`;
  const source = moduleOf({ body, member: 'private import(n: number): number { return n + POLICY.limit; }' });
  expect(await sandbox.diagnose(source)).toEqual([]);
  const environment = await sandbox.open({ ...library, source, tools: [toolOf('run', 'read')] });
  const instance = await environment.create({ ...libraryStart(), state: { items: {} } });
  expect((await instance.call('run', {})).result).toEqual({
    success: true,
    data: ['import("x") <!-- eval(1) -->', 'import(-1 eval(-1) -->`', true, { 'eval(': 1, 'import(': '\u2028é\\' }, 5, -1],
  });
});

test('types are left out wherever they stand, every statement is counted and marked in its place, and no line moves', async () => {
  const body = `const numbers: readonly number[] = [1, 2]
    type Local = { readonly n: number }
    ;[3].forEach((n: number | Local) => n)
    const make = <T,>(value: T): {
      kept: T } => ({ kept: value satisfies T });
    let sum = 0;
    outer: for (const one of numbers) for (let i = 0; i < one; i++) if (i > 5) break outer; else sum += i + one
    do sum--; while (sum > 3)
    switch (sum) { case 3: type Inner = 1; const inner: Inner = 1; sum += inner; }
    const side = sum > 3 ? (n: number): number => n + 1 : <T,>(n: T) => n;
    if (when === 'x') return ok(this.double<number>(numbers.at(9) ?? JSON.parse('{')));
    return ok([make(sum).kept, this.double<number>(side(1))]); // the last line is a comment`;
  const source = moduleOf({ body, member: 'private double<T extends number>(this: Shop, n: T): number { return n * 2; }' });
  expect(await sandbox.diagnose(source)).toEqual([]);
  for (const traced of [false, true]) {
    const environment = await sandbox.open(
      { ...library, source, tools: [toolOf('run', 'read', { 'when?': { type: 'string' } })] },
      { traced },
    );
    const instance = await environment.create({ ...libraryStart(), state: { items: {} } });
    expect((await instance.call('run', {})).result).toEqual({ success: true, data: [4, 4] });
    const wrong = await instance.call('run', { when: 'x' });
    expect(wrong.detail).toContain("(line 19: if (when === 'x') return ok(");
  }
});
