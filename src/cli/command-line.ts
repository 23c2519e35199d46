import type { AuthorName } from './config/author-names.ts';
import type { ModelEnvironment } from './config/environment.ts';
import type { Interrupt } from './interrupt.ts';
import type { Output, OutputStreams } from './terminal/output.ts';

/** The flags that every command takes. */
export interface GlobalFlags {
  readonly workspace: string;
  readonly seed: number;
  readonly author?: AuthorName;
  readonly model?: string;
  /** A config file; without it the one in the current directory, if there is one. */
  readonly config?: string;
  /** A file to which every answer of a model is added. */
  readonly record?: string;
  /** A file from which every answer of a model comes. */
  readonly replay?: string;
  readonly concurrency?: number;
  readonly plan: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** What a command is given: its flags, and the world it may touch. */
export interface CommandLine {
  readonly command: string;
  readonly flags: GlobalFlags;
  readonly environment: ModelEnvironment;
  readonly output: Output;
  readonly streams: OutputStreams & { readonly stdin: NodeJS.ReadStream };
  readonly interrupt: Interrupt;
  /** What to type to run the same command again. */
  readonly typed: string;
  /** Whether colours are wanted on standard error: a terminal, and NO_COLOR is not set. */
  readonly colours: boolean;
  /** A terminal that can only write line after line (TERM=dumb). */
  readonly isDumbTerminal: boolean;
}
