import { UserError } from '../../base/errors.ts';
import type { UserTask } from '../../domain/topic.ts';
import { findTaskFiles } from './sources/files.ts';
import type { RawRequest } from './sources/request.ts';

/** Something in a file that is no request; it was skipped. */
export interface CollectionProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The requests of one file. Every text occurs once over all collections that were read together. */
export interface Collection {
  /** The base name, or the path within the directory that was given; never absolute. */
  readonly file: string;
  readonly tasks: readonly UserTask[];
  /** Requests that occurred before, here or in an earlier file; letter case and white space do not count. */
  readonly duplicates: number;
  readonly problems: number;
}

/**
 * Read the task collections behind files and directories: JSON Lines, JSON arrays, plain text, Markdown.
 * A malformed line is reported to `onProblem` and skipped. Throws a UserError for a path that is missing, empty, binary or
 * of an unknown format, and when nothing usable was found at all.
 */
export async function readCollections(
  paths: readonly string[],
  onProblem: (problem: CollectionProblem) => void,
): Promise<readonly Collection[]> {
  const seen = new Set<string>();
  const collections: Collection[] = [];
  for (const { path, name, source } of await findTaskFiles(paths)) {
    const tasks: UserTask[] = [];
    let duplicates = 0;
    let problems = 0;
    for await (const { line, reading } of source.read(path)) {
      if (reading.kind === 'problem') {
        problems++;
        onProblem({ file: name, line, message: reading.message });
        continue;
      }
      const key = reading.request.text.toLowerCase();
      if (seen.has(key)) duplicates++;
      else {
        seen.add(key);
        tasks.push(toTask(reading.request, name, line));
      }
    }
    collections.push({ file: name, tasks, duplicates, problems });
  }
  if (collections.every((collection) => collection.tasks.length === 0)) {
    const problems = collections.reduce((sum, collection) => sum + collection.problems, 0);
    throw new UserError(
      `${paths.join(', ')}: no usable task (${problems} malformed). ` +
        'A line of JSON Lines needs a "text" field, a plain text file one task per line.',
    );
  }
  return collections;
}

function toTask({ text, origin, licence }: RawRequest, file: string, line: number): UserTask {
  return {
    text,
    source: { file, line, ...(origin === undefined ? {} : { origin }), ...(licence === undefined ? {} : { licence }) },
  };
}
