import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { secretsIn } from '../../src/cli/config/environment.ts';
import { reportError } from '../../src/cli/report-error.ts';
import { openLog } from '../../src/cli/terminal/log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'envscaler-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('an error that nobody expected', () => {
  const secret = 'sk-very-secret-key';
  const forms = [secret, Buffer.from(`user:${secret}`).toString('base64').slice(12, -4), encodeURIComponent(secret)];

  it.each([
    [true, 'bug'],
    [false, 'bug'],
    [true, 'user'],
    [false, 'user'],
  ])('is shown without keys, in no form of them (with --json: %s, %s)', (json, kind) => {
    const text = `it broke at https://user:${secret}@host/ with Basic ${Buffer.from(`user:${secret}`).toString('base64')}`;
    const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
    const code = reportError(kind === 'bug' ? new TypeError(text) : new UserError(text), { json, secrets: [secret] }, streams);
    expect(code).toBe(kind === 'bug' ? 1 : 2);
    const shown = [streams.stdout, streams.stderr].map((stream) => String(stream.read() ?? '')).join('');
    expect(shown).toContain('it broke at');
    for (const form of forms) expect(shown).not.toContain(form);
  });

  it('has its secrets from every variable that is named like one', () => {
    const variables = { OPENAI_API_KEY: 'a', WORDING_KEY: ' b ', HF_TOKEN: 'c', HOME: 'd', EMPTY_KEY: '' };
    expect(secretsIn(variables)).toEqual(['a', 'b', 'c']);
  });
});

describe('the log', () => {
  const options = {
    command: 'run',
    level: 'info' as const,
    startedAt: new Date('2026-03-09T09:00:00Z'),
    secrets: ['sk-very-secret-key'],
  };

  it('is JSON lines in a file of the workspace, written at once, without keys', async () => {
    const log = await openLog({ ...options, directory }, () => undefined);
    log.info({ stage: 'write', apiKey: 'another', headers: { authorization: 'Bearer abc' } }, 'asked with sk-very-secret-key');
    log.debug('not at this level');
    const [file = ''] = readdirSync(join(directory, 'logs'));
    const text = readFileSync(join(directory, 'logs', file), 'utf8');
    expect(file.startsWith('2026-03-09T09-00-00.000Z-run-')).toBe(true);
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ stage: 'write', apiKey: '[redacted]', msg: 'asked with [redacted]' });
    expect(text).not.toMatch(/another|Bearer abc|very-secret/);
  });

  it('that cannot be written warns once and keeps nothing', async () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    const warnings: string[] = [];
    const log = await openLog({ ...options, directory: file }, (text) => warnings.push(text));
    log.info('one');
    log.info('two');
    expect(warnings).toEqual([expect.stringMatching(/^The log .*a-file.* cannot be written \(ENOTDIR.*goes on without it\.$/)]);
  });

  it.runIf(existsSync('/dev/full'))('on a full disk does not end the run', async () => {
    const logs = join(directory, 'full', 'logs');
    mkdirSync(logs, { recursive: true });
    symlinkSync('/dev/full', join(logs, `2026-03-09T09-00-00.000Z-run-${process.pid}.jsonl`));
    const warnings: string[] = [];
    const log = await openLog({ ...options, directory: join(directory, 'full') }, (text) => warnings.push(text));
    expect(() => log.info('one')).not.toThrow();
    log.info('two');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(warnings).toEqual([expect.stringMatching(/ENOSPC/)]);
  });
});
