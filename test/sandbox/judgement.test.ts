import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../../src/domain/checks/check.ts';
import type { Episode } from '../../src/domain/checks/episode.ts';
import type { State } from '../../src/domain/state.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { OpenEnvironment, Sandbox } from '../../src/sandbox/sandbox.ts';
import { library, librarySource, libraryState } from './support/library.ts';

let sandbox: Sandbox;
let environment: OpenEnvironment;
beforeAll(async () => {
  sandbox = createSandbox({ processes: 1, limits: { steps: 200_000, deadlineMs: 800, memoryMb: 96 } });
  environment = await sandbox.open(library);
});
afterAll(() => sandbox.close());

function checkOf(id: string, source: string): Check {
  return { id, question: `${id}?`, role: 'credit', predicate: { kind: 'code' }, source };
}

function episode(): Episode {
  const final = libraryState();
  Reflect.deleteProperty(final.members ?? {}, 'M-3');
  return {
    initial: libraryState(),
    final,
    calls: [
      {
        tool: 'remove_member',
        arguments: { member_id: 'M-3' },
        outcome: 'success',
        result: { success: true, message: 'Removed.' },
        patches: [],
      },
    ],
  };
}

describe('checks', () => {
  test('judge many episodes at once, over states and calls', async () => {
    const checks = [
      checkOf('removed', "({ initial, final }) => 'M-3' in initial.members && !('M-3' in final.members)"),
      checkOf(
        'called',
        '({ calls }) => calls.some((call) => call.tool === "remove_member" && call.arguments["member_id"] === "M-3")',
      ),
    ];
    const idle: Episode = { initial: libraryState(), final: libraryState(), calls: [] };
    const results = await environment.evaluate(checks, [episode(), idle, episode()]);
    expect(results.map((one) => one.map(({ status }) => status))).toEqual([
      ['pass', 'pass'],
      ['fail', 'fail'],
      ['pass', 'pass'],
    ]);
  });

  test('find words in a text, whatever its case, punctuation and order, and in nothing else', async () => {
    const said: [text: string, words: string, isSaid: boolean][] = [
      ['New laptop', 'new laptop', true],
      ['Purpose: “NEW, laptop!”', 'New laptop', true],
      ['Für Öl & Gas', 'für öl', true],
      ['renew laptop', 'new laptop', false],
      ['laptop, new', 'new laptop', true],
      ['', 'new', false],
      ['Old laptop', 'new laptop', false],
      ['A small dent in the rear bumper, from parking', 'dented the rear bumper while parking', true],
      ['Driver hit a deer', 'dented the rear bumper while parking', false],
      ['it is so', 'is it so or so', false],
    ];
    const checks = said.map(([text, words], index) =>
      checkOf(`s${index}`, `() => says(${JSON.stringify(text)}, ${JSON.stringify(words)})`),
    );
    const none = checkOf('none', '() => says(null, "new") || says(["new"], "new")');
    const [results = []] = await environment.evaluate([...checks, none], [episode()]);
    expect(results.map(({ status }) => status === 'pass')).toEqual([...said.map(([, , isSaid]) => isSaid), false]);
  });

  test('see every state as it is, whatever it has in common with the initial one', async () => {
    const initial = libraryState();
    const { members = {}, tools = {}, loans = {} } = libraryState();
    const [ana = {}, bo = {}] = [members['M-1'], members['M-2']];
    const finals: State[] = [
      libraryState(),
      { members: { 'M-2': bo, 'M-1': { ...ana, tags: [] } }, tools, loans },
      JSON.parse(
        `{"members":{"__proto__":${JSON.stringify(ana)},"M-1":${JSON.stringify(bo)}},"tools":{},"extra":{"x":{"y":[1]}}}`,
      ),
    ];
    const checks = finals.map((final, index) =>
      checkOf(`c${index}`, `({ final }) => JSON.stringify(final) === ${JSON.stringify(JSON.stringify(final))}`),
    );
    const same = checkOf('same', '({ initial, final }) => initial.members["M-1"] === final.members["M-1"]');
    const results = await environment.evaluate(
      [...checks, same],
      finals.map((final) => ({ initial, final, calls: [] })),
    );
    expect(results.map((one) => one.map(({ status }) => status))).toEqual([
      ['pass', 'fail', 'fail', 'pass'],
      ['fail', 'pass', 'fail', 'fail'],
      ['fail', 'fail', 'pass', 'fail'],
    ]);
  });

  test('that end the process on one episode are judged on all others of the same beginning', async () => {
    const check = checkOf('stuck', '({ final }) => "M-3" in final.members || !/^(a+)+$/.test("a".repeat(60) + "b")');
    const initial = libraryState();
    const calm = { initial, final: libraryState(), calls: [] };
    const results = await environment.evaluate([checkOf('calm', '() => true'), check], [calm, { ...episode(), initial }, calm]);
    expect(results.map((one) => one.map(({ status }) => status))).toEqual([
      ['pass', 'pass'],
      ['pass', 'error'],
      ['pass', 'pass'],
    ]);
  });

  test.each([
    ['throws', '() => { throw new Error("broken"); }', 'it threw Error: broken'],
    [
      'changes what it judges',
      '({ final }) => { delete final.members["M-1"]; return true; }',
      'it tried to change what it judges',
    ],
    ['never ends', '() => { for (;;) {} }', 'more than 200000 steps'],
    ['never ends inside a built-in', '() => /^(a+)+$/.test("a".repeat(60) + "b")', 'no answer within 800 ms'],
    [
      'fills memory',
      '() => { const hoard: number[][] = []; for (let i = 0; i < 1e5; i++) hoard.push(new Array(5000).fill(i)); return true; }',
      'more than 96 MB',
    ],
    ['answers with a number', '({ final }) => JSON.parse(JSON.stringify(Object.keys(final.members).length))', 'of type number'],
    ['has a type error', '({ final }) => final.member !== undefined', "Property 'member' does not exist"],
    ['breaks the grammar', '({ final }) => {', 'expected'],
    ['is more than one function', '() => true), ((globalThis as any).x = 1', 'must be one arrow function'],
    ['leaves its place', '() => true) }; const kept = []; ({ x: (1', '[syntax]'],
    ['keeps state in a closure', '(() => { let n = 0; return () => n++ > 0; })()', 'must be one arrow function'],
    ['reads the clock', '() => Date.now() > 0', 'Date is not available'],
    ['adds to every object', '({ final }) => { Object.prototype.polluted = 1; return true; }', 'may not be used'],
  ])('that one %s is an error, and the others are judged all the same', async (_, source, message) => {
    const checks = [checkOf('before', '() => true'), checkOf('bad', source), checkOf('after', '() => false')];
    const [results] = await environment.evaluate(checks, [episode()]);
    expect(results?.map(({ id, status }) => [id, status])).toEqual([
      ['before', 'pass'],
      ['bad', 'error'],
      ['after', 'fail'],
    ]);
    expect(results?.[1]?.error).toContain(message);
  });

  test.each([
    ['{ members: { removed: ["M-3"] } }', 'pass'],
    ['{ members: { removed: ["M-2", "M-3"], changed: { "M-1": ["name"] } }, loans: { created: 1 } }', 'pass'],
    ['{}', 'fail'],
    ['{ members: { removed: ["M-2"] } }', 'fail'],
    ['{ members: { created: 3, exempt: ["name"] } }', 'fail'],
    ['{ constructor: { removed: ["M-3"] } }', 'fail'],
  ])('may say that nothing changed but %s', async (allowed, status) => {
    const [results] = await environment.evaluate(
      [checkOf('frame', `({ initial, final }) => changedOnly(initial, final, ${allowed})`)],
      [episode()],
    );
    expect(results).toEqual([{ id: 'frame', status }]);
  });

  test('may compare values whatever the order of their keys', async () => {
    const pairs = [
      '{ a: 1, b: [2] }, { b: [2], a: 1 }',
      '{ a: 1 }, { a: 1, b: 2 }',
      '[1, 2], [2, 1]',
      '[], {}',
      'null, {}',
      '{ toString: 1 }, { a: 1 }',
    ];
    const [results] = await environment.evaluate(
      pairs.map((pair, index) => checkOf(`c${index}`, `() => sameValue(${pair})`)),
      [episode()],
    );
    expect(results?.map(({ status }) => status)).toEqual(['pass', 'fail', 'fail', 'fail', 'fail', 'fail']);
  });

  test('of none are no results', async () => {
    expect(await environment.evaluate([], [episode()])).toEqual([[]]);
  });
});

describe('invariants', () => {
  test('are asked for each state', async () => {
    const broken = libraryState();
    Object.assign(broken.tools?.['T-1'] ?? {}, { status: 'lent' });
    expect(await environment.invariants([libraryState(), broken])).toEqual([
      [
        { rule: 'R1', status: 'holds' },
        { rule: 'R2', status: 'holds' },
      ],
      [
        { rule: 'R1', status: 'broken' },
        { rule: 'R2', status: 'holds' },
      ],
    ]);
  });

  test('that throw, run on or write are errors', async () => {
    const source = librarySource.replace(
      / {2}R2: .*\n/,
      `  R2: (state) => Object.values(state.members).every((member) => member.name.length > 0),
  R3: () => { for (;;) {} },
  R4: (state) => { state.members = {}; return true; },\n`,
    );
    const hostile = await sandbox.open({ ...library, source });
    const state = libraryState();
    Reflect.deleteProperty(state.members?.['M-1'] ?? {}, 'name');
    const [reports] = await hostile.invariants([state]);
    expect(reports?.map(({ rule, status }) => [rule, status])).toEqual([
      ['R1', 'holds'],
      ['R2', 'error'],
      ['R3', 'error'],
      ['R4', 'error'],
    ]);
    expect(reports?.[3]?.error).toContain('tried to change');
  });
});
