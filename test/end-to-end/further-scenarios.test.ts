import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { envscaler } from '../support/command-line.ts';
import { oneEnvironment, preparedWorkspace } from '../support/prepared-workspace.ts';

type Line = Readonly<Record<string, unknown>>;

function linesOf(stdout: string): Line[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** So many tasks of a kind of which the embedded author knows few: some must repeat others. */
const scen = (count: number, ...more: string[]): string[] => [
  'scen',
  '--count',
  String(count),
  '--difficulty',
  'easy',
  '--kinds',
  'already-done',
  ...more,
];

const yieldSchema = z.object({
  asked: z.number(),
  usable: z.number(),
  further: z.number(),
  repeated: z.number(),
  incomplete: z.number(),
});

function yieldIn(summary: Line | undefined): z.infer<typeof yieldSchema> {
  return z.object({ yields: z.tuple([yieldSchema]) }).parse(summary).yields[0];
}

async function scenariosIn(cwd: string): Promise<unknown[]> {
  return linesOf((await envscaler(['list', 'scenarios', '--json'], { cwd })).stdout).map(({ id }) => id);
}

describe('scenarios that repeat others', () => {
  it('are made up for by further ones within bounds, once', async () => {
    const { cwd } = await preparedWorkspace(oneEnvironment);
    const plan = await envscaler(scen(6, '--plan'), { cwd });
    expect(plan.stdout).toContain('up to 6 more where some repeat others or are incomplete');

    const made = await envscaler(scen(6, '--json'), { cwd });
    expect(made.code, made.stderr).toBe(0);
    const summary = linesOf(made.stdout).find(({ event }) => event === 'summary');
    const yielded = yieldIn(summary);
    expect(yielded.asked).toBe(6);
    expect(yielded.repeated).toBeGreaterThan(0);
    expect(yielded.further).toBeGreaterThan(0);
    expect(yielded.further).toBeLessThanOrEqual(6);
    expect(yielded.usable).toBe(6 + yielded.further - yielded.repeated - yielded.incomplete);
    expect(summary).toMatchObject({ scenarios: 6 + yielded.further, usable: yielded.usable });

    const again = linesOf((await envscaler(scen(6, '--json'), { cwd })).stdout);
    const statuses = again.filter(({ event }) => event === 'unit-end').map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['cached']));
    expect(yieldIn(again.find(({ event }) => event === 'summary'))).toEqual(yielded);
    expect((await envscaler(scen(6, '--plan'), { cwd })).stdout).not.toMatch(/ [1-9]\d* would run|up to \d+ more/);
  }, 240_000);

  it('are the same ones whatever was made before and however many are made at once', async () => {
    const [{ cwd: atOnce }, { cwd: stepwise }] = [
      await preparedWorkspace(oneEnvironment),
      await preparedWorkspace(oneEnvironment),
    ];
    const made = await envscaler(scen(5, '--concurrency', '4'), { cwd: atOnce });
    expect(made.stdout).toMatch(/^\d of 5 scenarios asked for are usable; [1-5] further ones/m);
    await envscaler(scen(3, '--concurrency', '1'), { cwd: stepwise });
    await envscaler(scen(5, '--concurrency', '1'), { cwd: stepwise });
    expect(await scenariosIn(stepwise)).toEqual(await scenariosIn(atOnce));
  }, 240_000);
});
