import { writeFileSync } from 'node:fs';
import { messageOf, UserError } from '../../base/errors.ts';

/** Writes an HTML page. Throws a UserError where the file cannot be written. */
export function writePage(file: string, html: string): void {
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw new UserError(`The page could not be written to "${file}": ${messageOf(error)}.`);
  }
}
