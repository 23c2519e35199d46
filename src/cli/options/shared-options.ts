import { Option } from 'commander';
import { difficultyChoices } from '../../domain/scenario/difficulty-level.ts';
import { scenarioKinds } from '../../domain/scenario/scenario-kind.ts';
import { userNames } from '../config/author-choice.ts';
import { naturalNumber, oneOf, positiveInteger } from './flags.ts';
import { operationCount } from './operations-flag.ts';

// Options that several commands take, worded once.

/** A whole number of something, with what it is when left out. */
export function count(flag: string, what: string, preset: number): Option {
  return new Option(`${flag} <n>`, what).argParser(positiveInteger(flag)).default(preset);
}

export const tasks = (): Option =>
  new Option('--tasks <path...>', 'task collections to mine: files or folders (default: the one that ships)');
export const difficulty = (): Option =>
  new Option('--difficulty <level>', `how hard the tasks should be: ${difficultyChoices.join(', ')}`)
    .argParser((text: string) => oneOf('difficulty', text, difficultyChoices))
    .default('mixed');
export const agents = (): Option =>
  new Option('--agent <name...>', 'who plays: reference, random, noop or openai (default: reference)');
export const operations = (): Option =>
  new Option(
    '--operations <least..most>',
    'operations that a model plans for an environment, up to 50 (default: 15..30)',
  ).argParser(operationCount('--operations'));
export const rounds = (): Option =>
  new Option('--rounds <n>', 'calls of the two agents (default: 40; by a model 20)').argParser(naturalNumber('--rounds'));
export const formats = (): Option =>
  new Option('--format <name...>', 'dataset formats: trl-sft, sharegpt, verl-rl, trl-grpo, bundle');
export const kinds = (): Option =>
  new Option('--kinds <kind...>', `only tasks of these kinds, in turn: ${scenarioKinds.join(', ')} (default: a mixture)`);
export const solve = (): Option =>
  new Option('--solve <n>', 'attempts of the model that plays at each scenario, which sees only what an agent sees')
    .argParser(naturalNumber('--solve'))
    .default(0);
export const user = (): Option =>
  new Option('--user <name>', `who answers agents in conversations: ${userNames.join(', ')} (default: a model where one writes)`);
export const conversation = (): Option =>
  new Option('--conversation', 'play all scenarios in conversation, not only those that leave something out');
