import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { envscaler } from '../support/command-line.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'envscaler-cli-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => envscaler(args, { cwd, env });

describe('help', () => {
  it('names every command, the environment variables and the exit codes, and loads nothing that it does not need', async () => {
    const begun = performance.now();
    const { code, stdout, stderr } = await cli(['--help']);
    expect(performance.now() - begun).toBeLessThan(1500);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of ['run', 'skel', 'scen', 'rollout', 'export', 'status', 'list', 'show', 'trace', 'diff', 'play']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${word}\\b`, 'm'));
    }
    expect(stdout).toMatch(/OPENAI_API_KEY.*\n.*130 interrupted/);
  });

  it('of a command shows its flags and the common ones', async () => {
    const { code, stdout } = await cli(['scen', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/--env <id\.\.\.>/);
    expect(stdout).toMatch(/--workspace <dir>/);
  });

  it('is what a bare call answers', async () => {
    const { code, stdout } = await cli([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: envscaler/);
  });
});

describe('a mistake on the command line', () => {
  it.each([
    [['skle'], 'Unknown command "skle". Did you mean "skel"?'],
    [['help', 'exprot'], 'Unknown command "exprot". Did you mean "export"?'],
    [['run', '--sed', '3'], 'Unknown flag "--sed" of "envscaler run". Did you mean "--seed"?'],
    [['--workspce', 'x', 'run'], 'Unknown flag "--workspce". Did you mean "--workspace"?'],
    [['run', '--count'], 'The flag "--count" needs a value. "envscaler run --help" tells more.'],
    [['scen', '--count', '0'], '--count takes a whole number from 1 on, not "0".'],
    [['rollout', '--attempts', '1.5'], '--attempts takes a whole number from 1 on, not "1.5".'],
    [['run', '--seed', '-1'], '--seed takes a whole number from 0 on, not "-1".'],
    [['run', '--concurrency', 'many'], '--concurrency takes a whole number from 1 on, not "many".'],
    [['export', '--held-out', '2'], '--held-out takes a number from 0 to 1, not "2".'],
    [['run', '--author', 'openia'], 'Unknown author "openia". Did you mean "openai"?'],
    [['rollout', '--agent', 'refrence'], 'Unknown agent "refrence". Did you mean "reference"?'],
    [['list', 'enviroments'], 'Unknown kind "enviroments". Did you mean "environments"?'],
    [['list'], '"envscaler list" needs <kind>. "envscaler list --help" tells more.'],
    [['status', 'now'], '"envscaler status" takes fewer words than "now". "envscaler status --help" tells more.'],
    [['export', '--format', 'tlr-sft', '--to', 'x'], 'There is no dataset format "tlr-sft". Did you mean "trl-sft"?'],
    [['export', '--format', 'trl-sft'], 'Say where the datasets go: --to DIR.'],
    [['export', '--to', 'x'], 'Name at least one format: --format NAME. "envscaler export --help" lists them.'],
  ])('%j gets one sentence, nothing on standard output, and exit code 2', async (args, message) => {
    expect(await cli(args)).toMatchObject({ code: 2, stdout: '', stderr: `envscaler: ${message}\n` });
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  it('is an event with --json, before and after the command', async () => {
    for (const args of [
      ['--json', 'list', 'enviroments'],
      ['list', 'enviroments', '--json'],
      ['skle', '--json'],
    ]) {
      const { code, stdout } = await cli(args);
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ event: 'error', kind: 'user' });
    }
  });
});

describe('model settings', () => {
  it('without key or endpoint make --author openai and --agent openai a mistake', async () => {
    for (const args of [
      ['run', '--author', 'openai'],
      ['rollout', '--agent', 'openai'],
    ]) {
      const { code, stdout, stderr } = await cli(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^envscaler: .*OPENAI_API_KEY.*OPENAI_BASE_URL/);
    }
  });

  it('with a key but no model name say which two settings give it, and never show the key', async () => {
    const { code, stderr } = await cli(['skel'], { OPENAI_API_KEY: 'sk-secret-of-mine' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/--model NAME.*ENVSCALER_MODEL/);
    expect(stderr).not.toContain('sk-secret');
  });

  it('are read from .env, where the environment goes first', async () => {
    writeFileSync(
      join(cwd, '.env'),
      'OPENAI_API_KEY=sk-from-file\nOPENAI_BASE_URL=http://127.0.0.1:9/v1\nENVSCALER_MODEL=model-of-file\n',
    );
    const first = async (env: Record<string, string>) =>
      (await cli(['skel', '--tasks', 'missing.txt'], env)).stderr.split('\n')[0];
    expect(await first({})).toBe('Author: the model model-of-file at 127.0.0.1:9/v1.');
    expect(await first({ ENVSCALER_MODEL: 'model-of-shell' })).toBe('Author: the model model-of-shell at 127.0.0.1:9/v1.');
  });

  it('in a .env that cannot be read are a mistake that names the file', async () => {
    mkdirSync(join(cwd, '.env'));
    const { code, stderr } = await cli(['status']);
    expect(code).toBe(2);
    expect(stderr).toContain(join(cwd, '.env'));
  });
});

describe('an empty workspace', () => {
  it.each([['status'], ['list', 'environments'], ['list', 'scenario'], ['show'], ['trace']])(
    'is told about by "%s %s" with the command that fills it, and stays untouched',
    async (...args) => {
      const { code, stdout, stderr } = await cli(args.filter((word) => word !== undefined));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(
        'The workspace "out" is empty. Fill it with "envscaler run", or choose another with --workspace DIR.\n',
      );
      expect(existsSync(join(cwd, 'out'))).toBe(false);
    },
  );

  it.each([
    ['show', 'env-12345678'],
    ['trace', 'env-12345678'],
    ['diff', 'env-12345678', 'env-23456789'],
    ['play', 'scen-12345678'],
  ])('has nothing that "%s %s" could mean', async (...args) => {
    const { code, stdout, stderr } = await cli(args.filter((word) => word !== undefined));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/-12345678".*is empty.*envscaler run/);
  });

  it('has nothing to export, play or write scenarios for', async () => {
    const exported = await cli(['export', '--format', 'bundle', '--to', 'x']);
    expect(exported).toMatchObject({ code: 2, stdout: '' });
    expect(exported.stderr).toMatch(/nothing to export/);
    expect((await cli(['scen'])).code).toBe(2);
    expect((await cli(['rollout'])).code).toBe(2);
  });
});
