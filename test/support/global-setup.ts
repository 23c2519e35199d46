import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the workspaces that test files share: see prepared-workspace.ts. */
    preparedWorkspaces: string;
  }
}

/** The sandbox child and the command line run from dist/, so tests build it first (incremental: about a second when nothing changed). */
export default function setup({ provide }: TestProject): () => void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync(process.execPath, ['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  const folder = mkdtempSync(join(tmpdir(), 'envscaler-prepared-'));
  provide('preparedWorkspaces', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
