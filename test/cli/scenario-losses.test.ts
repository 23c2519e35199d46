import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Scenario } from '../../src/domain/scenario/scenario.ts';
import { runStage } from '../../src/engine/run-stage.ts';
import type { Stage, StageResult } from '../../src/engine/stage.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import { scenarioStage } from '../../src/stages/scenarios/write-scenario.ts';
import { openStore } from '../../src/store/open-store.ts';
import { engine, unit } from '../engine/support/engine.ts';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { start, toolLibraryState, toolLibraryWith } from '../support/sample-environment.ts';
import { createScriptedAuthor } from '../support/scripted-author.ts';
import { artifactOf, stageContext } from '../support/stage-context.ts';

const environment = toolLibraryWith();
const state = {
  name: 'tool-library/state-1',
  start,
  state: toolLibraryState,
  writtenBy: { provider: 'scripted' as const },
};

/** Bo Lind takes the drill, in a scenario as the stage writes it. */
async function written(): Promise<Scenario> {
  const sandbox = createSandbox({ processes: 1 });
  try {
    const args = (values: Record<string, unknown>) =>
      Object.entries(values).map(([name, value]) => ({ name, json: JSON.stringify(value) }));
    const author = createScriptedAuthor({
      'write-scenario': {
        task: 'Bo Lind takes the drill for five days.',
        calls: [
          { tool: 'find_members', arguments: args({ text: 'Bo Lind' }) },
          { tool: 'list_tools', arguments: [] },
          { tool: 'lend_tool', arguments: args({ tool_id: 'T-1', member_id: 'M-2', days: 5 }) },
        ],
      },
    });
    const inputs = [artifactOf('environment', 'tool-library', environment), artifactOf('state', state.name, state)];
    const made = await scenarioStage.run(
      { subject: 'tool-library/001', inputs, parameters: { number: 1, writes: 1 } },
      stageContext({ sandbox, author }),
    );
    if (made.status !== 'done') throw new Error(made.reason);
    return made.outputs[0]?.body as Scenario;
  } finally {
    await sandbox.close();
  }
}

/** A stage under a name, whose units come to what they are given. */
function stage(name: string, writes: Stage['writes'], results: Readonly<Record<string, StageResult>>): Stage {
  return {
    name,
    version: 1,
    noun: writes,
    writes,
    works: [],
    run: async ({ subject }) => results[subject] ?? { status: 'rejected', reason: 'No reference ran through.' },
  };
}

it('a certificate that is not what was stored fails verify --strict; stats tells why scenarios are lost', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'out'));
  const store = await openStore({ kind: 'sqlite', file: join(cwd, 'out', 'envscaler.sqlite') });
  const { context } = await engine({ store });
  const built = stage('write', 'environment', {
    'tool-library': { status: 'done', outputs: [{ kind: 'environment', subject: 'tool-library', body: environment }] },
  });
  const [home] = (await runStage(built, [unit('tool-library')], context)).outputs;
  const sound = { ...(await written()), environment: home?.hash ?? '' };
  const rest = { complete: false, failed: ['random' as const], reasons: ['Reading at random scores 1, not 0.'] };
  const bodies = {
    'tool-library/001': sound,
    'tool-library/002': { ...sound, name: 'tool-library/002', persona: 'A clerk in a hurry.' },
    'tool-library/003': { ...sound, name: 'tool-library/003', certificate: { ...sound.certificate, ...rest } },
  };
  const scenarios = stage(
    'scenario',
    'scenario',
    Object.fromEntries(
      Object.entries(bodies).map(([subject, body]) => [
        subject,
        { status: 'done', outputs: [{ kind: 'scenario' as const, subject, body }] },
      ]),
    ),
  );
  await runStage(
    scenarios,
    [...Object.keys(bodies), 'tool-library/004'].map((subject) => unit(subject)),
    context,
  );
  await store.close();

  const verified = await envscaler(['verify', '--strict'], { cwd });
  expect(verified.code, verified.stderr).toBe(1);
  expect(verified.stdout).toContain('3 certificates recomputed: 2 as stored, 1 different; 3 complete');
  expect(verified.stdout).toMatch(
    /tool-library\/003 comes out differently\n {2}certificate\.complete: false is stored, true comes out/,
  );
  expect((await envscaler(['verify'], { cwd })).code).toBe(0);

  const { stdout, stderr } = await envscaler(['stats', '--json'], { cwd });
  expect(stderr).toBe('');
  const figures = JSON.parse(stdout).scenarios as { lost: unknown; funnel: unknown; fit: unknown };
  expect(figures.funnel).toMatchObject({ written: 3, certified: 2, duplicates: 1, fit: 1 });
  expect(figures.lost).toEqual(
    expect.arrayContaining([
      { reason: 'not written: No reference ran through.', count: 1 },
      { reason: 'the certificate\'s item "random" does not hold', count: 1 },
      { reason: 'the same problem as an earlier scenario', count: 1 },
    ]),
  );
  expect(figures.fit).toMatchObject({
    noopScore: 0,
    trueAtReset: 0,
    referencePass: 1,
    alternatePass: 1,
    replayMatch: 1,
    blocked: 0,
  });
});
