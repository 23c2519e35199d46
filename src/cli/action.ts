import { Command } from 'commander';
import type { CommandLine, GlobalFlags } from './command-line.ts';
import { fullName } from './command-tree.ts';
import { loadDotEnv, modelEnvironment } from './config/environment.ts';
import type { Declaration } from './declaration.ts';
import { listenForInterrupt } from './interrupt.ts';
import type { FlagValues } from './options/declared-flag.ts';
import type { programFlags } from './options/program-flags.ts';
import { shellWords } from './shell-words.ts';
import { openOutput } from './terminal/output.ts';

/** Runs the work of a command with everything it may touch. */
export function action({ work }: Declaration) {
  return async (...passed: readonly unknown[]): Promise<void> => {
    const command = passed.at(-1);
    if (!(command instanceof Command)) throw new Error('commander passes the command last');
    const given = command.optsWithGlobals<FlagValues<typeof programFlags>>();
    const { plan = false, json = false, quiet = false, verbose = false } = given;
    const flags: GlobalFlags = { ...given, plan, json, quiet, verbose };
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
      process.exitCode = await work(line, command.opts(), command.args);
    } finally {
      interrupt.close();
    }
  };
}
