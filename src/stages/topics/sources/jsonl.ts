import { messageOf } from '../../../base/errors.ts';
import { linesOf } from '../../../base/text-file.ts';
import { type Reading, requestOf } from './request.ts';
import type { TaskSource } from './source.ts';

/** JSON Lines: one request per line, as a string, an object with a text field, or a chat. */
export const jsonLines: TaskSource = {
  name: 'JSON Lines',
  extensions: ['.jsonl', '.ndjson'],
  async *read(path) {
    for await (const { line, text } of linesOf(path)) yield { line, reading: parseLine(text) };
  },
};

function parseLine(text: string): Reading {
  try {
    return requestOf(JSON.parse(text));
  } catch (error) {
    return { kind: 'problem', message: `is not JSON: ${messageOf(error)}` };
  }
}
