import { join } from 'node:path';
import { UserError } from '../base/errors.ts';
import type { DatasetManifest } from '../domain/dataset.ts';
import { datasetCard } from './card.ts';
import { type OtherTexts, readOtherTexts } from './contamination.ts';
import { openDatasetFolder, type Publication } from './dataset-folder.ts';
import type { DatasetFormat, SystemMessage } from './formats/format.ts';
import { findFormat, formats } from './formats/formats.ts';
import { describeSelection } from './manifest.ts';
import { readBack } from './read-back.ts';
import { selectPairs } from './selection/pairs.ts';
import type { Candidates, ScenarioRecord, Selection } from './selection/records.ts';
import { type SelectionWishes, selectScenarios, selectTrajectories, withoutUnfit } from './selection/select.ts';
import type { DatasetWriter } from './writer.ts';

export interface ExportRequest {
  /** Names of formats; each becomes a folder of that name below `to`. */
  readonly formats: readonly string[];
  readonly to: string;
  readonly candidates: Candidates;
  readonly wishes?: SelectionWishes;
  readonly systemMessage: SystemMessage;
  /** The seed of the run, for the manifest; it chooses nothing here. */
  readonly seed: string;
  readonly tool: DatasetManifest['tool'];
  /** An identifier of the Hub, such as "cc-by-4.0"; without it none is stated. */
  readonly license?: string | undefined;
  /** Files of benchmarks to compare the tasks with. */
  readonly against?: readonly string[] | undefined;
}

/** One dataset as it stands after an export. */
export interface ExportedDataset {
  readonly format: string;
  readonly folder: string;
  readonly publication: Publication;
  readonly manifest: DatasetManifest;
}

/** What is to be written for one format, with the rows closed over so that each format gets the kind it needs. */
interface Prepared {
  readonly format: DatasetFormat;
  readonly about: Omit<DatasetManifest, 'files'>;
  write(writer: DatasetWriter): Promise<void>;
}

/**
 * Writes the chosen artifacts as datasets, one folder per format, each with a manifest and a card. The same artifacts give the
 * same bytes. Everything is selected before anything is written, and read back before it is published.
 * Throws a UserError for an unknown format, a selection that is empty, and a folder that holds somebody else's files.
 */
export async function exportDatasets(request: ExportRequest): Promise<readonly ExportedDataset[]> {
  if (request.formats.length === 0) {
    throw new UserError(`Name at least one format with --format. Known: ${formats.map((format) => format.name).join(', ')}.`);
  }
  const chosen = [...new Set(request.formats)].map(findFormat);
  const scenarios = selectScenarios(request.candidates, request.wishes ?? {});
  const others = request.against && (await readOtherTexts(request.against));
  const prepared = chosen.map((format) => prepare(format, { ...request, others }, scenarios));
  const datasets: ExportedDataset[] = [];
  for (const item of prepared) datasets.push(await publish(item, join(request.to, item.format.name)));
  return datasets;
}

function prepare(
  format: DatasetFormat,
  request: ExportRequest & { readonly others: OtherTexts | undefined },
  scenarios: Selection<ScenarioRecord>,
): Prepared {
  const { tool, seed, license, others } = request;
  const about = { format, tool, seed, license, others };
  switch (format.needs) {
    case 'scenarios': {
      const selection = withoutUnfit(scenarios, format);
      return {
        format,
        about: describeSelection(selection, about),
        write: (writer) => format.write(selection, writer, request.systemMessage),
      };
    }
    case 'trajectories': {
      const selection = selectTrajectories(request.candidates, scenarios, format.unfit);
      return { format, about: describeSelection(selection, about), write: (writer) => format.write(selection, writer) };
    }
    case 'pairs': {
      const selection = selectPairs(request.candidates, scenarios);
      return { format, about: describeSelection(selection, about), write: (writer) => format.write(selection, writer) };
    }
  }
}

async function publish({ format, about, write }: Prepared, target: string): Promise<ExportedDataset> {
  const folder = await openDatasetFolder(target);
  try {
    await write(folder);
    await folder.file('README.md', [datasetCard(format, about)]);
    const manifest = { ...about, files: [...folder.files()] };
    await readBack({ folder: folder.draft, manifest, configs: format.configs, tables: folder.tables });
    return { format: format.name, folder: target, publication: await folder.publish(manifest), manifest };
  } catch (error) {
    await folder.discard();
    throw error;
  }
}
