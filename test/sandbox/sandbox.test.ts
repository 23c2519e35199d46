import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashJson } from '../../src/base/hash.ts';
import type { Json } from '../../src/base/json.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { State } from '../../src/domain/state.ts';
import { applyPatches } from '../../src/sandbox/host/patches.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { CallReport, Instance, OpenEnvironment, Sandbox } from '../../src/sandbox/sandbox.ts';
import { library, librarySkeleton, libraryStart, libraryState, libraryTools, toolOf } from './support/library.ts';

const limits = { steps: 300_000, deadlineMs: 1_000, memoryMb: 96 };
let sandbox: Sandbox;
let environment: OpenEnvironment;

beforeAll(async () => {
  sandbox = createSandbox({ processes: 1, limits });
  environment = await sandbox.open(library);
});
afterAll(() => sandbox.close());

async function fresh(seed?: string): Promise<Instance> {
  return environment.create(libraryStart(seed));
}

describe('a call', () => {
  test('that succeeds answers, changes the state and says how', async () => {
    const instance = await fresh();
    const report = await instance.call('lend_tool', { tool_id: 'T-1', member_id: 'M-1', days: 3 });
    expect(report).toMatchObject({
      outcome: 'success',
      result: { success: true, data: { tool_id: 'T-1', member_id: 'M-1', due: '2026-03-12', returned: null } },
    });
    expect(report.patches.map(({ op, path }) => `${op} ${path.replace(/L-\d+/, 'L-n')}`)).toEqual([
      'replace /tools/T-1/status',
      'add /loans/L-n',
    ]);
    expect(await instance.snapshot()).toEqual(applyPatches(libraryState(), report.patches));
  });

  test.each([
    ['a refusal', 'lend_tool', { tool_id: 'T-1', member_id: 'M-3' }, 'refused', undefined],
    ['a refusal after a change', 'break_refusal', {}, 'refused', 'changed the state before refusing: /tools/T-1/status'],
    ['an unknown tool', 'lend_tol', {}, 'unknown-tool', undefined],
    ['a bad argument', 'lend_tool', { tool_id: 'T-1' }, 'invalid-arguments', undefined],
    ['an exception', 'break_throw', {}, 'exception', 'TypeError: Cannot read properties of undefined'],
    ['a read that writes', 'break_read', {}, 'exception', 'break_read tried to change the state'],
    ['a result that is not JSON', 'break_result', {}, 'bad-result', '/data/list/1/when is undefined'],
    ['a result without the envelope', 'break_envelope', {}, 'bad-result', 'unknown property "note"'],
    ['a state that is not JSON', 'break_state', {}, 'bad-state', '/tools/T-1/daily_fine_cents is NaN'],
    ['an endless loop', 'break_loop', {}, 'budget', 'more than 300000 steps'],
    ['an endless built-in', 'break_sort', {}, 'deadline', 'no answer within 1000 ms'],
    ['a memory bomb', 'break_memory', {}, 'memory', 'more than 96 MB'],
  ])('that ends in %s leaves everything as it was', async (_, tool, args, outcome, detail) => {
    const instance = await fresh();
    const other = await fresh('other');
    await instance.call('lend_tool', { tool_id: 'T-1', member_id: 'M-1' });
    await other.call('draw_member', {});
    const before = [await instance.hash(), JSON.stringify(await instance.snapshot()), await other.hash()];
    const twin = await instance.fork();

    const report = await instance.call(tool, args);

    expect(report).toMatchObject({ outcome, result: { success: false }, patches: [] });
    if (detail === undefined) expect(report.detail).toBeUndefined();
    else expect(report.detail).toContain(detail);
    expect([await instance.hash(), JSON.stringify(await instance.snapshot()), await other.hash()]).toEqual(before);
    // Clock, ids and random numbers were not moved either.
    for (const [next, input] of [
      ['lend_tool', { tool_id: 'T-2', member_id: 'M-1' }],
      ['draw_member', {}],
      ['get_time', {}],
    ] as const) {
      expect(await instance.call(next, input)).toEqual(await twin.call(next, input));
    }
  });

  test('of a defect tells the agent nothing, and its detail names the line', async () => {
    const report = await (await fresh()).call('break_throw', {});
    expect(report.result).toEqual({ success: false, error: 'The tool failed unexpectedly and changed nothing.' });
    expect(report.detail).toMatch(/\(line \d+: return ok\(nothing\.list\.length\);\)$/);
  });

  test('with bad arguments is told all that is wrong', async () => {
    const { result } = await (await fresh()).call('lend_tool', { tool_id: 7, member_id: 'x', day: 3, days: 1.5 });
    expect(result).toEqual({
      success: false,
      error:
        'Invalid arguments for lend_tool: "day" is not an argument of this tool. Did you mean "days"?; "tool_id" must be a string, but got 7; ' +
        '"member_id" must match the pattern ^M-[0-9]+$, but got "x"; "days" must be a whole number, but got 1.5.',
    });
    expect((await (await fresh()).call('lend_tol', {})).result).toEqual({
      success: false,
      error: 'There is no tool "lend_tol". Did you mean "lend_tool"?',
    });
  });

  test.each([[undefined], ['text'], [null], [[]], [{ member_id: 'M-1', tag: undefined }]])(
    'with %j for arguments is refused',
    async (args) => {
      expect((await (await fresh()).call('tag_member', args)).outcome).toBe('invalid-arguments');
    },
  );

  test('finds no record under the names of what objects inherit', async () => {
    const instance = await fresh();
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(await instance.call('tag_member', { member_id: name, tag: 'new' })).toMatchObject({
        outcome: 'refused',
        result: { error: `No member ${name}.` },
      });
      expect(await instance.call('list_loans', { member_id: name })).toMatchObject({ outcome: 'refused' });
    }
  });

  test('works on records whose keys are the names of what objects inherit', async () => {
    const { members, tools, loans } = libraryState();
    const ana = members?.['M-1'];
    const state: State = JSON.parse(
      `{"members":{"__proto__":${JSON.stringify(ana)},"toString":${JSON.stringify(ana)}},"tools":{},"loans":{}}`,
    );
    const instance = await environment.create({ ...libraryStart(), state: { ...state, tools: tools ?? {}, loans: loans ?? {} } });
    for (const key of ['__proto__', 'toString']) {
      const report = await instance.call('tag_member', { member_id: key, tag: 'board' });
      expect(report).toMatchObject({
        outcome: 'success',
        patches: [{ op: 'add', path: `/members/${key}/tags/0`, value: 'board' }],
      });
    }
    expect(JSON.stringify(await instance.snapshot())).toContain('"__proto__":{');
    expect((await instance.call('remove_member', { member_id: '__proto__' })).outcome).toBe('success');
    expect(JSON.stringify(await instance.snapshot())).not.toContain('__proto__');
  });
});

describe('a state that grows by many successful calls', () => {
  const source = `export interface State { notes: Record<string, { text: string; tags: string[] }> }
export class Notes extends Environment<State> {
  add({ length }: { length: number }): Result { this.state.notes[this.newId('N')] = { text: 'x'.repeat(length), tags: [] }; return done('Added.'); }
  tag(): Result { for (const note of Object.values(this.state.notes)) note.tags.push('a'); return done('Tagged.'); }
  drop(): Result { for (const key of Object.keys(this.state.notes).slice(0, 5)) delete this.state.notes[key]; return done('Dropped.'); }
}
export const invariants: Invariants<State> = {};
`;
  const tools = [toolOf('add', 'write', { length: { type: 'integer' } }), toolOf('tag', 'write'), toolOf('drop', 'write')];
  const begin = { state: { notes: {} }, seed: 's', start: '2026-03-09T09:00:00Z' };

  test('ends as bad-state at the limit, and goes on when it has shrunk', async () => {
    const small = createSandbox({ processes: 1, limits: { stateMb: 0.1 } });
    const instance = await (await small.open({ source, tools, skeleton: librarySkeleton })).create(begin);
    let added = 0;
    let report = await instance.call('add', { length: 5000 });
    for (; report.outcome === 'success' && added < 100; added++) report = await instance.call('add', { length: 5000 });
    expect(added).toBe(20);
    expect(report).toMatchObject({ outcome: 'bad-state', detail: 'add made the state too large: it may take 0.1 MB as a whole' });
    expect(JSON.stringify(await instance.snapshot()).length).toBeLessThan(0.1 * 1024 * 1024);
    expect((await instance.call('tag', {})).outcome).toBe('success');
    expect((await instance.call('drop', {})).outcome).toBe('success');
    expect((await instance.call('add', { length: 5000 })).outcome).toBe('success');
    await small.close();
  });

  test('never takes the process with it, however small its parts are', async () => {
    const small = createSandbox({ processes: 1, limits: { ...limits, stateMb: 0.5 } });
    const instance = await (await small.open({ source, tools, skeleton: librarySkeleton })).create(begin);
    for (let i = 0; i < 50; i++) await instance.call('add', { length: 2 });
    const outcomes = new Set<string>();
    for (let i = 0; i < 3000 && !outcomes.has('bad-state'); i++) outcomes.add((await instance.call('tag', {})).outcome);
    expect([...outcomes]).toEqual(['success', 'bad-state']);
    await small.close();
  });
});

describe('an instance', () => {
  test('has a clock that moves one minute after each successful write and at no other time', async () => {
    const instance = await fresh();
    const now = async () => (await instance.call('get_time', {})).result;
    expect(await now()).toMatchObject({ data: { now: '2026-03-09T09:00:00Z', today: '2026-03-09', weekday: 1 } });
    await instance.call('list_loans', { member_id: 'M-1' });
    await instance.call('tag_member', { member_id: 'nobody', tag: 'new' });
    expect(await now()).toMatchObject({ data: { now: '2026-03-09T09:00:00Z' } });
    await instance.call('tag_member', { member_id: 'M-1', tag: 'new' });
    await instance.call('draw_member', {});
    expect(await now()).toMatchObject({ data: { now: '2026-03-09T09:02:00Z' } });
  });

  test('gives ids that are no key of any collection, and the same for the same seed', async () => {
    const [one, two, other] = [await fresh('a'), await fresh('a'), await fresh('b')];
    const peek = async (instance: Instance) => (await instance.call('peek_id', {})).result;
    expect(await peek(one)).toEqual(await peek(one));
    expect(await peek(one)).toEqual(await peek(two));
    expect(await peek(one)).not.toEqual(await peek(other));

    const lent = await one.call('lend_tool', { tool_id: 'T-1', member_id: 'M-1' });
    const id = /"loan_id":"([^"]+)"/.exec(JSON.stringify(lent.result))?.[1] ?? '';
    const taken = libraryState();
    const crowded = await environment.create({
      ...libraryStart('a'),
      state: { ...taken, members: { ...taken.members, [id]: taken.members?.['M-1'] ?? {} } },
    });
    const second = await crowded.call('lend_tool', { tool_id: 'T-1', member_id: 'M-1' });
    expect(second.outcome).toBe('success');
    expect(JSON.stringify(second.result)).not.toContain(`"${id}"`);
  });

  test('goes back to its beginning on reset, with clock, ids and random numbers', async () => {
    const instance = await fresh();
    const play = async () => [
      await instance.call('lend_tool', { tool_id: 'T-1', member_id: 'M-1' }),
      await instance.call('draw_member', {}),
      await instance.call('get_time', {}),
      await instance.hash(),
    ];
    const first = await play();
    await instance.reset();
    expect(await instance.snapshot()).toEqual(libraryState());
    expect(await play()).toEqual(first);
  });

  test('and its fork go separate ways from the same point', async () => {
    const instance = await fresh();
    await instance.call('lend_tool', { tool_id: 'T-1', member_id: 'M-1' });
    const fork = await instance.fork();
    const middle = await fork.hash();
    expect(await fork.call('draw_member', {})).toEqual(await instance.call('draw_member', {}));
    await fork.call('remove_member', { member_id: 'M-3' });
    expect(await fork.hash()).not.toBe(await instance.hash());
    await fork.reset();
    expect(await fork.hash()).toBe(middle);
    await instance.close();
    expect((await fork.call('get_time', {})).outcome).toBe('success');
  });

  test('has the hash of its state, computed the same way outside', async () => {
    const instance = await fresh();
    expect(await instance.hash()).toBe(hashJson(libraryState()));
    await instance.call('tag_member', { member_id: 'M-2', tag: 'board' });
    expect(await instance.hash()).toBe(hashJson(await instance.snapshot()));
  });

  test('is not changed by what the caller does to the state it was made from, or to its snapshot', async () => {
    const start = libraryStart();
    const instance = await environment.create(start);
    Reflect.deleteProperty(start.state, 'members');
    Reflect.deleteProperty(await instance.snapshot(), 'members');
    expect(await instance.snapshot()).toEqual(libraryState());
  });
});

test('random calls give the same observations and hashes in two processes, one call at a time or many at once', async () => {
  const random = seededRandom('calls');
  const calls = Array.from({ length: 300 }, (): [string, Record<string, string>] => {
    const tool = random.pick(libraryTools.map(({ name }) => name).filter((name) => !/loop|sort|memory/.test(name)));
    const all = {
      tool_id: `T-${random.integer(1, 5)}`,
      member_id: `M-${random.integer(1, 4)}`,
      loan_id: 'L-1',
      tag: random.pick(['new', 'old', 'board', 'child']),
    };
    const wanted = Object.keys(libraryTools.find(({ name }) => name === tool)?.parameters.properties ?? {});
    return [tool, Object.fromEntries(Object.entries(all).filter(([key]) => wanted.includes(key)))];
  });
  const other = createSandbox({ processes: 2 });
  const reports: CallReport[] = [];
  const hashes: string[] = [];
  const slow = await fresh('same');
  for (const [tool, args] of calls) {
    reports.push(await slow.call(tool, args));
    hashes.push(await slow.hash());
  }
  const fast = await (await other.open(library)).create(libraryStart('same'));
  const seen = await Promise.all(calls.map(async ([tool, args]) => Promise.all([fast.call(tool, args), fast.hash()])));
  await other.close();

  expect(seen.map(([report]) => report)).toEqual(reports);
  expect(seen.map(([, hash]) => hash)).toEqual(hashes);
  expect(new Set(reports.map(({ outcome }) => outcome)).size).toBeGreaterThan(4);
});

test('an instance that cannot be made does not disturb the others in its process', async () => {
  let deep: unknown = 1;
  for (let level = 0; level < 20_000; level++) deep = [deep];
  const calm = await fresh();
  const broken = environment
    .create({ ...libraryStart(), state: { deep: { record: { deep } } } as unknown as State })
    .then((instance) => instance.hash());
  const calls = Promise.all(Array.from({ length: 20 }, () => calm.call('draw_member', {})));
  await expect(broken).rejects.toThrow();
  expect((await calls).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => 'success'));
  expect(await calm.hash()).toBe(
    hashJson((await calls).reduce((state, { patches }) => applyPatches(state, patches), libraryState() as Json)),
  );
});

test('an environment is compiled and loaded once for the same module and tools', async () => {
  expect(await sandbox.open({ ...library })).toBe(environment);
});

test('a tool without a method, a bad schema and a bad start are refused with the reason', async () => {
  const missing = { ...library, tools: [{ ...library.tools[0], name: 'lend_car' }] as typeof library.tools };
  await expect(sandbox.open(missing)).rejects.toMatchObject({
    name: 'SandboxError',
    evidence: { kind: 'refused', problem: expect.stringContaining('The class has no method lend_car') },
  });
  const broken = { ...library, tools: [{ ...library.tools[0], parameters: { type: 'objekt' } }] as typeof library.tools };
  await expect(sandbox.open(broken)).rejects.toMatchObject({
    name: 'SandboxError',
    message: expect.stringContaining('lend_tool are not a valid JSON Schema'),
    evidence: { kind: 'tool-schema', tool: 'lend_tool' },
    cause: expect.any(Error),
  });
  const list: unknown = [];
  await expect(environment.create({ ...libraryStart(), state: list as State })).rejects.toThrow('needs a state');
  await expect(environment.create({ ...libraryStart(), start: 'tomorrow' })).rejects.toMatchObject({
    name: 'SandboxError',
    message: expect.stringContaining('cannot start at "tomorrow"'),
    evidence: { kind: 'start', given: 'tomorrow' },
  });
});
