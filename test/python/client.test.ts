import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { movesOf, served } from '../serving/support/served.ts';
import { envscaler } from '../support/command-line.ts';
import { everyKind, preparedWorkspace } from '../support/prepared-workspace.ts';

const root = resolve(import.meta.dirname, '..', '..');
const python = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 9))'], { encoding: 'utf8' });
const usable = python.status === 0 && python.stdout.trim() === 'True';

const server = served();

test.skipIf(!usable)(
  'the Python file plays and scores as trainers use it (skipped without python3 of 3.9 or later)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'python-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const cases = server.scenarios.map((scenario) => ({
      scenario_id: scenario.body.name,
      scenario_hash: scenario.hash,
      task: scenario.body.task,
      moves: movesOf(scenario),
      words: wordsOf(scenario),
    }));
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
    // The same content as that of the server.
    const { cwd } = await preparedWorkspace(everyKind);
    const exported = await envscaler(['export', '--format', 'paper-rl', '--held-out', '0', '--to', 'data'], { cwd });
    expect(exported.code, exported.stderr).toBe(0);
    const played = spawnSync(
      'python3',
      ['-B', join(import.meta.dirname, 'client_test.py'), server.url, join(folder, 'cases.json'), join(cwd, 'data', 'paper-rl')],
      {
        encoding: 'utf8',
        env: { ...process.env, PYTHONPATH: join(root, 'python'), ENVSCALER_URL: server.url },
        timeout: 120_000,
      },
    );
    if (played.status !== 0) throw new Error(`${played.stdout}\n${played.stderr}`);
  },
  180_000,
);

/** What a reference says last, where its scenario holds it. */
function wordsOf({ body }: (typeof server.scenarios)[number]): string {
  const closing: unknown = Object.getOwnPropertyDescriptor(body, 'closing')?.value;
  return typeof closing === 'string' ? closing : 'Everything is done.';
}
