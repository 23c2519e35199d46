import { type Artifact, isKind, type Kind, shortId } from '../../domain/kinds.ts';
import type { Measured } from '../../figures/measured.ts';
import type { StoredArtifact } from '../../store/store.ts';
import { measuredCells, measuredHeaders } from './figures/measured-text.ts';
import { table } from './layout.ts';
import { recordCounts } from './state-text.ts';

/** What a list shows besides the artifacts. */
export interface ListLayout {
  /** Hashes of the current versions where older ones are listed, too. */
  readonly current: ReadonlySet<string> | undefined;
  /** Of scenarios: how an agent did, in place of their sizes. */
  readonly measured: ReadonlyMap<string, Measured> | undefined;
  /** Of environments: the verdict on each. */
  readonly verdicts: ReadonlyMap<string, string>;
  readonly width: number;
}

/** Artifacts of a kind, one line each. */
export function listText(kind: Kind, artifacts: readonly StoredArtifact[], layout: ListLayout): string {
  const rows = artifacts.map((artifact) => [
    shortId(artifact),
    artifact.kind === 'task' || artifact.kind === 'verdict' ? '' : artifact.subject,
    ...(layout.current ? [layout.current.has(artifact.hash) ? 'current' : 'older', artifact.createdAt] : []),
    ...(isKind(artifact, 'scenario') && layout.measured
      ? [...measuredCells(layout.measured.get(artifact.hash)), artifact.body.task]
      : cells(artifact, layout.verdicts)),
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
