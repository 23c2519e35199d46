import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envscaler } from '../support/command-line.ts';
import { hashesOf, temporaryFolder } from '../support/folder.ts';
import { oneEnvironment, preparedWorkspace, smallRun } from '../support/prepared-workspace.ts';

interface Event {
  readonly event: string;
  readonly status?: string;
  readonly stage?: string;
  readonly counts?: Record<string, number>;
}

function eventsOf(stdout: string): Event[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
}

const small = ['run', '--count', '2', '--scenarios', '3'];

describe('the whole pipeline from the command line', () => {
  it('leaves accepted environments, certified scenarios and datasets, does nothing the second time, and is the same anywhere', {
    timeout: 240_000,
  }, async () => {
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    const first = await envscaler([...small, '--json'], { cwd: here });
    expect(first.stderr).toContain('embedded procedural author');
    expect(first.code, first.stderr).toBe(0);
    const summary = eventsOf(first.stdout).find((event) => event.event === 'summary');
    expect(summary).toMatchObject({ scenarios: 6, certified: 6, trajectories: 6 });

    const second = await envscaler([...small, '--json'], { cwd: here });
    expect(second.code).toBe(0);
    const ends = eventsOf(second.stdout).filter((event) => event.event === 'unit-end');
    expect(ends.length).toBeGreaterThan(30);
    expect(new Set(ends.map((event) => event.status))).toEqual(new Set(['cached']));

    const elsewhere = await envscaler([...small, '--concurrency', '1'], { cwd: there });
    expect(elsewhere.code, elsewhere.stderr).toBe(0);
    expect(hashesOf(join(there, 'out', 'exports'))).toEqual(hashesOf(join(here, 'out', 'exports')));
  });

  it('makes another dataset of another seed', { timeout: 120_000 }, async () => {
    const { cwd: folder } = await preparedWorkspace(smallRun);
    const [one = []] = smallRun;
    await envscaler([...one, '--to', 'one'], { cwd: folder });
    await envscaler([...one, '--seed', '2', '--to', 'two'], { cwd: folder });
    const rows = (name: string): string => readFileSync(join(folder, name, 'trl-sft', 'train.jsonl'), 'utf8');
    expect(rows('one')).not.toBe(rows('two'));
  });

  it('plans without doing or writing anything', async () => {
    const folder = temporaryFolder();
    const plan = await envscaler(['run', '--plan'], { cwd: folder });
    expect(plan.code, plan.stderr).toBe(0);
    expect(plan.stdout).toMatch(/has never run/);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('explains in a plan what another seed would run again, and keeps the old versions when it does', {
    timeout: 120_000,
  }, async () => {
    const { cwd: folder } = await preparedWorkspace([...oneEnvironment, ['scen', '--count', '2']]);
    const plan = await envscaler(['scen', '--count', '2', '--seed', '2', '--plan'], { cwd: folder });
    expect(plan.stdout).toContain('seed changed from 1 to 2');
    await envscaler(['scen', '--count', '2', '--seed', '2'], { cwd: folder });
    const listed = async (...more: string[]): Promise<number> => {
      const { stdout } = await envscaler(['list', 'scenarios', '--json', ...more], { cwd: folder });
      return stdout
        .trim()
        .split('\n')
        .filter((line) => line.includes('scen-')).length;
    };
    expect(await listed()).toBe(2);
    expect(await listed('--all-versions')).toBe(4);
  });

  it('counts what agents earn: the reference everything, nothing for doing nothing', { timeout: 120_000 }, async () => {
    const { cwd: folder } = await preparedWorkspace([...oneEnvironment, ['scen', '--count', '4']]);
    const played = await envscaler(
      ['rollout', '--agent', 'reference', '--agent', 'noop', '--agent', 'random', '--attempts', '2'],
      { cwd: folder },
    );
    expect(played.code, played.stderr).toBe(0);
    expect(played.stdout).toMatch(/reference\s+8\s+100 %\s+1\.00\s+0/);
    expect(played.stdout).toMatch(/noop\s+8\s+0 %\s+0\.00\s+0/);
    expect(played.stdout).toMatch(/random\s+8\s+0 %\s+\d\.\d\d\s+0/);
  });

  it('skips malformed lines with file and line, and refuses a file without tasks', async () => {
    const folder = temporaryFolder();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, 'tasks.jsonl'), '{"text": "Please renew the library books I borrowed."}\n{"text": \n');
    const some = await envscaler(['skel', '--tasks', 'tasks.jsonl', '--count', '1'], { cwd: folder });
    expect(some.stderr).toContain('tasks.jsonl:2: skipped');
    expect(some.code, some.stderr).toBe(0);
    writeFileSync(join(folder, 'empty.jsonl'), '');
    const none = await envscaler(['skel', '--tasks', 'empty.jsonl'], { cwd: folder });
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/empty\.jsonl.*empty/);
  });
});
