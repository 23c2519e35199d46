import type { Command, CommanderError } from 'commander';
import { UserError } from '../base/errors.ts';
import { suggestion } from '../base/nearest.ts';

/**
 * A mistake on the command line in this program's words, with the nearest name that would have been right. What is no
 * mistake (help and version were asked for) is given back.
 */
export function usageError(error: CommanderError, command: Command): Error {
  if (error.exitCode === 0) return error;
  // The parser tells names in its text only.
  const name = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const called = nameOf(command);
  const help = `"${called} --help" tells more.`;
  switch (error.code) {
    case 'commander.unknownCommand':
      return unknownCommand(name, command);
    case 'commander.unknownOption':
      return new UserError(`Unknown flag "${name}"${ofCommand(command)}.${suggestion(name, flagsOf(command))}`);
    case 'commander.optionMissingArgument':
      return new UserError(`The flag "${name.split(' ')[0]}" needs a value. ${help}`);
    case 'commander.missingArgument':
      return new UserError(`"${called}" needs <${name}>. ${help}`);
    case 'commander.excessArguments':
      return new UserError(`"${called}" takes fewer words than "${command.args.join(' ')}". ${help}`);
    case 'commander.help':
      return unknownCommand(command.args.at(-1) ?? '', command);
    default:
      return new UserError(`${error.message.replace(/^error: /, '')}. ${help}`);
  }
}

/** "envscaler batch export", as it is typed. */
function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : 'envscaler';
}

function unknownCommand(name: string, program: Command): UserError {
  const names = program.commands.map((known) => known.name());
  return new UserError(
    name === '' ? `Which command? Known: ${names.join(', ')}.` : `Unknown command "${name}".${suggestion(name, names)}`,
  );
}

function ofCommand(command: Command): string {
  return command.parent ? ` of "${nameOf(command)}"` : '';
}

function flagsOf(command: Command): string[] {
  const own = command.options.flatMap((option) => option.long ?? []);
  return command.parent ? [...own, ...flagsOf(command.parent)] : [...own, '--help'];
}
