import { basename } from 'node:path';
import { messageOf, UserError } from '../base/errors.ts';
import { linesOf } from '../base/text-file.ts';
import type { Contamination } from '../domain/dataset.ts';
import { wordsIn } from '../language/words.ts';

/** Words in a row that two texts must share to count as overlapping. */
const length = 8;

/** Texts of others, such as public benchmarks, as the runs of words in them. */
export interface OtherTexts {
  readonly files: readonly { readonly name: string; readonly runs: ReadonlySet<string> }[];
}

/**
 * Reads files of benchmarks: JSON, JSON Lines or plain text. Runs do not go on from line to line. Throws a UserError for a file that
 * cannot be read, or that has not eight words in a row.
 */
export async function readOtherTexts(paths: readonly string[]): Promise<OtherTexts> {
  const files = [];
  for (const path of paths) {
    const runs = new Set<string>();
    try {
      for await (const { text } of linesOf(path)) for (const part of textsIn(text)) for (const run of runsOf(part)) runs.add(run);
    } catch (error) {
      throw new UserError(`Cannot compare with ${path}: ${messageOf(error)}.`, { cause: error });
    }
    if (runs.size === 0) throw new UserError(`${path} holds no ${length} words in a row to compare with.`);
    files.push({ name: basename(path), runs });
  }
  return { files };
}

/** Which tasks share eight words in a row with a file. */
export function contaminationOf(
  scenarios: readonly { readonly name: string; readonly task: string }[],
  { files }: OtherTexts,
): Contamination {
  return {
    words: length,
    files: files.map(({ name, runs }) => ({
      name,
      runs: runs.size,
      overlapping: scenarios.filter(({ task }) => runsOf(task).some((run) => runs.has(run))).map((scenario) => scenario.name),
    })),
  };
}

/** The texts in a line: those of its JSON values where it is JSON, or itself. */
function textsIn(line: string): string[] {
  try {
    return stringsIn(JSON.parse(line));
  } catch {
    // Plain text, or a line of an indented file.
    return [line];
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function runsOf(text: string): string[] {
  const words = wordsIn(text.toLowerCase());
  return words.slice(length - 1).map((_, start) => words.slice(start, start + length).join(' '));
}
