import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { kindNames } from '../../src/domain/kinds.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Lineage } from '../../src/store/store.ts';
import { temporaryFolder } from '../store/support/temporary.ts';

const program = fileURLToPath(new URL('support/three-stages.mjs', import.meta.url));

interface Ended {
  /** Lines it printed: one for each unit that began or ended. */
  readonly lines: readonly string[];
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
}

/** Runs the pipeline in a process of its own; `kill` decides after each line whether to kill it without warning. */
async function runPipeline(file: string, haltBefore = 0, kill: (lines: readonly string[]) => boolean = halted): Promise<Ended> {
  const child = spawn(process.execPath, [program, file, String(haltBefore)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (kill(lines)) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ lines, signal, code }));
  });
}

function halted(lines: readonly string[]): boolean {
  return lines.at(-1) === 'halted';
}

/** All that a reader of the store sees, of both selections, without numbers of attempts and runs. */
async function contents(file: string): Promise<unknown> {
  const store = await openStore({ kind: 'sqlite', file });
  const outline = (lineage: Lineage): unknown => [lineage.attempt.stage, lineage.artifact.hash, lineage.inputs.map(outline)];
  try {
    const all: unknown[] = [];
    for (const kind of kindNames) {
      for (const versions of ['current', 'all'] as const) {
        for (const { hash, subject, body, stage } of await store.artifacts(kind, { versions })) {
          const lineage = await store.lineage(hash);
          all.push({ versions, kind, hash, subject, body, stage, lineage: lineage && outline(lineage) });
        }
      }
    }
    const attempts = (await store.attempts()).map(({ stage, subject, status, reason, fingerprint }) => ({
      stage,
      subject,
      status,
      reason,
      fingerprint,
    }));
    return { all, attempts };
  } finally {
    await store.close();
  }
}

let undisturbed: unknown;

beforeAll(async () => {
  const file = join(temporaryFolder(), 'store.sqlite');
  const { code, lines } = await runPipeline(file);
  expect(code).toBe(0);
  // 12 tasks, 10 topics and one unit over all of them, each begun and ended.
  expect(lines).toHaveLength(2 * 23);
  undisturbed = await contents(file);
});

// Each of the 23 units is written when it begins, when it ends, and when the run comes to rest on it.
it.each([1, 3, 17, 37, 69])(
  'killed before write %i to the store and run again, it ends with the same artifacts',
  async (write) => {
    const file = join(temporaryFolder(), 'store.sqlite');
    const killed = await runPipeline(file, write);
    expect(killed.signal).toBe('SIGKILL');
    const ended = killed.lines.filter((line) => line.startsWith('unit-end'));

    const resumed = await runPipeline(file);
    expect(resumed.code).toBe(0);
    const cached = resumed.lines.filter((line) => line.startsWith('unit-end cached'));
    expect(cached.length).toBeGreaterThanOrEqual(ended.length);
    expect(cached.length).toBeLessThan(23 + (write === 69 ? 1 : 0));
    expect(await contents(file)).toEqual(undisturbed);
  },
);

it('killed again and again at any moment, it still ends with the same artifacts, and then does nothing', async () => {
  const file = join(temporaryFolder(), 'store.sqlite');
  for (const seen of [2, 19, 33]) await runPipeline(file, 0, (lines) => lines.length === seen);
  expect((await runPipeline(file)).code).toBe(0);
  expect(await contents(file)).toEqual(undisturbed);
  const again = await runPipeline(file);
  expect(again.lines.filter((line) => !line.startsWith('unit-end cached'))).toEqual([]);
});
