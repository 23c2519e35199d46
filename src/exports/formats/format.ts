import type { Environment } from '../../domain/environment/environment.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import type { PairRecord, ScenarioRecord, Selection, TrajectoryRecord } from '../selection/records.ts';
import type { DatasetWriter } from '../writer.ts';

/** The type of a column, as `datasets` reads it from a card. */
export type Feature =
  | { readonly name: string; readonly dtype: 'string' | 'int64' | 'float64' | 'bool' | 'json' }
  | { readonly name: string; readonly list: 'json' | 'string' | readonly Feature[] };

/** A loadable part of a dataset, for the card. `features` pins the column types where they cannot be inferred safely. */
export interface CardConfig {
  readonly name: string;
  /** Path of the data file of each split, with `{split}` in place of its name. */
  readonly path: string;
  readonly features?: readonly Feature[];
}

/** What an agent is told of the system it works in, before the task: the same text that rollouts begin with. */
export type SystemMessage = (environment: Environment, scenario: Scenario) => string;

interface FormatBase {
  readonly name: string;
  /** One sentence for lists and help. */
  readonly description: string;
  /** Raise it when the files change their shape. */
  readonly version: number;
  readonly configs: readonly CardConfig[];
  /** Markdown for the card: what the files are and how they are used. */
  readonly usage: string;
}

/** A format of episodes that were played. */
export interface TrajectoryFormat extends FormatBase {
  readonly needs: 'trajectories';
  /** Why the format cannot say a trajectory, or undefined when it can. */
  unfit(record: TrajectoryRecord): string | undefined;
  write(selection: Selection<TrajectoryRecord>, writer: DatasetWriter): Promise<void>;
}

/** A format of episodes to be played. */
export interface ScenarioFormat extends FormatBase {
  readonly needs: 'scenarios';
  /** Why the format cannot say a scenario, or undefined when it can; one that can say all leaves it out. */
  unfit?(record: ScenarioRecord): string | undefined;
  write(selection: Selection<ScenarioRecord>, writer: DatasetWriter, systemMessage: SystemMessage): Promise<void>;
}

/** A format of successes beside failures. */
export interface PairFormat extends FormatBase {
  readonly needs: 'pairs';
  write(selection: Selection<PairRecord>, writer: DatasetWriter): Promise<void>;
}

/** One dataset format, as data. To add one, write its file and a line in formats.ts. */
export type DatasetFormat = TrajectoryFormat | ScenarioFormat | PairFormat;
