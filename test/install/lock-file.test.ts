import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ hasInstallScript: z.boolean().optional(), gypfile: z.boolean().optional(), resolved: z.string().optional() }),
  ),
});

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
const { packages } = lockFile.parse(read('package-lock.json'));

// npm compiles every package with a binding.gyp unless its lock entry says otherwise, and forgets to copy that word from the package.
it('keeps the lock file from having npm compile what comes ready-made', () => {
  expect(z.object({ gypfile: z.boolean() }).parse(read('node_modules', 'better-sqlite3', 'package.json')).gypfile).toBe(false);
  expect(packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
});

it('names no registry in the lock file', () => {
  const origins = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
  expect(origins).toEqual([]);
});
