import type { Command } from 'commander';
import { Option } from 'commander';
import type { Asking } from '../../generation/asking.ts';
import { positiveInteger, positiveNumber } from './flags.ts';

/** The flags of commands that ask models: what a run may use, how fast, and whether old answers will do. */
export interface AskingFlags {
  readonly maxUsd?: number;
  readonly maxTokens?: number;
  readonly maxCalls?: number;
  readonly maxMinutes?: number;
  readonly rpm?: number;
  readonly tpm?: number;
  readonly fresh?: boolean;
}

/** Adds the flags to a command. */
export function withAskingFlags(command: Command): Command {
  const whole = (flag: string, what: string): Option => new Option(`${flag} <n>`, what).argParser(positiveInteger(flag));
  const number = (flag: string, what: string): Option => new Option(`${flag} <x>`, what).argParser(positiveNumber(flag));
  return command
    .addOption(number('--max-usd', 'stop asking models before this run costs more US dollars'))
    .addOption(whole('--max-tokens', 'stop asking models before this run uses more tokens'))
    .addOption(whole('--max-calls', 'send no more requests than these in this run'))
    .addOption(number('--max-minutes', 'begin nothing after these minutes'))
    .addOption(whole('--rpm', 'requests per minute to each model'))
    .addOption(whole('--tpm', 'tokens per minute to and from each model'))
    .option('--fresh', 'ask models again, whatever they answered before; old answers are kept');
}

/** What the flags mean. */
export function askingOf(flags: AskingFlags): Asking {
  return {
    budget: { usd: flags.maxUsd, tokens: flags.maxTokens, calls: flags.maxCalls, minutes: flags.maxMinutes },
    requestsPerMinute: flags.rpm,
    tokensPerMinute: flags.tpm,
    answers: flags.fresh ? 'fresh' : 'stored',
  };
}
