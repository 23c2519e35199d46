import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../../base/errors.ts';
import { suggestion } from '../../../base/nearest.ts';
import { jsonArray } from './json.ts';
import { jsonLines } from './jsonl.ts';
import type { TaskSource } from './source.ts';
import { markdown, plainText } from './text.ts';

/** Every format of task collections that can be read. */
const taskSources: readonly TaskSource[] = [jsonLines, jsonArray, plainText, markdown];
const extensions = taskSources.flatMap((source) => source.extensions);

/** Files of a directory that are about it, not part of it. */
const notCollections = /^(readme|licen[cs]e|changelog|contributing|notice)\b/i;

/** A file to be read. `name` is what artifacts say of it: the base name, or the path within the directory that was given. */
export interface TaskFile {
  readonly path: string;
  readonly name: string;
  readonly source: TaskSource;
}

/**
 * The files behind the paths a user gave, each once, in the order given; directories are searched through, in order of name.
 * Throws a UserError for what is missing, empty, binary or of an unknown format.
 */
export async function findTaskFiles(paths: readonly string[]): Promise<readonly TaskFile[]> {
  if (paths.length === 0) throw new UserError('No task collection was given. Name a file or a directory with --tasks.');
  const found: TaskFile[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const file of await filesBehind(path)) {
      const real = await realpath(file.path);
      if (seen.has(real)) continue;
      seen.add(real);
      await refuseUnreadable(file.path);
      found.push(file);
    }
  }
  return withDistinctNames(found);
}

async function filesBehind(path: string): Promise<readonly TaskFile[]> {
  const info = await stat(path).catch(() => undefined);
  if (!info) throw new UserError(`${path}: no such file or directory.${await nearby(path)}`);
  if (!info.isDirectory()) {
    const source = sourceOf(path);
    if (!source) {
      const extension = extname(path);
      const kind = extension === '' ? 'the name has no extension' : `unknown kind of file "${extension}"`;
      throw new UserError(`${path}: ${kind}. Tasks are read from ${extensions.join(', ')} files.`);
    }
    return [{ path, name: basename(path), source }];
  }
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(`${path}: the directory cannot be read. Check its permissions.`, { cause: error });
  });
  const files = entries
    .filter((entry) => entry.isFile() && !notCollections.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((left, right) => (left < right ? -1 : 1))
    .flatMap((file) => {
      const source = sourceOf(file);
      return source ? [{ path: file, name: relative(path, file).split(sep).join('/'), source }] : [];
    });
  if (files.length === 0) throw new UserError(`${path}: the directory has no task collection (${extensions.join(', ')}).`);
  return files;
}

function sourceOf(path: string): TaskSource | undefined {
  return taskSources.find((source) => source.extensions.includes(extname(path).toLowerCase()));
}

/** A hint for a mistyped path: the nearest name beside it. */
async function nearby(path: string): Promise<string> {
  const neighbours = await readdir(dirname(path)).catch(() => []);
  const hint = suggestion(basename(path), neighbours);
  return hint.startsWith(' Did') ? hint : ' Check the path given with --tasks.';
}

async function refuseUnreadable(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw new UserError(`${path}: cannot be read. Check its permissions.`, { cause: error });
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(8192), 0, 8192, 0);
    const start = buffer.subarray(0, bytesRead);
    if (start.includes(0)) throw new UserError(`${path}: is a binary file (it has NUL bytes). Tasks are read from UTF-8 text.`);
    if (
      bytesRead < 8192 &&
      start
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .trim() === ''
    ) {
      throw new UserError(`${path}: is empty. Put one task per line in it, or leave it out.`);
    }
  } finally {
    await handle.close();
  }
}

/** Files of the same name from different places get as much of their path as tells them apart. */
function withDistinctNames(files: readonly TaskFile[]): readonly TaskFile[] {
  const partsOf = (file: TaskFile): string[] =>
    resolve(file.path)
      .split(sep)
      .filter((part) => part !== '');
  let named = files.map((file) => ({ file, name: file.name }));
  for (let extra = 1; ; extra++) {
    const count = new Map<string, number>();
    for (const { name } of named) count.set(name, (count.get(name) ?? 0) + 1);
    if (count.size === named.length) return named.map(({ file, name }) => ({ ...file, name }));
    named = named.map(({ file, name }) => {
      const length = file.name.split('/').length + extra;
      return (count.get(name) ?? 0) > 1 ? { file, name: partsOf(file).slice(-length).join('/') } : { file, name };
    });
  }
}
