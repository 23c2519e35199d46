import type { SelectionOptions, SplitName } from '../../domain/dataset.ts';
import type { Artifact } from '../../domain/kinds.ts';

/** The artifacts to choose from. Where several versions are passed, each counts as one of its own. */
export interface Candidates {
  readonly environments: readonly Artifact<'environment'>[];
  readonly assessments: readonly Artifact<'assessment'>[];
  readonly scenarios: readonly Artifact<'scenario'>[];
  readonly trajectories: readonly Artifact<'trajectory'>[];
}

/** An accepted environment, with its certificate and its side of the split. */
export interface EnvironmentRecord {
  /** How records and files name it: the slug, made unique where two versions of one slug are exported. */
  readonly id: string;
  readonly split: SplitName;
  readonly artifact: Artifact<'environment'>;
  readonly assessment: Artifact<'assessment'>;
}

export interface ScenarioRecord {
  readonly environment: EnvironmentRecord;
  readonly scenario: Artifact<'scenario'>;
  /** Its place, from 0, among the exported scenarios of its environment: its task index on a server of the same export. */
  readonly index: number;
}

/** A success to prefer to a failure of the same scenario. */
export interface PairRecord extends TrajectoryRecord {
  readonly rejected: Artifact<'trajectory'>;
}

export interface TrajectoryRecord extends ScenarioRecord {
  readonly trajectory: Artifact<'trajectory'>;
}

/** How many artifacts were left out, by reason. */
type Skipped = ReadonlyMap<string, number>;

/** What one dataset consists of, in the order in which it is written. */
export interface Selection<Row extends ScenarioRecord> {
  readonly options: SelectionOptions;
  readonly rows: readonly Row[];
  readonly skipped: Skipped;
}
