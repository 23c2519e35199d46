import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Environment } from '../../../src/domain/environment/environment.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { type ExportedDataset, type ExportRequest, exportDatasets } from '../../../src/exports/export.ts';
import { sample } from './sample.ts';

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'exports-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Told before the task, as rollouts would tell it. */
export function sampleSystemMessage(environment: Environment, scenario: Scenario): string {
  return `${environment.skeleton.introduction} It is ${scenario.start}.`;
}

/** Exports one format of the sample (with half of the environments held out) and returns its dataset. */
export async function exportSample(format: string, changes: Partial<ExportRequest> = {}): Promise<ExportedDataset> {
  const to = changes.to ?? (await temporaryFolder());
  const [dataset] = await exportDatasets({
    formats: [format],
    candidates: sample,
    wishes: { heldOut: 0.5 },
    systemMessage: sampleSystemMessage,
    seed: 'seven',
    tool: { name: 'envscaler', version: '0.1.0' },
    ...changes,
    to,
  });
  if (!dataset) throw new Error('nothing was exported');
  return dataset;
}

/** Every file below a folder with its bytes, in order of path. */
export async function filesOf(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const contents = await Promise.all(
    paths.sort().map(async (path) => [path.replaceAll('\\', '/'), await readFile(join(folder, path))] as const),
  );
  return new Map(contents);
}

/** The lines of a JSONL file of a dataset. */
export async function linesOf(dataset: ExportedDataset, path: string): Promise<unknown[]> {
  const text = await readFile(join(dataset.folder, path), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The lines of both sides of the split. */
export async function allLinesOf(dataset: ExportedDataset, path: string): Promise<unknown[]> {
  const sides = await Promise.all(dataset.manifest.splits.map(({ split }) => linesOf(dataset, path.replace('{split}', split))));
  return sides.flat();
}
