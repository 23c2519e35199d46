import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, UserError } from '../base/errors.ts';
import { makeFolder } from '../base/make-folder.ts';
import { type DatasetFile, type DatasetManifest, datasetFile, datasetManifest } from '../domain/dataset.ts';
import type { TableColumn } from './parquet.ts';
import type { DatasetWriter, FileContent } from './writer.ts';

const manifestName = 'manifest.json';
const bufferBytes = 1 << 16;

/** What publishing did: the folder is new, holds other content than before, or already held exactly this. */
export type Publication = 'written' | 'replaced' | 'unchanged';

/**
 * A dataset folder under construction. Files are written beside the target and take its place in one move, so that the target
 * is always a whole dataset. Call `publish` or `discard`.
 */
export interface DatasetFolder extends DatasetWriter {
  /** Where the files are until they are published. */
  readonly draft: string;
  /** What was written so far, in order of path. */
  files(): readonly DatasetFile[];
  /** The columns of what was written as a table, by path. */
  readonly tables: ReadonlyMap<string, readonly TableColumn[]>;
  publish(manifest: DatasetManifest): Promise<Publication>;
  discard(): Promise<void>;
}

/**
 * Begins a dataset folder. Throws a UserError when the target holds anything that no earlier export put there: only files
 * listed in the manifest of an earlier export are ever replaced.
 */
export async function openDatasetFolder(target: string): Promise<DatasetFolder> {
  const parent = dirname(resolve(target));
  if (parent === resolve(target))
    throw new UserError(`"${target}" is the root of the file system; a dataset gets a folder of its own. Name one with --to.`);
  const draft = join(parent, `.${basename(target)}.partial`);
  const retired = join(parent, `.${basename(target)}.previous`);
  try {
    makeFolder(parent);
    await settle(target, retired);
    await refuseForeignFiles(target);
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot write the dataset to ${target}: ${messageOf(error)}. Choose another folder with --to.`, {
      cause: error,
    });
  }
  const files = new Map<string, DatasetFile>();
  const tables = new Map<string, readonly TableColumn[]>();
  return {
    draft,
    tables,
    async file(path, chunks, content = {}) {
      if (files.has(path)) throw new Error(`the dataset file ${path} was written twice`);
      files.set(path, await writeFile(draft, path, { chunks, content }));
      if (content.columns) tables.set(path, content.columns);
    },
    files: () => sorted(files),
    async publish(manifest) {
      const text = `${JSON.stringify(manifest, null, 2)}\n`;
      await writeFile(draft, manifestName, { chunks: [text], content: {} });
      const before = await present(target);
      if (before.length > 0) {
        if (await holdsExactly(target, text, manifest.files)) {
          await rm(draft, { recursive: true });
          return 'unchanged';
        }
        await rename(target, retired);
      } else await rm(target, { recursive: true, force: true });
      await rename(draft, target);
      await rm(retired, { recursive: true, force: true });
      return before.length > 0 ? 'replaced' : 'written';
    },
    discard: () => rm(draft, { recursive: true, force: true }),
  };
}

/** Finishes what an export that was killed between its two moves left behind: brings the earlier dataset back, or drops it. */
async function settle(target: string, retired: string): Promise<void> {
  if ((await present(retired)).length === 0) return;
  if ((await present(target)).length === 0) {
    await rm(target, { recursive: true, force: true });
    await rename(retired, target);
  } else await rm(retired, { recursive: true });
}

async function refuseForeignFiles(target: string): Promise<void> {
  const found = await present(target);
  if (found.length === 0) return;
  const manifest = found.includes(manifestName) ? await readManifest(join(target, manifestName)) : undefined;
  const ours = new Set(manifest ? [manifestName, ...manifest.files.map((file) => file.path)] : []);
  const foreign = found.filter((path) => !ours.has(path)).sort();
  if (foreign.length === 0) return;
  const shown = foreign.slice(0, 3).join(', ');
  throw new UserError(
    `${target} holds ${foreign.length === 1 ? 'a file' : `${foreign.length} files`} that no export wrote (${shown}${foreign.length > 3 ? ', ...' : ''}). ` +
      'Nothing was changed. Move them away, or choose another folder with --to.',
  );
}

async function readManifest(path: string): Promise<DatasetManifest | undefined> {
  try {
    return datasetManifest.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch (error) {
    // Not JSON, so not a manifest of ours: the caller treats it as somebody else's file.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Paths of all files below a folder, with "/" between the parts; none when the folder does not exist. */
async function present(folder: string): Promise<string[]> {
  const about = await stat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!about) return [];
  if (!about.isDirectory())
    throw new UserError(`${folder} is a file, and the dataset needs a folder of that name. Choose another folder with --to.`);
  const paths: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) paths.push(...(await present(join(folder, entry.name))).map((path) => `${entry.name}/${path}`));
    else paths.push(entry.name);
  }
  return paths;
}

async function holdsExactly(target: string, manifestText: string, files: readonly DatasetFile[]): Promise<boolean> {
  const found = new Set(await present(target));
  if (found.size !== files.length + 1 || !found.has(manifestName) || files.some((file) => !found.has(file.path))) return false;
  if ((await readFile(join(target, manifestName), 'utf8')) !== manifestText) return false;
  for (const file of files) if ((await hashFile(join(target, file.path))) !== file.sha256) return false;
  return true;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path);
  try {
    for await (const chunk of handle.createReadStream()) hash.update(chunk);
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

async function writeFile(
  folder: string,
  path: string,
  { chunks, content }: { chunks: Iterable<string | Uint8Array>; content: FileContent },
): Promise<DatasetFile> {
  datasetFile.shape.path.parse(path);
  await mkdir(join(folder, dirname(path)), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const handle = await open(join(folder, path), 'w');
  const flush = async (): Promise<void> => {
    await handle.appendFile(Buffer.concat(waiting));
    waiting = [];
    waitingBytes = 0;
  };
  try {
    for (const chunk of chunks) {
      const data = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
      hash.update(data);
      bytes += data.length;
      waiting.push(data);
      waitingBytes += data.length;
      if (waitingBytes >= bufferBytes) await flush();
    }
    await flush();
    await handle.sync();
  } finally {
    await handle.close();
  }
  const { rows, split } = content;
  return { path, sha256: hash.digest('hex'), bytes, ...(rows === undefined ? {} : { rows }), ...(split ? { split } : {}) };
}

function sorted(files: ReadonlyMap<string, DatasetFile>): DatasetFile[] {
  return [...files.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}
