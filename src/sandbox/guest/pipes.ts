import { readSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const INPUT = 0;
const OUTPUT = 1;
const CHUNK = 64 * 1024;

/**
 * The lines of the standard input, until it ends. Waits in the system call: an answer comes sooner than through a stream, and
 * what it costs is the call itself.
 */
export function* linesOfInput(): Generator<string> {
  const buffer = Buffer.alloc(CHUNK);
  const decoder = new StringDecoder('utf8');
  const pieces: string[] = [];
  for (let count = read(buffer); count > 0; count = read(buffer)) {
    const lines = decoder.write(buffer.subarray(0, count)).split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      pieces.push(line);
      yield pieces.join('');
      pieces.length = 0;
    }
    if (rest !== '') pieces.push(rest);
  }
}

/** Bytes read; 0 at the end of the input. */
function read(buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(INPUT, buffer);
    } catch (error) {
      if (codeOf(error) === 'EOF') return 0;
      waitFor(error);
    }
  }
}

/** Writes a line before it returns: whoever waits for it can tell this request from the next. */
export function writeLine(text: string): void {
  const bytes = Buffer.from(`${text}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(OUTPUT, bytes, written);
    } catch (error) {
      waitFor(error);
    }
  }
}

/** A pipe that is not ready is tried again in a moment; any other error is one. */
function waitFor(error: unknown): void {
  if (codeOf(error) !== 'EAGAIN') throw error;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
