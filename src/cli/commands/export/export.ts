import { UserError } from '../../../base/errors.ts';
import { type ExportedDataset, exportDatasets } from '../../../exports/export.ts';
import { findFormat } from '../../../exports/formats/formats.ts';
import { currentArtifacts } from '../../../figures/current-artifacts.ts';
import { systemMessage } from '../../../stages/rollouts/session/system-message.ts';
import type { ReadOnlyWorkspace } from '../../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';
import { toolVersion } from '../../version.ts';
import { datasetsReport } from '../run/datasets-report.ts';

export interface ExportOptions {
  readonly format?: readonly string[];
  readonly to?: string;
  readonly includeUncertified?: boolean;
  readonly minReward?: number;
  readonly heldOut?: number;
  readonly perScenario?: number;
  readonly band?: { readonly low: number; readonly high: number };
  /** Whose pass rates the band is about. */
  readonly agent?: string;
  readonly license?: string;
  /** Files of benchmarks. */
  readonly against?: readonly string[];
}

/** Writes datasets from what the workspace holds. */
export async function exportCommand(line: CommandLine, options: ExportOptions): Promise<ExitCode> {
  const formats = (options.format ?? []).map((name) => findFormat(name).name);
  if (formats.length === 0) throw new UserError('Name at least one format: --format NAME. "envscaler export --help" lists them.');
  const { to } = options;
  if (to === undefined) throw new UserError('Say where the datasets go: --to DIR.');
  if (isEmptyWorkspace(line.flags.workspace))
    throw new UserError(`There is nothing to export. ${emptyText(line.flags.workspace)}`);
  if (line.flags.plan) {
    const value = { event: 'plan', formats, to };
    line.output.result(`Plan; nothing was written.\nWould write ${formats.join(', ')} below ${to}.`, value);
    return exitCodes.done;
  }
  return readWorkspace(line, async (workspace) => {
    const datasets = await writeDatasets(line, workspace, { ...options, format: formats, to });
    line.output.result(
      datasetsReport(datasets, line.output.width),
      ...datasets.map(({ format, folder, publication, manifest }) => ({
        event: 'dataset',
        format,
        folder,
        publication,
        manifest,
      })),
    );
    return exitCodes.done;
  });
}

/** Exports the current artifacts. Throws a UserError where nothing fits what was asked for. */
export async function writeDatasets(
  line: CommandLine,
  { store, prompts }: ReadOnlyWorkspace,
  options: ExportOptions & { readonly format: readonly string[]; readonly to: string },
): Promise<readonly ExportedDataset[]> {
  const { includeUncertified, minReward, heldOut, perScenario, band, license } = options;
  if (license !== undefined && !/^[a-z0-9][a-z0-9.+-]*$/.test(license))
    throw new UserError(`"${license}" is no identifier of a licence: the Hub writes them like cc-by-4.0, apache-2.0 or mit.`);
  const measured = band && { ...band, agent: options.agent };
  return exportDatasets({
    formats: options.format,
    to: options.to,
    candidates: await currentArtifacts(store),
    wishes: { includeUncertified, minReward, heldOut, perScenario, band: measured },
    systemMessage: (environment, scenario) => systemMessage(prompts, environment, scenario),
    seed: String(line.flags.seed),
    tool: toolVersion(),
    license,
    against: options.against,
  });
}
