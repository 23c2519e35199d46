import type { DatasetManifest, ProvenanceShare } from '../domain/dataset.ts';
import type { Body } from '../domain/kinds.ts';
import type { AgentIdentity } from '../domain/rollout/trajectory.ts';
import { writersOfEnvironment } from '../domain/writers.ts';
import type { WrittenBy } from '../domain/written-by.ts';
import { contaminationOf, type OtherTexts } from './contamination.ts';
import type { DatasetFormat } from './formats/format.ts';
import type { ScenarioRecord, Selection, TrajectoryRecord } from './selection/records.ts';
import { splitRowsOf } from './selection/split-rows.ts';

/** Who wrote something, in one word: `procedural`, `scripted`, or `openai/<model>`. */
function writerName(by: WrittenBy): string {
  return by.model === undefined ? by.provider : `${by.provider}/${by.model}`;
}

/** Everybody who worked on an environment. */
export function environmentWriters(environment: Body<'environment'>): string {
  return names(writersOfEnvironment(environment));
}

/** Everybody who worked on a scenario: its initial state, its task and reference. */
export function scenarioWriters({ stateWrittenBy, writtenBy }: Body<'scenario'>): string {
  return names([...(stateWrittenBy ? [stateWrittenBy] : []), writtenBy]);
}

function names(writers: readonly WrittenBy[]): string {
  return [...new Set(writers.map(writerName))].join(' + ');
}

/** Who played, in one word: `reference`, `random`, `noop`, or `openai/<model>`. */
export function agentName(agent: AgentIdentity): string {
  return agent.model === undefined ? agent.kind : `${agent.kind}/${agent.model}`;
}

/** What the manifest says about a selection, all but the files that hold it. */
export function describeSelection(
  selection: Selection<ScenarioRecord | TrajectoryRecord>,
  about: {
    readonly format: DatasetFormat;
    readonly tool: DatasetManifest['tool'];
    readonly seed: string;
    readonly license?: string | undefined;
    readonly others?: OtherTexts | undefined;
  },
): Omit<DatasetManifest, 'files'> {
  return {
    manifestVersion: 1,
    format: about.format.name,
    formatVersion: about.format.version,
    tool: about.tool,
    seed: about.seed,
    ...(about.license === undefined ? {} : { license: about.license }),
    selection: selection.options,
    records: about.format.needs,
    rows: selection.rows.length,
    splits: splitRowsOf(selection).map(({ split, rows }) => ({
      split,
      environments: new Set(rows.map((row) => row.environment.id)).size,
      scenarios: new Set(rows.map((row) => row.scenario.hash)).size,
      rows: rows.length,
    })),
    environments: environmentsOf(selection),
    provenance: provenanceOf(selection.rows),
    ...(about.others ? { contamination: contaminationOf(tasksOf(selection), about.others) } : {}),
    skipped: Object.fromEntries([...selection.skipped].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** The tasks of a selection, each once. */
function tasksOf({ rows }: Selection<ScenarioRecord>): { readonly name: string; readonly task: string }[] {
  return [...new Map(rows.map(({ scenario }) => [scenario.hash, scenario.body])).values()];
}

function environmentsOf(selection: Selection<ScenarioRecord>): DatasetManifest['environments'] {
  const records = new Map(selection.rows.map((row) => [row.environment.id, row.environment]));
  return [...records.values()].map(({ id, artifact, split }) => ({
    id,
    slug: artifact.body.slug,
    hash: artifact.hash,
    split,
    writtenBy: environmentWriters(artifact.body),
    rows: selection.rows.filter((row) => row.environment.id === id).length,
  }));
}

function provenanceOf(rows: readonly (ScenarioRecord | TrajectoryRecord)[]): ProvenanceShare[] {
  const groups = new Map<string, { origin: Omit<ProvenanceShare, 'rows' | 'share'>; rows: number }>();
  for (const row of rows) {
    const origin = {
      environmentWrittenBy: environmentWriters(row.environment.artifact.body),
      scenarioWrittenBy: scenarioWriters(row.scenario.body),
      ...('trajectory' in row ? { agent: agentName(row.trajectory.body.agent) } : {}),
    };
    const key = JSON.stringify(origin);
    groups.set(key, { origin, rows: (groups.get(key)?.rows ?? 0) + 1 });
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, group]) => ({ ...group.origin, rows: group.rows, share: Math.round((group.rows / rows.length) * 10_000) / 10_000 }));
}
