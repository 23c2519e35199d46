import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '../../base/errors.ts';
import { linesOf, readTextFile } from '../../base/text-file.ts';
import { splitName } from '../../domain/dataset.ts';
import { type Environment, environment, tool } from '../../domain/environment/environment.ts';
import { skeleton } from '../../domain/environment/skeleton.ts';
import { type Artifact, artifactHash } from '../../domain/kinds.ts';
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

/** The fields of a line of `scenarios/<split>.jsonl` that are not a scenario's own, or are spelt otherwise there. */
const line = z.looseObject({
  scenario_id: z.string(),
  scenario_hash: z.string(),
  env_id: z.string(),
  environment_hash: z.string(),
  system: z.string(),
});

/**
 * The scenarios of an exported bundle, rebuilt as they were in the workspace; docs of the bundle say how. Throws a UserError for a
 * folder that is none, and for a file whose content no longer has the hash it was exported under.
 */
export async function readBundle(folder: string): Promise<readonly ServedRow[]> {
  const environments = new Map(readEnvironments(folder).map((one) => [one.id, one]));
  const rows: ServedRow[] = [];
  for (const split of splitName.options) {
    const file = join(folder, 'scenarios', `${split}.jsonl`);
    for (const { number, text } of await linesIn(file)) {
      const [row, artifact] = read(`${file}, line ${number}`, () => scenarioOf(text));
      const served = environments.get(row.env_id);
      if (!served) throw damaged(`${file}, line ${number}`, `it names the environment "${row.env_id}", which is not there`);
      rows.push({ environment: served, scenario: artifact, system: row.system });
    }
  }
  if (rows.length === 0)
    throw new UserError(
      `"${folder}" is no bundle: it has no scenarios. Write one with: envscaler export --format bundle --to DIR`,
    );
  return rows;
}

function readEnvironments(folder: string): ServedRow['environment'][] {
  let names: string[];
  try {
    names = readdirSync(join(folder, 'environments'), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch (error) {
    throw new UserError(
      `"${folder}" is no bundle (${messageOf(error)}). Write one with: envscaler export --format bundle --to DIR, and name the folder DIR/bundle.`,
    );
  }
  return names
    .sort()
    .map((name) => read(join(folder, 'environments', name), () => environmentOf(join(folder, 'environments', name))));
}

function environmentOf(folder: string): ServedRow['environment'] {
  const json = (name: string): unknown => JSON.parse(readTextFile(join(folder, name)));
  const { env_id, slug, hash, split, written_by, repaired_by, code } = about.parse(json('about.json'));
  const body: Environment = {
    slug,
    skeleton: skeleton.parse(json('skeleton.json')),
    code,
    source: readTextFile(join(folder, 'environment.ts')),
    tools: z.array(tool).parse(json('tools.json')),
    writtenBy: written_by,
    ...(repaired_by ? { repairedBy: repaired_by } : {}),
  };
  const artifact: Artifact<'environment'> = { kind: 'environment', hash: artifactHash('environment', body), subject: slug, body };
  demandHash(hash, artifact.hash);
  return { id: env_id, split, artifact };
}

function scenarioOf(text: string): [z.infer<typeof line>, Artifact<'scenario'>] {
  const row = line.parse(JSON.parse(text));
  const own = Object.keys(scenario.shape).map((key) => [key, row[spelt[key] ?? key]] as const);
  const body = scenario.parse(Object.fromEntries(own.filter(([, value]) => value !== null && value !== undefined)));
  const artifact: Artifact<'scenario'> = { kind: 'scenario', hash: artifactHash('scenario', body), subject: body.name, body };
  demandHash(row.scenario_hash, artifact.hash);
  return [row, artifact];
}

/** Fields of a scenario that a bundle spells otherwise. */
const spelt: Readonly<Record<string, string>> = {
  name: 'scenario_id',
  environment: 'environment_hash',
  initialState: 'initial_state',
  writtenBy: 'written_by',
  stateWrittenBy: 'state_written_by',
};

function demandHash(stated: string, computed: string): void {
  if (stated !== computed)
    throw new Error(
      `its content has the hash ${computed.slice(0, 12)} and not ${stated.slice(0, 12)}: it was changed, or exported by another version of envscaler`,
    );
}

async function linesIn(file: string): Promise<{ number: number; text: string }[]> {
  const lines: { number: number; text: string }[] = [];
  try {
    for await (const { line: number, text } of linesOf(file)) lines.push({ number, text });
  } catch (error) {
    // A side of the split without scenarios has no file.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return lines;
}

function read<Value>(what: string, reader: () => Value): Value {
  try {
    return reader();
  } catch (error) {
    throw damaged(what, error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error));
  }
}

function damaged(what: string, why: string): UserError {
  return new UserError(`The bundle cannot be served, ${what}: ${why}. Export it again.`);
}
