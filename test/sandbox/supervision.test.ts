import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Instance, OpenEnvironment, Sandbox } from '../../src/sandbox/sandbox.ts';
import { withoutNetwork } from '../../src/sandbox/supervisor/network-namespace.ts';
import { library, libraryStart } from './support/library.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function childrenOf(pid: number): { pid: number; command: string }[] {
  let listing: string;
  try {
    listing = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' });
  } catch {
    // ps ends with 1 when there are none.
    return [];
  }
  return listing
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match?.[1] && match[2] ? [{ pid: Number(match[1]), command: match[2] }] : []));
}

function isAlive(pid: number): boolean {
  try {
    // A zombie that nobody has collected yet is dead, too.
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, limitMs: number): Promise<boolean> {
  for (
    const end = performance.now() + limitMs;
    performance.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 30))
  ) {
    if (condition()) return true;
  }
  return condition();
}

const guestsOf = (pid: number): number[] =>
  childrenOf(pid)
    .filter(({ command }) => command.includes('guest/main.js'))
    .map((child) => child.pid);

async function withSandbox(
  processes: number,
  use: (environment: OpenEnvironment, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const sandbox = createSandbox({ processes, limits: { deadlineMs: 700, memoryMb: 96 } });
  try {
    await use(await sandbox.open(library), sandbox);
  } finally {
    await sandbox.close();
  }
}

/** Twenty calls that depend on all that came before. */
async function play(instance: Instance): Promise<unknown[]> {
  const calls: [string, Record<string, string>][] = [];
  for (let round = 0; round < 5; round++) {
    calls.push(
      ['draw_member', {}],
      ['lend_tool', { tool_id: `T-${1 + (round % 3)}`, member_id: 'M-1' }],
      ['get_time', {}],
      ['peek_id', {}],
    );
  }
  return Promise.all(calls.map(([tool, args]) => instance.call(tool, args)));
}

describe('a process that is killed', () => {
  test('while idle is replaced, and its instances go on where they were', async () => {
    await withSandbox(1, async (environment) => {
      const [one, undisturbed] = [await environment.create(libraryStart()), await environment.create(libraryStart())];
      await play(one);
      const fork = await one.fork();
      await fork.call('draw_member', {});
      await play(undisturbed);
      const expected = [await one.hash(), await fork.hash(), JSON.stringify(await one.snapshot())];
      const next = await play(undisturbed);

      for (const pid of guestsOf(process.pid)) process.kill(pid, 'SIGKILL');

      expect([await one.hash(), await fork.hash(), JSON.stringify(await one.snapshot())]).toEqual(expected);
      expect(await play(one)).toEqual(next);
      await one.reset();
      await undisturbed.reset();
      expect(await play(one)).toEqual(await play(undisturbed));
    });
  });

  test('after thousands of writes is replaced by one that knows the last of them', async () => {
    await withSandbox(1, async (environment) => {
      const instance = await environment.create(libraryStart());
      const first = await instance.snapshot();
      const draws = Array.from({ length: 3_000 }, () => instance.call('draw_member', {}));
      expect((await Promise.all(draws)).every(({ outcome }) => outcome === 'success')).toBe(true);
      const last = await instance.snapshot();
      const next = await play(await instance.fork());

      for (const pid of guestsOf(process.pid)) process.kill(pid, 'SIGKILL');

      expect(await instance.snapshot()).toEqual(last);
      expect(await play(instance)).toEqual(next);
      await instance.restore(last);
      for (const pid of guestsOf(process.pid)) process.kill(pid, 'SIGKILL');
      expect(await play(instance)).toEqual(next);
      await instance.restore(first);
      expect(await instance.snapshot()).toEqual(first);
    });
  });

  test('by a runaway call takes only that call with it: all others in flight are answered as if nothing had happened', async () => {
    await withSandbox(2, async (environment) => {
      const instances = await Promise.all(Array.from({ length: 12 }, (_, i) => environment.create(libraryStart(`s${i}`))));
      const quiet = await Promise.all(instances.map(play));
      await Promise.all(instances.map((instance) => instance.reset()));
      const culprits = await Promise.all([0, 1].map(() => environment.create(libraryStart())));

      const [reports, ...disturbed] = await Promise.all([
        Promise.all(culprits.map((culprit) => culprit.call('break_sort', {}))),
        ...instances.map(play),
      ]);

      expect(reports?.map((report) => Reflect.get(report as object, 'outcome'))).toEqual(['deadline', 'deadline']);
      expect(disturbed).toEqual(quiet);
    });
  });
});

test('processes start when they are needed, and close leaves none behind', async () => {
  const sandbox = createSandbox({ processes: 2 });
  const before = guestsOf(process.pid);
  const environment = await sandbox.open(library);
  await Promise.all([1, 2, 3, 4].map(async () => (await environment.create(libraryStart())).hash()));
  const started = guestsOf(process.pid).filter((pid) => !before.includes(pid));
  expect(started.length).toBe(2);
  await sandbox.close();
  expect(await until(() => !started.some(isAlive), 2_000)).toBe(true);
  await expect(environment.create(libraryStart()).then((instance) => instance.hash())).rejects.toMatchObject({
    name: 'SandboxError',
    evidence: { kind: 'died', died: 'crashed', detail: 'the sandbox is closed' },
  });
});

test.skipIf(withoutNetwork().length === 0)(
  'a process has a network of its own, with nothing in it, where namespaces are granted',
  async () => {
    await withSandbox(1, async (environment) => {
      await (await environment.create(libraryStart())).hash();
      const [pid] = guestsOf(process.pid);
      expect(readlinkSync(`/proc/${pid}/ns/net`)).not.toBe(readlinkSync('/proc/self/ns/net'));
      expect(readFileSync(`/proc/${pid}/net/route`, 'utf8').trim().split('\n').length).toBe(1);
    });
  },
);

describe('when the host is killed', () => {
  const script = (tool: string) => `
    import { createSandbox } from ${JSON.stringify(`${root}dist/sandbox/host/ses-sandbox.js`)};
    const { library, start } = JSON.parse(process.argv[1]);
    const sandbox = createSandbox({ processes: 1, limits: { deadlineMs: 600000, steps: 1e12 } });
    const instance = await (await sandbox.open(library)).create(start);
    await instance.hash();
    ${tool === '' ? '' : `void instance.call(${JSON.stringify(tool)}, {});`}
    setTimeout(() => console.log('busy'), 200);
    setInterval(() => {}, 1000);`;

  test.each([
    ['idle', '', 'SIGKILL'],
    ['in an endless loop', 'break_loop', 'SIGKILL'],
    ['in an endless built-in', 'break_sort', 'SIGKILL'],
    ['in an endless built-in', 'break_sort', 'SIGINT'],
  ] as const)('a process that is %s ends, too (%s%s)', async (_, tool, signal) => {
    const host = spawn(
      process.execPath,
      ['--input-type=module', '-e', script(tool), JSON.stringify({ library, start: libraryStart() })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(createInterface({ input: host.stdout }), 'line');
    const pids = childrenOf(host.pid ?? 0).map((child) => child.pid);
    expect(pids.length).toBe(2);
    host.kill(signal);
    await once(host, 'exit');
    expect(await until(() => !pids.some(isAlive), 3_000)).toBe(true);
  });
});
