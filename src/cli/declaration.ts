import type { CommandLine } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Flags, FlagValues } from './options/declared-flag.ts';

/**
 * What a command is called, takes and tells of itself. It is loaded at every start, so it imports nothing but flags: the work
 * is imported when the command is called.
 */
export interface Declaration<Declared extends Flags = Flags> {
  readonly name: string;
  readonly description: string;
  /** What is typed after the name: "<kind>", "[id...]". */
  readonly words?: string;
  readonly flags?: Declared;
  /** Whole command lines, for the help. */
  readonly examples: readonly string[];
  work(line: CommandLine, options: FlagValues<Declared>, words: readonly string[]): Promise<ExitCode>;
}

/** Commands below one name: "batch export" and "batch import". */
export interface CommandGroup {
  readonly name: string;
  readonly description: string;
  readonly commands: readonly Declaration[];
}

/** A declaration whose work is checked against its flags. */
export function command<Declared extends Flags>(declaration: Declaration<Declared>): Declaration {
  return declaration;
}
