import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { machineTrouble } from '../../src/base/machine-trouble.ts';
import { cleanEnvironment, envscaler, executable, start } from '../support/command-line.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'envscaler-trouble-'));

describe('trouble of the machine', () => {
  it.each([
    ['ENOSPC', /no room left.*Free some space/],
    ['EMFILE', /too many files.*ulimit -n/],
    ['EACCES', /permission.*another place/],
    ['EROFS', /only be read/],
    ['SQLITE_FULL', /no room left to write the database/],
    ['SQLITE_IOERR_WRITE', /Check the disk/],
  ])('is told by its code: %s', (code, text) => {
    const inner = Object.assign(new Error('x'), { code, path: '/data/x' });
    expect(machineTrouble(new Error('outer', { cause: inner }))?.text).toMatch(text);
    expect(machineTrouble(inner)?.text).toMatch(/^\/data\/x: .*run the same command again\.$/);
  });

  it('is nothing that a program could have caused', () => {
    expect(machineTrouble(new TypeError('x is not a function'))).toBeUndefined();
    expect(machineTrouble(Object.assign(new Error('x'), { code: 'ERR_ASSERTION' }))).toBeUndefined();
  });
});

describe.runIf(existsSync('/proc/self'))('a workspace where no folder can be made', () => {
  it.each(['/proc/nope', '/proc/nope/deeper', '/dev/null/x'])('is refused at once: %s', async (workspace) => {
    const { code, stderr } = await envscaler(['skel', '--count', '1', '--workspace', workspace], { cwd: folder() });
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot be opened|may not be written/);
    expect(stderr).toMatch(/--workspace/);
    expect(stderr).not.toMatch(/defect of the program/);
  });
});

it('a dataset does not take the root of the file system', async () => {
  const { code, stderr } = await envscaler(['export', '--format', 'bundle', '--to', '/'], { cwd: folder() });
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/defect of the program/);
});

it.runIf(existsSync('/dev/full'))('standard output on a full disk is told, and no defect', () => {
  const { status, stderr } = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${executable}" run --help > /dev/full`], {
    cwd: folder(),
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/standard output: .*no room left/);
  expect(stderr).not.toMatch(/defect|at Object|node:internal/);
  expect(status).toBe(1);
});

it.skipIf(process.platform === 'win32')('a terminal that goes away ends a run like Ctrl-C, with the way to go on', async () => {
  const { child, finished } = start(['run', '--count', '3'], { cwd: folder() });
  await new Promise<void>((resolve) => child.stderr?.on('data', (text: string) => /tasks: 1 of 1/.test(text) && resolve()));
  const begun = performance.now();
  child.kill('SIGHUP');
  const { code, stderr } = await finished;
  expect(code).toBe(130);
  expect(stderr).toMatch(/go on with: envscaler run --count 3|run the same command|envscaler run --count 3/);
  expect(performance.now() - begun).toBeLessThan(20_000);
});
