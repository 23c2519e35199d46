import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashText } from '../../src/base/hash.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { librarySkeleton, toolOf } from './support/library.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1, limits: { steps: 100_000 } });
});
afterAll(() => sandbox.close());

/** Where a text stands: before the first statement of a method, inside its loop, or after its last statement. */
const places = ['in front of', 'inside', 'behind'] as const;
type Place = (typeof places)[number];

function moduleOf(text: string, place: Place, wrong = ''): string {
  const at = (here: Place): string => (here === place ? `${text}\n${wrong}` : '');
  return `export interface State {
  items: Record<string, { n: number }>;
}
export class Shop extends Environment<State> {
  run({ most = 0 }: { most?: number }): Result {
    ${at('in front of')}
    let sum = 0;
    for (const one of Object.values(this.state.items)) {
      ${at('inside')}
      sum += one.n;
    }
    if (sum > 1000) {
      sum = 0;
    }
    if (sum < most) return fail('Too few.'); // R1
    for (; most < 0; ) {}
    return done('fine');
    ${at('behind')}
  }
}
export const invariants: Invariants<State> = {};
`;
}

const texts: readonly string[] = [
  '// @ts-ignore\n',
  '//@ts-expect-error it is known\n',
  '/* @ts-ignore */',
  '/** @ts-expect-error */',
  '/*\n * well\n * @ts-ignore */',
  '// @TS-NoCheck\n',
  '/// <reference lib="dom" />\n',
  'const r = /"/; // @ts-ignore "\n',
  "const r = /'/; /* @ts-ignore ' */",
  'const r = /`/; // @ts-expect-error `\n',
  'const r = /[/"]/g; // @ts-ignore "\n',
  'const r = `"`; // @ts-ignore "`\n',
  'const r = 4 / 2; // / @ts-ignore "\n',
  '\\u0024mark(0); \\u0024mark(5);',
  '\\u{24}mark(5);',
  '$mark(5); $mark1(5);',
  'const \\u0024tick = Math.abs;',
  'const $tick = Math.abs, $tick1 = Math.abs;',
  'var $tick = Math.abs;',
  'function \\u0024tick() { return 0; }',
  'const { ["const" + "ructor"]: made } = this.run;',
  'JSON.parse("[]")["const" + "ructor"]["const" + "ructor"]("$mark(5)")();',
  'arguments[0]; this.run.caller;',
  '} run(): Result { return done("fine");',
  '} private other(): Result { return done("fine");',
  '} get state() { return {}; } static x() {',
  'label: for (;;) { break label; }',
  'try { } catch { } finally { }',
  '<!-- for\n',
  '--> for\n',
  '"use sloppy"; var invariants = {};',
];

const cases = texts.flatMap((text) => places.map((place) => ({ text, place })));

describe('no text around or inside a method', () => {
  it.each(cases)('makes a wrong module a right one: $place it $text', async ({ text, place }) => {
    expect(await sandbox.diagnose(moduleOf(text, place, 'nothing();'))).not.toEqual([]);
  });

  it.each(cases)('reports branches that were not taken, or lifts a limit: $place it $text', async ({ text, place }) => {
    const source = moduleOf(text, place);
    if ((await sandbox.diagnose(source)).length > 0) return;
    const most = { type: 'integer' };
    const tools = [toolOf('run', 'read', { 'most?': most })];
    const environment = await sandbox.open({ source, tools, skeleton: librarySkeleton }, { traced: true });
    const instance = await environment.create({
      state: { items: { one: { n: 1 } } },
      seed: 's',
      start: '2026-03-09T09:00:00Z',
    });
    const lineOf = (wanted: string): number => source.split('\n').findIndex((line) => line.includes(wanted)) + 1;
    const { reached = [] } = await instance.call('run', {});
    const taken = reached.flatMap((number) => environment.branches[number] ?? []);

    expect(taken).not.toContainEqual(expect.objectContaining({ kind: 'then', line: lineOf('if (sum > 1000) {') }));
    expect(taken).not.toContainEqual(expect.objectContaining({ line: lineOf("return fail('Too few.')"), rules: ['R1'] }));
    expect(taken).toContainEqual(expect.objectContaining({ kind: 'return' }));
    expect((await instance.call('run', { most: -1 })).outcome).toBe('budget');
    await instance.close();
  });

  it('can hold the name of what counts steps: it ends in the hash of the text that would hold it', async () => {
    const plain = moduleOf('', 'in front of');
    const guessed = moduleOf(`const $tick_${hashText(plain).slice(0, 32)} = Math.abs;`, 'in front of');
    const environment = await sandbox.open({
      source: guessed,
      tools: [toolOf('run', 'read', { 'most?': { type: 'integer' } })],
      skeleton: librarySkeleton,
    });
    const instance = await environment.create({ state: { items: {} }, seed: 's', start: '2026-03-09T09:00:00Z' });
    expect((await instance.call('run', { most: -1 })).outcome).toBe('budget');
  });
});
