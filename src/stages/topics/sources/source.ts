import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
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

/** The lines of a file without line ends, byte order mark and blank lines; read as a stream, so that size does not matter. */
export async function* linesOf(path: string): AsyncGenerator<{ line: number; text: string }> {
  const input = createReadStream(path, { encoding: 'utf8' });
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let line = 0;
  try {
    for await (const raw of lines) {
      line++;
      const text = (line === 1 ? raw.replace(/^\uFEFF/, '') : raw).trim();
      if (text !== '') yield { line, text };
    }
  } finally {
    lines.close();
    input.destroy();
  }
}
