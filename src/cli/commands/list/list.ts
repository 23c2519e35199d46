import { UserError } from '../../../base/errors.ts';
import { nearest, suggestion } from '../../../base/nearest.ts';
import { type Artifact, type Kind, kindNames, kinds, shortId } from '../../../domain/kinds.ts';
import { table } from '../../../render/layout.ts';
import { recordCounts } from '../../../render/state-text.ts';
import type { Store, StoredArtifact } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { isKind } from '../lookup/find-artifact.ts';
import { type Measured, measuredCells, measuredHeaders, measuredOf } from '../lookup/measured.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../lookup/read-workspace.ts';

export interface ListOptions {
  readonly allVersions?: boolean;
  /** Of scenarios: how this agent did, in place of their sizes. */
  readonly agent?: string;
}

/** Lists the artifacts of a kind: the current ones, or every version with `--all-versions`. */
export async function list(line: CommandLine, options: ListOptions, name: string): Promise<ExitCode> {
  const kind = kindCalled(name);
  if (options.agent !== undefined && kind !== 'scenario')
    throw new UserError(`--agent tells how an agent did at scenarios: envscaler list scenarios --agent ${options.agent}`);
  if (isEmptyWorkspace(line.flags.workspace)) {
    line.output.result(emptyText(line.flags.workspace));
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store }) => {
    const artifacts = await store.artifacts(kind, { versions: options.allVersions ? 'all' : 'current' });
    const current = options.allVersions ? new Set((await store.artifacts(kind)).map((artifact) => artifact.hash)) : undefined;
    const measured = options.agent === undefined ? undefined : await measuredOf(store, options.agent);
    const text =
      artifacts.length === 0
        ? `There are no ${kinds[kind].plural} yet. "envscaler run" makes some.`
        : await listing(store, kind, artifacts, { current, measured, width: line.output.width });
    line.output.result(
      text,
      ...artifacts.map((artifact) => ({ ...jsonOf(artifact, current), ...(measured?.get(artifact.hash) ?? {}) })),
    );
    return exitCodes.done;
  });
}

/** The kind that a word means, plural or singular. Throws a UserError that offers the nearest. */
function kindCalled(name: string): Kind {
  const found = kindNames.find((kind) => kind === name || kinds[kind].plural === name);
  if (found !== undefined) return found;
  const plurals = kindNames.map((kind) => kinds[kind].plural);
  const hint = nearest(name, plurals) === undefined ? suggestion('', plurals) : suggestion(name, plurals);
  throw new UserError(`Unknown kind "${name}".${hint}`);
}

function jsonOf(artifact: StoredArtifact, current: ReadonlySet<string> | undefined): { event: string; [key: string]: unknown } {
  const { kind, hash, subject, stage, createdAt } = artifact;
  return { event: 'artifact', id: shortId(artifact), kind, hash, subject, stage, createdAt, current: current?.has(hash) ?? true };
}

interface Layout {
  readonly current: ReadonlySet<string> | undefined;
  readonly measured: ReadonlyMap<string, Measured> | undefined;
  readonly width: number;
}

async function listing(store: Store, kind: Kind, artifacts: readonly StoredArtifact[], layout: Layout): Promise<string> {
  const verdicts = kind === 'environment' ? await verdictsByEnvironment(store) : new Map<string, string>();
  const rows = artifacts.map((artifact) => [
    shortId(artifact),
    artifact.kind === 'task' || artifact.kind === 'verdict' ? '' : artifact.subject,
    ...(layout.current ? [layout.current.has(artifact.hash) ? 'current' : 'older', artifact.createdAt] : []),
    ...(isKind(artifact, 'scenario') && layout.measured
      ? [...measuredCells(layout.measured.get(artifact.hash)), artifact.body.task]
      : cells(artifact, verdicts)),
  ]);
  const own = layout.measured ? [...measuredHeaders, 'task'] : headers[kind];
  const header = ['id', 'name', ...(layout.current ? ['version', 'made'] : []), ...own];
  return table(...withoutEmptyColumns(header, rows), layout.width);
}

/** Requests have no name but their text, which has a column of its own. */
function withoutEmptyColumns(header: readonly string[], rows: readonly (readonly string[])[]): [string[], string[][]] {
  const kept = header.map((_, column) => rows.some((row) => row[column] !== ''));
  const keep = (cellsOfRow: readonly string[]): string[] => cellsOfRow.filter((_, column) => kept[column]);
  return [keep(header), rows.map(keep)];
}

const headers: Readonly<Record<Kind, readonly string[]>> = {
  task: ['from', 'text'],
  verdict: ['stateful', 'text'],
  candidate: ['domain', 'usefulness', 'modelability', 'summary'],
  selection: ['chosen', 'merged', 'dropped'],
  topic: ['domain', 'summary'],
  skeleton: ['records', 'operations', 'summary'],
  environment: ['tools', 'verdict', 'summary'],
  state: ['start', 'records'],
  assessment: ['verdict', 'findings', 'calls'],
  scenario: ['kind', 'reads', 'writes', 'checks', 'certificate', 'task'],
  trajectory: ['strict', 'dense', 'calls', 'end'],
};

function cells(artifact: Artifact, verdicts: ReadonlyMap<string, string>): string[] {
  if (isKind(artifact, 'task')) return [`${artifact.body.source.file}:${artifact.body.source.line}`, artifact.body.text];
  if (isKind(artifact, 'verdict')) return [artifact.body.stateful ? 'yes' : 'no', artifact.body.text];
  if (isKind(artifact, 'candidate')) {
    const { domain, usefulness, modelability, summary } = artifact.body;
    return [domain, String(usefulness), String(modelability), summary];
  }
  if (isKind(artifact, 'selection')) {
    const { decisions } = artifact.body;
    return (['chosen', 'merged', 'dropped'] as const).map((outcome) =>
      String(decisions.filter((item) => item.outcome === outcome).length),
    );
  }
  if (isKind(artifact, 'state')) return [artifact.body.start, recordCounts(artifact.body.state)];
  if (isKind(artifact, 'topic')) return [artifact.body.domain, artifact.body.summary];
  if (isKind(artifact, 'skeleton')) {
    return [String(artifact.body.entities.length), String(artifact.body.operations.length), artifact.body.summary];
  }
  if (isKind(artifact, 'environment')) {
    return [String(artifact.body.tools.length), verdicts.get(artifact.hash) ?? 'not assessed', artifact.body.skeleton.summary];
  }
  if (isKind(artifact, 'assessment'))
    return [artifact.body.verdict, String(artifact.body.findings.length), String(artifact.body.calls)];
  if (isKind(artifact, 'scenario')) {
    const { kind, difficulty, checks, certificate, task } = artifact.body;
    return [
      kind,
      String(difficulty.reads),
      String(difficulty.writes),
      String(checks.length),
      certificate.complete ? 'complete' : 'incomplete',
      task,
    ];
  }
  if (isKind(artifact, 'trajectory')) {
    const { reward, steps, end } = artifact.body;
    const [strict, dense] =
      reward.kind === 'scored' ? [String(reward.strict), reward.dense.toFixed(2)] : ['unscored', 'unscored'];
    return [strict, dense, String(steps.length), `${end.kind}: ${end.reason}`];
  }
  return [];
}

async function verdictsByEnvironment(store: Store): Promise<Map<string, string>> {
  const all = await store.artifacts('assessment', { versions: 'all' });
  return new Map(all.map((assessment) => [assessment.body.environment, assessment.body.verdict]));
}
