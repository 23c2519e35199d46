import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { environment } from '../../src/domain/environment/environment.ts';
import { scenario } from '../../src/domain/scenario/scenario.ts';
import type { ExportedDataset } from '../../src/exports/export.ts';
import { envscaler } from '../support/command-line.ts';
import { everyKind, preparedWorkspace } from '../support/prepared-workspace.ts';
import { artifactOf, bookDeskEnvironment, parcelLockersEnvironment } from './support/environments.ts';
import { allLinesOf, exportSample, sampleSystemMessage, temporaryFolder } from './support/folder.ts';
import { collectParcel, lendEmma, lendMoby } from './support/scenarios.ts';

const reward = z.looseObject({ dense: z.number(), strict: z.number() });
const line = z.looseObject({
  scenario_id: z.string(),
  check_scripts: z.array(z.string()),
  certificate: z.looseObject({ reference: reward, noop: reward }),
});

async function scenariosOf(dataset: ExportedDataset) {
  const lines = await allLinesOf(dataset, 'scenarios/{split}.jsonl');
  return lines.map((line) => {
    const {
      scenario_id,
      scenario_hash,
      env_id,
      environment_hash,
      system,
      check_scripts,
      replies,
      said,
      initial_state,
      written_by,
      state_written_by,
      persona,
      user,
      ...rest
    } = Object(line);
    const body = scenario.parse({
      ...rest,
      name: scenario_id,
      environment: environment_hash,
      initialState: initial_state,
      writtenBy: written_by,
      ...(persona === null ? {} : { persona }),
      ...(user === null ? {} : { user }),
      ...(state_written_by === null ? {} : { stateWrittenBy: state_written_by }),
    });
    return { hash: scenario_hash, env_id, system, body };
  });
}

test('scenarios are rebuilt from their lines alone, to the same hash', async () => {
  const rebuilt = await scenariosOf(await exportSample('bundle', { wishes: {} }));
  expect(rebuilt.map(({ body }) => artifactOf('scenario', body.name, body))).toEqual([lendMoby, lendEmma, collectParcel]);
  expect(rebuilt[0]?.system).toBe(sampleSystemMessage(bookDeskEnvironment.body, lendMoby.body));
  expect(rebuilt.map(({ hash }) => hash)).toEqual([lendMoby.hash, lendEmma.hash, collectParcel.hash]);
});

test('environments are rebuilt from their folders alone, to the same hash', async () => {
  const dataset = await exportSample('bundle');
  for (const original of [bookDeskEnvironment, parcelLockersEnvironment]) {
    const read = (name: string) => readFile(join(dataset.folder, 'environments', original.body.slug, name), 'utf8');
    const about = JSON.parse(await read('about.json'));
    const body = environment.parse({
      slug: about.slug,
      code: about.code,
      writtenBy: about.written_by,
      ...(about.repaired_by === null ? {} : { repairedBy: about.repaired_by }),
      skeleton: JSON.parse(await read('skeleton.json')),
      tools: JSON.parse(await read('tools.json')),
      source: await read('environment.ts'),
    });
    expect(artifactOf('environment', about.slug, body)).toEqual(original);
    expect(about.hash).toBe(original.hash);
  }
});

test('the modules type-check against the declarations that come with them', async () => {
  const dataset = await exportSample('bundle');
  const files = ['runtime.d.ts', 'book-desk/environment.ts', 'parcel-lockers/environment.ts'].map((path) =>
    join(dataset.folder, 'environments', path),
  );
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    types: [],
  });
  expect(
    ts.getPreEmitDiagnostics(program).map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
  ).toEqual([]);
});

describe('a bundle of what the program really makes', () => {
  let bundle: string;
  let lines: z.infer<typeof line>[];
  beforeAll(async () => {
    const { cwd } = await preparedWorkspace(everyKind);
    const exported = await envscaler(['export', '--format', 'bundle', '--held-out', '0', '--to', 'datasets'], { cwd });
    expect(exported.code, exported.stderr).toBe(0);
    bundle = join(cwd, 'datasets', 'bundle');
    const text = await readFile(join(bundle, 'scenarios', 'train.jsonl'), 'utf8');
    lines = text
      .trimEnd()
      .split('\n')
      .map((each) => line.parse(JSON.parse(each)));
  }, 120_000);

  test('scores by itself what the program scored: the program of the card in an empty folder, with Node and nothing else', async () => {
    const folder = await temporaryFolder();
    await cp(join(bundle, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
    await cp(join(bundle, 'runtime.js'), join(folder, 'runtime.js'));
    const [, code = ''] = /```js\n(.*?)```/s.exec(await readFile(join(bundle, 'README.md'), 'utf8')) ?? [];
    await writeFile(join(folder, 'score.mjs'), code);
    const { stdout } = await promisify(execFile)(process.execPath, ['score.mjs'], { cwd: folder });
    const scored = stdout
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect(lines.map(({ certificate }) => certificate.reference.strict)).toEqual(lines.map(() => 1));
    expect(scored).toEqual(
      lines.map(({ scenario_id, certificate: { noop } }) => ({
        scenario: scenario_id,
        solved: { dense: 1, strict: 1, failed: [] },
        idle: { dense: noop.dense, strict: noop.strict, failed: expect.anything() },
      })),
    );
    // Checks that call no helper would prove nothing.
    const scripts = lines.flatMap(({ check_scripts }) => check_scripts).join('\n');
    for (const helper of ['changedOnly(', 'shows(', 'sameValue(']) expect(scripts).toContain(helper);
  });

  test('gives no reward for an episode that a check cannot be asked about', async () => {
    const { score, referenceEpisode } = await import(join(bundle, 'runtime.js'));
    const raw = JSON.parse((await readFile(join(bundle, 'scenarios', 'train.jsonl'), 'utf8')).split('\n')[0] ?? '');
    const {
      check_scripts: [first, ...others],
    } = raw;
    const episode = referenceEpisode(raw);
    expect(score({ ...raw, check_scripts: ['() => nobody()', ...others] }, episode)).toEqual({
      unscored: expect.stringMatching(/^C1: ReferenceError/),
    });
    expect(score({ ...raw, check_scripts: ['() => 1', ...others] }, episode)).toEqual({
      unscored: 'C1: answered neither true nor false',
    });
    expect(score({ ...raw, check_scripts: [first, ...others] }, episode)).toMatchObject({ strict: 1 });
  });

  test('holds the helpers as the sandbox runs them', async () => {
    const { says, shows } = await import(join(bundle, 'runtime.js'));
    expect(says('A dent in the rear bumper', 'dented the rear bumper while parking')).toBe(true);
    expect(says('A scratch', 'dented the rear bumper')).toBe(false);
    expect(shows([{ loans: [{ id: 'L-1', due: '2026-03-10' }] }], { id: 'L-1' })).toBe(true);
  });
});

test('a check written with types is scored without them', async () => {
  const dataset = await exportSample('bundle', { wishes: {} });
  const { score, referenceEpisode } = await import(join(dataset.folder, 'runtime.js'));
  for (const each of await allLinesOf(dataset, 'scenarios/{split}.jsonl')) {
    expect(score(each, referenceEpisode(each))).toEqual({ dense: 1, strict: 1, failed: [] });
    expect(score(each, { final: Object(each).initial_state, calls: [] })).toMatchObject({ dense: 0, strict: 0 });
  }
});

test('uncertified scenarios come only when asked for, with the reason why they are not', async () => {
  const dataset = await exportSample('bundle', { wishes: { includeUncertified: true } });
  const rebuilt = await scenariosOf(dataset);
  expect(rebuilt.map(({ body }) => body.name)).toEqual(['book-desk/2', 'book-desk/3', 'book-desk/10', 'parcel-lockers/1']);
  expect(rebuilt[1]?.body.certificate.reasons).toEqual(['an argument of the reference cannot be found out']);
  expect(await readFile(join(dataset.folder, 'README.md'), 'utf8')).toContain(
    'including ones whose reward certificate is incomplete',
  );
});
