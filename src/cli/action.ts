import { Command } from 'commander';
import type { CommandLine, GlobalFlags } from './command-line.ts';
import { fullName } from './command-tree.ts';
import { loadDotEnv, modelEnvironment } from './config/environment.ts';
import type { ExitCode } from './exit-codes.ts';
import { listenForInterrupt } from './interrupt.ts';
import { shellWords } from './shell-words.ts';
import { openOutput } from './terminal/output.ts';

/** The flags that every command takes, as far as they were given or have a default. */
type GivenFlags = Omit<GlobalFlags, 'plan' | 'json' | 'quiet' | 'verbose'> & Partial<GlobalFlags>;

/**
 * Runs the body of a command with everything it may touch. The types of its flags are a promise of the definitions below,
 * whose parsers fill them in.
 */
export function action<Options>(body: (line: CommandLine, options: Options, words: readonly string[]) => Promise<ExitCode>) {
  return async (...given: readonly unknown[]): Promise<void> => {
    const command = given.at(-1);
    if (!(command instanceof Command)) throw new Error('commander passes the command last');
    const flags: GlobalFlags = {
      plan: false,
      json: false,
      quiet: false,
      verbose: false,
      ...command.optsWithGlobals<GivenFlags>(),
    };
    const typed = process.argv.slice(2);
    loadDotEnv(process.cwd());
    const output = openOutput(process, { json: flags.json, quiet: flags.quiet, colours: !process.env.NO_COLOR });
    const interrupt = listenForInterrupt({
      first: () => undefined,
      atOnce: () =>
        output.problem(`Stopped at once. What was finished before is saved; go on with: envscaler ${shellWords(typed)}`),
    });
    try {
      const line: CommandLine = {
        command: fullName(command),
        flags,
        environment: modelEnvironment(process.env),
        output,
        streams: process,
        interrupt,
        typed: `envscaler ${shellWords(typed)}`,
        colours: process.stderr.isTTY === true && !process.env.NO_COLOR,
        isDumbTerminal: process.env.TERM === 'dumb',
      };
      process.exitCode = await body(line, command.opts<Options & object>(), command.args);
    } finally {
      interrupt.close();
    }
  };
}
