import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { UserError } from './errors.ts';

/**
 * The text of a UTF-8 file without its byte order mark. Throws a UserError for a file in UTF-16, and the system's error for
 * one that cannot be read.
 */
export function readTextFile(path: string): string {
  const bytes = readFileSync(path);
  refuseUtf16(path, bytes);
  return withoutMark(bytes.toString('utf8'));
}

/**
 * The lines of a UTF-8 file without their ends, the byte order mark and blank lines; numbered from 1 and read as a stream, so
 * that size does not matter. A line ends at "\n" ("\r\n") and nowhere else: U+2028 and its like may stand inside JSON strings.
 * Throws a UserError for a file in UTF-16.
 */
export async function* linesOf(path: string): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  const file = await open(path);
  try {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let line = 0;
    // Pieces of a line that has not ended yet: joined once, however many chunks it takes.
    let pieces: string[] = [];
    let isFirst = true;
    const finish = (): { line: number; text: string } => {
      const whole = pieces.join('');
      pieces = [];
      line++;
      return { line, text: (line === 1 ? withoutMark(whole) : whole).trim() };
    };
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      if (isFirst) refuseUtf16(path, chunk);
      isFirst = false;
      const parts = decoder.decode(chunk, { stream: true }).split('\n');
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          const ended = finish();
          if (ended.text !== '') yield ended;
        }
        if (part !== '') pieces.push(part);
      }
    }
    pieces.push(decoder.decode());
    const last = finish();
    if (last.text !== '') yield last;
  } finally {
    await file.close();
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** By its byte order mark, or by zero bytes where text in the Latin alphabet would have them. */
function refuseUtf16(path: string, bytes: Uint8Array): void {
  const [first, second, third, fourth] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const isBare =
    bytes.length >= 4 && ((second === 0 && fourth === 0 && first !== 0) || (first === 0 && third === 0 && second !== 0));
  if (isMarked || isBare)
    throw new UserError(
      `${path} is in UTF-16, and this program reads UTF-8. Convert it: iconv -f UTF-16 -t UTF-8 "${path}" > FILE.`,
    );
}
