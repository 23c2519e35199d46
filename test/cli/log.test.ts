import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { openLog } from '../../src/cli/log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'envscaler-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the log', () => {
  const options = {
    command: 'run',
    level: 'info' as const,
    startedAt: new Date('2026-03-09T09:00:00Z'),
    secrets: ['sk-very-secret-key'],
  };

  it('is JSON lines in a file of the workspace, written at once, without keys', async () => {
    const log = await openLog({ ...options, directory });
    log.info({ stage: 'write', apiKey: 'another', headers: { authorization: 'Bearer abc' } }, 'asked with sk-very-secret-key');
    log.debug('not at this level');
    const [file = ''] = readdirSync(join(directory, 'logs'));
    const text = readFileSync(join(directory, 'logs', file), 'utf8');
    expect(file.startsWith('2026-03-09T09-00-00.000Z-run-')).toBe(true);
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ stage: 'write', apiKey: '[redacted]', msg: 'asked with [redacted]' });
    expect(text).not.toMatch(/another|Bearer abc|very-secret/);
  });

  it('tells what to do when its folder cannot be made', async () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    await expect(openLog({ ...options, directory: file })).rejects.toThrow(UserError);
    await expect(openLog({ ...options, directory: file })).rejects.toThrow(/--workspace DIR/);
  });
});
