import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { datasetManifest } from '../../src/domain/dataset.ts';
import { formats } from '../../src/exports/formats/formats.ts';
import type { Candidates } from '../../src/exports/selection/records.ts';
import { exportSample, filesOf, temporaryFolder } from './support/folder.ts';
import { sample } from './support/sample.ts';

const card = z.object({
  configs: z
    .array(z.object({ config_name: z.string(), data_files: z.array(z.object({ split: z.string(), path: z.string() })) }))
    .min(1),
  dataset_info: z.array(z.object({ config_name: z.string(), features: z.array(z.looseObject({ name: z.string() })) })).optional(),
});

const row = z.looseObject({ env_id: z.string().optional(), extra_info: z.looseObject({ env_id: z.string() }).optional() });

/** The rows of a data file, whatever its form. */
async function rowsIn(path: string): Promise<z.infer<typeof row>[]> {
  const bytes = await readFile(path);
  if (path.endsWith('.parquet')) {
    const file = new Uint8Array(bytes).buffer;
    return z.array(row).parse(await parquetReadObjects({ file }));
  }
  const text = bytes.toString('utf8');
  const rows = path.endsWith('.json')
    ? JSON.parse(text)
    : text
        .trimEnd()
        .split('\n')
        .map((each) => JSON.parse(each));
  return z.array(row).parse(rows);
}

/** The same values with every object's keys in the opposite order, as another store might return them. */
function reversed<Value>(value: Value): Value {
  const turn = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(turn);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item)
        .reverse()
        .map(([key, inner]) => [key, turn(inner)]),
    );
  };
  return turn(value) as Value;
}

describe.each(formats)('the format $name', (format) => {
  test('has a manifest that names every file with its checksum, size and rows', async () => {
    const dataset = await exportSample(format.name);
    const files = await filesOf(dataset.folder);
    const manifest = datasetManifest.parse(JSON.parse(files.get('manifest.json')?.toString('utf8') ?? ''));
    expect(manifest).toEqual(dataset.manifest);
    expect(manifest).toMatchObject({ format: format.name, seed: 'seven', tool: { name: 'envscaler', version: '0.1.0' } });
    expect([...files.keys()].filter((path) => path !== 'manifest.json')).toEqual(manifest.files.map((file) => file.path));
    for (const file of manifest.files) {
      const bytes = files.get(file.path) ?? Buffer.alloc(0);
      expect({ path: file.path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }).toEqual({
        path: file.path,
        bytes: file.bytes,
        sha256: file.sha256,
      });
      if (file.path.endsWith('.jsonl')) expect(bytes.toString('utf8').trimEnd().split('\n')).toHaveLength(file.rows ?? -1);
    }
  });

  test('counts rows the same way everywhere', async () => {
    const { manifest } = await exportSample(format.name);
    // The sample holds three certified scenarios, three successes that can be told apart, and a failure beside each.
    const rows = 3;
    expect(manifest.rows).toBe(rows);
    expect(sum(manifest.splits.map((side) => side.rows))).toBe(rows);
    expect(sum(manifest.environments.map((environment) => environment.rows))).toBe(rows);
    expect(sum(manifest.provenance.map((share) => share.rows))).toBe(rows);
    for (const side of manifest.splits) {
      const inFiles = manifest.files.filter((file) => file.split === side.split).map((file) => file.rows);
      expect(inFiles.length).toBeGreaterThan(0);
      expect(new Set(inFiles)).toEqual(new Set([side.rows]));
    }
  });

  test('has no environment on both sides: its rows are where the manifest says', async () => {
    const { manifest, folder } = await exportSample(format.name);
    expect(manifest.splits.map((side) => side.split)).toEqual(['train', 'held_out']);
    for (const { split, rows } of manifest.splits) {
      const named: string[] = [];
      for (const file of manifest.files.filter((each) => each.split === split)) {
        const ids = (await rowsIn(join(folder, file.path))).flatMap((row) => row.env_id ?? row.extra_info?.env_id ?? []);
        // Every row of a file tells its environment, or none does where another file of the same rows does.
        expect([0, rows]).toContain(ids.length);
        named.push(...ids);
      }
      const expected = manifest.environments.filter((environment) => environment.split === split).map(({ id }) => id);
      expect([...new Set(named)].sort()).toEqual(expected.sort());
      expect(expected).toHaveLength(1);
    }
  });

  test('puts an environment on the same side as all other formats', async () => {
    const sides = await Promise.all(
      [format.name, 'bundle'].map(async (name) =>
        (await exportSample(name)).manifest.environments.map(({ id, split }) => [id, split]),
      ),
    );
    expect(sides[0]).toEqual(sides[1]);
  });

  test('gives the same bytes again, whatever the order of artifacts and keys', async () => {
    const first = await filesOf((await exportSample(format.name)).folder);
    const shuffled: Candidates = reversed({
      environments: [...sample.environments].reverse(),
      assessments: [...sample.assessments].reverse(),
      scenarios: [...sample.scenarios].reverse(),
      trajectories: [...sample.trajectories].reverse(),
    });
    expect(await filesOf((await exportSample(format.name, { candidates: shuffled })).folder)).toEqual(first);
  });

  test('exports nothing unscored, failed, uncertified or rejected, and says how many of them there were', async () => {
    const dataset = await exportSample(format.name);
    const text = [...(await filesOf(dataset.folder)).values()].map((bytes) => bytes.toString('utf8')).join('\n');
    expect(text).not.toContain('broke at');
    expect(text).not.toContain('torn_');
    expect(text).not.toContain('the book I saw yesterday');
    // A failure is what a pair shows beside a success.
    if (format.needs !== 'pairs') expect(text).not.toContain('Half of it is done');
    expect(dataset.manifest.skipped).toMatchObject({
      'environment rejected by its assessment': 1,
      'scenario without a complete reward certificate': 1,
    });
  });

  test('names no path of the machine it was made on', async () => {
    const dataset = await exportSample(format.name);
    for (const [path, bytes] of await filesOf(dataset.folder)) {
      const text = bytes.toString('latin1');
      for (const place of [dataset.folder, tmpdir(), homedir(), process.cwd(), '/home/'])
        expect(`${path}: ${text.includes(place)}`).toBe(`${path}: false`);
    }
  });

  test('writes LF and UTF-8 without a byte order mark', async () => {
    const { folder } = await exportSample(format.name);
    for (const [path, bytes] of await filesOf(folder)) {
      if (path.endsWith('.parquet')) continue;
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      expect(text).not.toMatch(/\r|^\ufeff/);
      expect(text.endsWith('\n')).toBe(true);
    }
  });

  test('has a card whose front matter points at files that exist, and which says who wrote what', async () => {
    const { folder, manifest } = await exportSample(format.name);
    const text = (await filesOf(folder)).get('README.md')?.toString('utf8') ?? '';
    const [, front = '', body = ''] = text.split(/^---$/m);
    const { configs, dataset_info } = card.parse(parse(front));
    const listed = new Map(manifest.files.map((file) => [file.path, file.split]));
    for (const file of configs.flatMap((config) => config.data_files)) expect(listed.get(file.path)).toBe(file.split);
    for (const info of dataset_info ?? []) expect(configs.map((config) => config.config_name)).toContain(info.config_name);
    expect(body).toContain('written by the embedded procedural author');
    expect(body).toContain('written by the model openai/writer-large');
    if (format.needs !== 'scenarios')
      expect(body).toContain('"reference" is a replay of the reference solution. It is not a model');
  });

  test('is replaced as a whole by an export of other records', async () => {
    const to = await temporaryFolder();
    const all = await exportSample(format.name, { to });
    expect(all.publication).toBe('written');
    expect((await exportSample(format.name, { to })).publication).toBe('unchanged');
    const without: Candidates = {
      ...sample,
      environments: sample.environments.filter((environment) => environment.subject !== 'parcel-lockers'),
    };
    const fewer = await exportSample(format.name, { to, candidates: without, wishes: {} });
    expect(fewer.publication).toBe('replaced');
    const paths = [...(await filesOf(to)).keys()];
    expect(paths).toEqual(
      ['manifest.json', ...fewer.manifest.files.map((file) => file.path)].map((path) => `${format.name}/${path}`).sort(),
    );
    expect(paths.some((path) => path.includes('held_out'))).toBe(false);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
