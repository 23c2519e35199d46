import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parquetReadObjects } from 'hyparquet';
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

  test('plays and scores by itself as the program did: the program of the card in an empty folder, with Node and nothing else', async () => {
    const folder = await temporaryFolder();
    await cp(bundle, folder, { recursive: true });
    const [, code = ''] = /```js\n(.*?)```/s.exec(await readFile(join(bundle, 'README.md'), 'utf8')) ?? [];
    await writeFile(join(folder, 'replay.mjs'), code);
    const { stdout } = await promisify(execFile)(process.execPath, ['replay.mjs'], { cwd: folder });
    const scored = stdout
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect(lines.map(({ certificate }) => certificate.reference.strict)).toEqual(lines.map(() => 1));
    expect(scored).toEqual(
      lines.map(({ scenario_id, certificate: { noop } }) => ({
        scenario: scenario_id,
        same: true,
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
    expect(says('The rear bumper was dented while I parked', 'dented the rear bumper while parking')).toBe(true);
    expect(says('A scratch', 'dented the rear bumper')).toBe(false);
    expect(shows([{ loans: [{ id: 'L-1', due: '2026-03-10' }] }], { id: 'L-1' })).toBe(true);
  });
});

test('what an episode of the bundle does follows from seed and start, and what fails changes nothing', async () => {
  const dataset = await exportSample('bundle', { wishes: {} });
  const { openEpisode } = await import(join(dataset.folder, 'runtime.js'));
  const folder = join(dataset.folder, 'environments', 'book-desk');
  const module = await import(join(folder, 'environment.js'));
  const tools = JSON.parse(await readFile(join(folder, 'tools.json'), 'utf8'));
  const [beginning] = await allLinesOf(dataset, 'scenarios/{split}.jsonl');
  const validate = (_: string, args: object) => ('days' in args && args.days === 99 ? 'days: at most 28' : undefined);
  const played = openEpisode(module, tools, { beginning, validate });
  const before = played.hash();
  expect(played.call('lend_boook', {})).toMatchObject({ outcome: 'unknown-tool', result: { success: false } });
  expect(played.call('lend_book', { days: 99 })).toMatchObject({ outcome: 'invalid-arguments' });
  expect(played.call('get_member', { member_id: 'M-0' })).toMatchObject({ outcome: 'refused' });
  expect(played.hash()).toBe(before);
  expect(played.call('get_member', { member_id: 'M-7' })).toMatchObject({ outcome: 'success' });
  expect(played.episode().calls).toHaveLength(4);
  expect(played.brokenInvariants()).toEqual([]);
  expect(() => module.environment.prototype.now.call(new module.environment())).toThrow('only be used during a call');
});

test('the table of scenarios holds the same rows, every value a text that gives it back', async () => {
  const dataset = await exportSample('bundle', { wishes: {} });
  const bytes = new Uint8Array(await readFile(join(dataset.folder, 'scenarios', 'train.parquet')));
  const rows = await parquetReadObjects({ file: bytes.buffer });
  const plain = ['scenario_id', 'scenario_hash', 'env_id', 'environment_hash', 'system', 'task', 'kind', 'seed', 'closing'];
  const read = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, text]) => [name, plain.includes(name) ? text : JSON.parse(text)])),
  );
  expect(read).toEqual(await allLinesOf(dataset, 'scenarios/{split}.jsonl'));
  expect(rows[0]?.start).toBe('"2026-03-09T09:00:00Z"');
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
