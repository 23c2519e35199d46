import type { Reading } from './request.ts';

/** One thing found in a file; `line` counts from 1 (the position, in a JSON array). */
interface NumberedReading {
  readonly line: number;
  readonly reading: Reading;
}

/** A format of task collections. */
export interface TaskSource {
  readonly name: string;
  /** File name endings, with the dot. */
  readonly extensions: readonly string[];
  /** Reads one file from begin to end. Blank lines are no readings. */
  read(path: string): AsyncIterable<NumberedReading>;
}
