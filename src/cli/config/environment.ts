import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { messageOf, UserError } from '../../base/errors.ts';
import { readTextFile } from '../../base/text-file.ts';

/** What the process environment says about models. Empty values count as absent. */
export interface ModelEnvironment {
  readonly apiKey: string | undefined;
  readonly baseUrl: string | undefined;
  readonly model: string | undefined;
  /** Any other variable, for keys that the config file names. */
  variable(name: string): string | undefined;
}

/**
 * Adds the variables of `.env` in a directory to the process environment; what is set already stays. An absent file is fine,
 * one that cannot be read is a UserError.
 */
export function loadDotEnv(directory: string): void {
  const path = resolve(directory, '.env');
  if (!existsSync(path)) return;
  try {
    // `process.loadEnvFile` would take a byte order mark for a part of the first name.
    for (const [name, value] of Object.entries(parseEnv(readTextFile(path)))) process.env[name] ??= value;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${path} cannot be read (${messageOf(error)}). Make it a readable file of NAME=value lines, or move it away.`,
    );
  }
}

/** The values of variables that hold secrets by their names: what they are for need not be known. */
export function secretsIn(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value && /KEY|TOKEN|SECRET|PASSWORD/i.test(name) ? [value.trim()] : [],
  );
}

/** Reads OPENAI_API_KEY, OPENAI_BASE_URL and ENVSCALER_MODEL. */
export function modelEnvironment(variables: Readonly<Record<string, string | undefined>>): ModelEnvironment {
  const value = (name: string): string | undefined => variables[name]?.trim() || undefined;
  return {
    apiKey: value('OPENAI_API_KEY'),
    baseUrl: value('OPENAI_BASE_URL'),
    model: value('ENVSCALER_MODEL'),
    variable: value,
  };
}
