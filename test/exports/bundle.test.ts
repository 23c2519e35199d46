import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { environment } from '../../src/domain/environment/environment.ts';
import { scenario } from '../../src/domain/scenario/scenario.ts';
import type { ExportedDataset } from '../../src/exports/export.ts';
import { artifactOf, bookDeskEnvironment, parcelLockersEnvironment } from './support/environments.ts';
import { allLinesOf, exportSample, sampleSystemMessage } from './support/folder.ts';
import { collectParcel, lendEmma, lendMoby } from './support/scenarios.ts';

async function scenariosOf(dataset: ExportedDataset) {
  const lines = await allLinesOf(dataset, 'scenarios/{split}.jsonl');
  return lines.map((line) => {
    const {
      scenario_id,
      scenario_hash,
      env_id,
      environment_hash,
      system,
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

test('the scoring function of the card gives the reference 1 and doing nothing 0', async () => {
  const dataset = await exportSample('bundle', { wishes: {} });
  const readme = await readFile(join(dataset.folder, 'README.md'), 'utf8');
  const [, code = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
  const score: unknown = new Function('ts', `${code.replace(/^import .*$/m, '')}\nreturn score;`)(ts);
  if (typeof score !== 'function') throw new Error('the card has no scoring function');
  for (const { body } of await scenariosOf(dataset)) {
    const initial = body.initialState;
    const final = structuredClone(initial);
    for (const patch of body.reference.flatMap((call) => call.patches)) {
      const [, collection = '', key = '', attribute = ''] = patch.path.split('/');
      const record = final[collection]?.[key];
      if (!record || patch.value === undefined) throw new Error(`no record at ${patch.path}`);
      record[attribute] = patch.value;
    }
    expect(score(body.checks, { initial, final, calls: body.reference })).toEqual({ dense: 1, strict: 1 });
    expect(score(body.checks, { initial, final: initial, calls: [] })).toEqual({ dense: 0, strict: 0 });
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
