import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { envscaler, type Finished } from './command-line.ts';

type Recipe = readonly (readonly string[])[];

/** One accepted environment with its states, by the embedded author. */
export const oneEnvironment: Recipe = [['skel', '--count', '1']];
/** Tasks of every kind in it, each with its certificate. */
export const everyKind: Recipe = [...oneEnvironment, ['scen', '--count', '8']];

/** A whole run that comes to an end in little time. */
export const smallRun: Recipe = [['run', '--count', '1', '--scenarios', '2']];

export interface PreparedWorkspace {
  /** Where commands are started; its workspace is "out". */
  readonly cwd: string;
  /** How the last command of the recipe ended. */
  readonly made: Finished;
}

/**
 * A copy of the folder that these commands leave, for the caller alone. They are run once for all test files of a run, and
 * recipes that begin alike share their beginning. All go when the run ends.
 */
export async function preparedWorkspace(recipe: Recipe): Promise<PreparedWorkspace> {
  const kept = await keptResult(recipe);
  const cwd = mkdtempSync(join(inject('preparedWorkspaces'), 'copy-'));
  cpSync(join(kept, 'folder'), cwd, { recursive: true });
  return { cwd, made: JSON.parse(readFileSync(join(kept, 'made.json'), 'utf8')) };
}

/** The folder where the result of a recipe is kept. Of those who need it at the same time one makes it and the others wait. */
async function keptResult(recipe: Recipe): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
  const kept = join(inject('preparedWorkspaces'), key);
  const [lock, making, failed] = [`${kept}.lock`, `${kept}.making`, `${kept}.failed`];
  while (!existsSync(kept)) {
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    if (isFirst(lock)) {
      try {
        await make(recipe, making);
        renameSync(making, kept);
      } catch (error) {
        writeFileSync(failed, String(error));
        throw error;
      }
    } else await wait(50);
  }
  return kept;
}

function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

async function make(recipe: Recipe, into: string): Promise<void> {
  const cwd = join(into, 'folder');
  const [before, last = []] = [recipe.slice(0, -1), recipe.at(-1)];
  if (before.length > 0) cpSync(join(await keptResult(before), 'folder'), cwd, { recursive: true });
  else mkdirSync(cwd, { recursive: true });
  const made = await envscaler(last, { cwd });
  if (made.code !== 0) throw new Error(`envscaler ${last.join(' ')} ended with ${made.code}: ${made.stderr}`);
  writeFileSync(join(into, 'made.json'), JSON.stringify(made));
}
