import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { envscaler, start } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';

const command = ['run', '--count', '1', '--scenarios', '2'];

/** Every current artifact, by kind and subject. */
async function artifacts(folder: string): Promise<string[]> {
  const kinds = [
    'tasks',
    'verdicts',
    'candidates',
    'topics',
    'skeletons',
    'environments',
    'states',
    'assessments',
    'scenarios',
    'trajectories',
  ];
  const found: string[] = [];
  for (const kind of kinds) {
    const { stdout } = await envscaler(['list', kind, '--json'], { cwd: folder });
    for (const line of stdout.trim().split('\n')) {
      const { subject, hash } = JSON.parse(line) as { subject: string; hash: string };
      found.push(`${kind} ${subject} ${hash}`);
    }
  }
  return found;
}

describe('a killed run', () => {
  it('goes on with the same command and ends with the artifacts of an undisturbed one', { timeout: 180_000 }, async () => {
    const undisturbed = temporaryFolder();
    expect((await envscaler(command, { cwd: undisturbed })).code).toBe(0);

    const killed = temporaryFolder();
    for (const milliseconds of [700, 1500, 2500, 4000]) {
      const { child, finished } = start(command, { cwd: killed });
      await Promise.race([wait(milliseconds), finished]);
      child.kill('SIGKILL');
      await finished;
    }
    const resumed = await envscaler(command, { cwd: killed });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(await artifacts(killed)).toEqual(await artifacts(undisturbed));
  });

  it('says after Ctrl-C how to go on, with exit code 130', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    const { child, finished } = start([...command, '--quiet'], { cwd: folder });
    await wait(2000);
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(stderr).toContain('go on with: envscaler run --count 1 --scenarios 2');
    expect(code).toBe(130);
    expect((await envscaler(command, { cwd: folder })).code).toBe(0);
  });
});
