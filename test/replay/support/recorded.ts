import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Json } from '../../../src/base/json.ts';

const folder = join(import.meta.dirname, '../../../../shared/data/replay');

export const json: z.ZodType<Json> = z.json();

/** Whether recorded files are at hand; tests of what they hold are skipped where they are not. */
export function isRecorded(...files: readonly string[]): boolean {
  return files.every((file) => existsSync(join(folder, file)));
}

/** A recorded file, packed or not, as its schema reads it. */
export function readRecorded<Value>(file: string, schema: z.ZodType<Value>): Value {
  const bytes = readFileSync(join(folder, file));
  return schema.parse(JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')));
}
