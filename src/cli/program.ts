import { Command, Option } from 'commander';
import { action } from './action.ts';
import { everyCommand } from './command-tree.ts';
import type { CommandGroup, Declaration } from './declaration.ts';
import type { Flag, Flags } from './options/declared-flag.ts';
import { programFlags } from './options/program-flags.ts';
import { usageError } from './usage-error.ts';
import { toolVersion } from './version.ts';

/** The command line of these commands. Its parser throws a UserError for a mistake, and a CommanderError with exit code 0 after help. */
export function programOf(commands: readonly (Declaration | CommandGroup)[]): Command {
  const program = new Command('envscaler')
    .description('Builds training environments for AI agents: stateful tools, tasks with certified rewards, SFT and RL datasets.')
    .version(toolVersion().version, '--version', 'the version of this program')
    .helpOption('-h, --help', 'this text')
    .helpCommand('help [command]', 'the help of a command')
    .addHelpText(
      'after',
      `
Models: OPENAI_API_KEY, OPENAI_BASE_URL (any OpenAI-compatible endpoint) and ENVSCALER_MODEL, from the environment or .env.
Exit codes: 0 done, 1 some items failed (the rest is saved), 2 a mistake in the command, 5 budget reached, 130 interrupted.
Start with: envscaler run`,
    );
  addFlags(program, programFlags);
  for (const declared of commands) {
    if ('commands' in declared) {
      const group = program.command(declared.name).description(declared.description);
      for (const below of declared.commands) addCommand(group, below);
    } else addCommand(program, declared);
  }
  for (const command of everyCommand(program)) {
    command
      .configureOutput({ writeErr: () => undefined })
      .showSuggestionAfterError(false)
      .configureHelp({ showGlobalOptions: true });
    command.exitOverride((error) => {
      throw usageError(error, command);
    });
  }
  return program;
}

function addCommand(parent: Command, declared: Declaration): void {
  const { name, description, words, flags, examples } = declared;
  const command = parent.command(words === undefined ? name : `${name} ${words}`).description(description);
  addFlags(command, flags ?? {});
  const heading = examples.length === 1 ? 'Example:' : 'Examples:';
  command.addHelpText('after', `\n${[heading, ...examples.map((example) => `  ${example}`)].join('\n')}`);
  command.action(action(declared));
}

function addFlags(command: Command, flags: Flags): void {
  for (const [name, flag] of Object.entries(flags)) {
    const option = optionOf(flag);
    // Work reads its flags by these names.
    if (option.attributeName() !== name)
      throw new Error(`The flag ${flag.flags} must be declared as "${option.attributeName()}"`);
    command.addOption(option);
  }
}

function optionOf({ flags, description, read, preset }: Flag<unknown>): Option {
  const option = new Option(flags, description);
  if (read) option.argParser(read);
  return preset === undefined ? option : option.default(preset);
}
