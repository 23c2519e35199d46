import { stat } from 'node:fs/promises';
import { messageOf, UserError } from '../../../base/errors.ts';
import { readTextFile } from '../../../base/text-file.ts';
import { requestOf } from './request.ts';
import type { TaskSource } from './source.ts';

/** A JSON array is read whole, so it has a limit; JSON Lines has none. */
const maxMegabytes = 64;

/** A JSON array of strings, objects with a text field, or chats. The line of a request is its position in the array. */
export const jsonArray: TaskSource = {
  name: 'JSON array',
  extensions: ['.json'],
  async *read(path) {
    const values = await readArray(path);
    for (const [index, value] of values.entries()) yield { line: index + 1, reading: requestOf(value) };
  },
};

async function readArray(path: string): Promise<readonly unknown[]> {
  const { size } = await stat(path);
  if (size > maxMegabytes * 1024 * 1024) {
    throw new UserError(
      `${path}: a JSON array of ${Math.ceil(size / 1024 / 1024)} MB is too large to be read whole (limit ${maxMegabytes} MB). ` +
        'Write it as JSON Lines: one object per line, in a file named .jsonl.',
    );
  }
  const value = parse(path, readTextFile(path));
  if (!Array.isArray(value)) {
    throw new UserError(
      `${path}: a .json file of tasks is one array, like [{"text": "..."}]. For one object per line, name it .jsonl.`,
    );
  }
  return value;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(
      `${path}: is not JSON (${messageOf(error)}). If it holds one object per line, name it .jsonl; if plain text, .txt.`,
      { cause: error },
    );
  }
}
