import type { WrittenBy } from '../domain/written-by.ts';
import { type WorkName, workNames } from './author.ts';

/** One model as it is reached and set. Holds a key: never to be shown or stored as a whole. */
export interface ModelSettings {
  readonly model: string;
  readonly baseUrl: string;
  /** undefined for an endpoint that wants none. */
  readonly apiKey: string | undefined;
  /** Sampling settings that are sent with every request. */
  readonly parameters: NonNullable<WrittenBy['parameters']>;
}

/** Who does a kind of work: the embedded author, or a model. */
export type Writer = 'procedural' | ModelSettings;

/** Who does which kind of work in a run. */
export interface Assignment {
  writerOf(work: WorkName): Writer;
}

/** The embedded author alone. */
export const allProcedural: Assignment = { writerOf: () => 'procedural' };

/** The models that write in a run, each once. */
export function writingModels(assignment: Assignment): readonly ModelSettings[] {
  const writers = workNames.map((work) => assignment.writerOf(work));
  return [...new Set(writers.filter((writer) => writer !== 'procedural'))];
}

/** Every key of a run, to be taken out of whatever is written. */
export function keysOf(assignment: Assignment, player: ModelSettings | undefined): readonly string[] {
  const models = [...writingModels(assignment), ...(player ? [player] : [])];
  return [...new Set(models.flatMap((model) => model.apiKey ?? []))];
}
