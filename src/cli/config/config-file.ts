import { existsSync } from 'node:fs';
import { messageOf, UserError } from '../../base/errors.ts';
import { readTextFile } from '../../base/text-file.ts';
import { type Config, configFileName, parseConfig } from './config.ts';

/** A config and the file it stands in. */
export interface LoadedConfig {
  readonly file: string;
  readonly config: Config;
}

/**
 * The config file that `--config` names, or the one in the current directory; undefined where there is none.
 * Throws a UserError for one that is named and absent, cannot be read, or is not valid.
 */
export function loadConfig(named: string | undefined): LoadedConfig | undefined {
  const file = named ?? configFileName;
  if (named === undefined && !existsSync(file)) return undefined;
  let text: string;
  try {
    text = readTextFile(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The config file "${file}" cannot be read (${messageOf(error)}). Name another with --config FILE.`);
  }
  return { file, config: parseConfig(text, file) };
}
