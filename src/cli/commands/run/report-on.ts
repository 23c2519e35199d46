import { acceptedEnvironments } from '../../../domain/environment/accepted.ts';
import { shortId } from '../../../domain/kinds.ts';
import { usableScenarios } from '../../../domain/scenario/usable-scenarios.ts';
import type { ExportedDataset } from '../../../exports/export.ts';
import { currentArtifacts } from '../../../figures/current-artifacts.ts';
import type { ScenarioYield } from '../../../pipeline/scenario-yield.ts';
import type { ReadOnlyWorkspace } from '../../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { shellWords } from '../../shell-words.ts';
import { datasetsReport } from './datasets-report.ts';
import { environmentsReport, nextCommands, rolloutsReport, writersText } from './report.ts';
import { solvedBy, solvedReport } from './solved-report.ts';
import { yieldRecord, yieldsReport } from './yields-report.ts';

/** What to tell of. */
interface Telling {
  readonly what: readonly ('environments' | 'rollouts')[];
  /** What became of the scenarios that the command was to make. */
  readonly yields?: readonly ScenarioYield[];
  readonly datasets?: readonly ExportedDataset[];
  /** The model that attempted what was made, where one did. */
  readonly solver?: string | undefined;
}

/** Tells what a workspace holds after a command, and what to try next. */
export async function reportOn(
  line: CommandLine,
  { store }: ReadOnlyWorkspace,
  { what, yields = [], datasets = [], solver }: Telling,
): Promise<void> {
  const artifacts = await currentArtifacts(store);
  const { output, flags } = line;
  const solved = solver === undefined ? undefined : solvedBy(solver, artifacts);
  const workspaceFlag = flags.workspace === 'out' ? '' : ` --workspace ${shellWords([flags.workspace])}`;
  const parts = [
    ...(what.includes('environments') ? [environmentsReport(artifacts, yields, output.width)] : []),
    ...(yields.length > 0 ? [yieldsReport(yields, output.width)] : []),
    ...(solved ? [solvedReport(solved, output.width)] : []),
    ...(what.includes('rollouts') ? [rolloutsReport(artifacts, output.width)] : []),
    ...(datasets.length > 0 ? [datasetsReport(datasets, output.width)] : []),
    ...(artifacts.environments.length > 0 ? [writersText(artifacts)] : []),
  ];
  const commands = nextCommands(artifacts, workspaceFlag);
  if (commands.length > 0) parts.push(['Try', ...commands].join('\n'));
  output.result(parts.join('\n\n'), {
    event: 'summary',
    workspace: flags.workspace,
    environments: acceptedEnvironments(artifacts).map((environment) => ({ id: shortId(environment), name: environment.subject })),
    scenarios: artifacts.scenarios.length,
    certified: artifacts.scenarios.filter((scenario) => scenario.body.certificate.complete).length,
    usable: usableScenarios(artifacts.scenarios).length,
    yields: yields.map(yieldRecord),
    ...(solved ? { solved } : {}),
    trajectories: artifacts.trajectories.length,
    datasets: datasets.map(({ format, folder, publication, manifest }) => ({ format, folder, publication, rows: manifest.rows })),
  });
}
