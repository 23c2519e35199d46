import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '../../base/errors.ts';
import { datasetManifest, splitName } from '../../domain/dataset.ts';
import { environment, tool } from '../../domain/environment/environment.ts';
import { skeleton } from '../../domain/environment/skeleton.ts';
import { scenario } from '../../domain/scenario/scenario.ts';
import type { ServedRow } from './catalogue.ts';

/** `about.json` of an environment in a bundle, as far as it is needed. */
const about = z.looseObject({
  env_id: z.string(),
  slug: z.string(),
  hash: z.string(),
  split: splitName,
  written_by: environment.shape.writtenBy,
  repaired_by: environment.shape.repairedBy.unwrap().nullable(),
  code: environment.shape.code,
});

/** The fields of a line of `scenarios/<split>.jsonl` beside those of a scenario. */
const line = z.looseObject({ scenario_hash: z.string(), env_id: z.string(), system: z.string() });

/** Fields of a scenario that a bundle spells otherwise. */
const spelt: Readonly<Record<string, string>> = {
  name: 'scenario_id',
  environment: 'environment_hash',
  initialState: 'initial_state',
  writtenBy: 'written_by',
  stateWrittenBy: 'state_written_by',
};

/** A file of the bundle, whole and as it was exported. */
type ReadFile = (path: string) => string;

/**
 * The scenarios of an exported bundle, as they were in the workspace. Throws a UserError for a folder that is no bundle, and for a
 * file that was changed since the export.
 */
export function readBundle(folder: string): readonly ServedRow[] {
  const { files, read } = openBundle(folder);
  const environments = new Map<string, ServedRow['environment']>();
  const environmentOf = (id: string): ServedRow['environment'] => {
    const known = environments.get(id) ?? readEnvironment(`environments/${id}`, read);
    environments.set(id, known);
    return known;
  };
  const scenarioFiles = files.filter((path) => /^scenarios\/\w+\.jsonl$/.test(path));
  return scenarioFiles.flatMap((path) => {
    const lines = read(path).split('\n');
    return lines.flatMap((text, index) =>
      text === '' ? [] : [understood(`${path}, line ${index + 1}`, () => readScenario(text, environmentOf))],
    );
  });
}

function openBundle(folder: string): { readonly files: readonly string[]; readonly read: ReadFile } {
  const manifest = understood('manifest.json', () => {
    const parsed = datasetManifest.parse(JSON.parse(textIn(folder, 'manifest.json')));
    if (parsed.format !== 'bundle') throw new Error(`it is a dataset of the format "${parsed.format}"`);
    return parsed;
  });
  const hashes = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  return {
    files: [...hashes.keys()],
    read: (path) =>
      understood(path, () => {
        const text = textIn(folder, path);
        if (createHash('sha256').update(text).digest('hex') !== hashes.get(path))
          throw new Error('it was changed since the export');
        return text;
      }),
  };
}

function textIn(folder: string, path: string): string {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch (error) {
    throw new UserError(
      `"${folder}" cannot be served (${messageOf(error)}). Write a bundle with: envscaler export --format bundle --to DIR, and serve DIR/bundle.`,
    );
  }
}

function readEnvironment(folder: string, read: ReadFile): ServedRow['environment'] {
  return understood(folder, () => {
    const json = (name: string): unknown => JSON.parse(read(`${folder}/${name}`));
    const { env_id: id, slug, hash, split, written_by, repaired_by, code } = about.parse(json('about.json'));
    const body = environment.parse({
      slug,
      skeleton: skeleton.parse(json('skeleton.json')),
      code,
      source: read(`${folder}/environment.ts`),
      tools: z.array(tool).parse(json('tools.json')),
      writtenBy: written_by,
      ...(repaired_by ? { repairedBy: repaired_by } : {}),
    });
    return { id, split, artifact: { kind: 'environment', hash, subject: slug, body } };
  });
}

function readScenario(text: string, environmentOf: (id: string) => ServedRow['environment']): ServedRow {
  const row = line.parse(JSON.parse(text));
  const own = Object.keys(scenario.shape).map((key) => [key, row[spelt[key] ?? key]] as const);
  // What a scenario does not have is null in a bundle.
  const body = scenario.parse(Object.fromEntries(own.filter(([, value]) => value !== null && value !== undefined)));
  return {
    environment: environmentOf(row.env_id),
    scenario: { kind: 'scenario', hash: row.scenario_hash, subject: body.name, body },
    system: row.system,
  };
}

function understood<Value>(what: string, reader: () => Value): Value {
  try {
    return reader();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UserError(`The bundle cannot be served: ${what}: ${why}. Export it again.`);
  }
}
