import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder with its parents, one at a time. Node's own recursive way never ends where a parent cannot hold folders
 * (/proc, a directory that was deleted). Throws the system's error, with the path that stood in the way.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let present = resolve(path);
  while (!isThere(present)) {
    missing.push(present);
    const parent = dirname(present);
    if (parent === present) break;
    present = parent;
  }
  if (!statSync(present).isDirectory())
    throw Object.assign(new Error(`ENOTDIR: "${present}" is not a folder`), { code: 'ENOTDIR', path: present });
  if (missing.length > 0) accessSync(present, constants.W_OK);
  for (const folder of missing.reverse()) {
    try {
      mkdirSync(folder);
    } catch (error) {
      // Another process may have made it meanwhile.
      if (!isThere(folder)) throw error;
    }
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
