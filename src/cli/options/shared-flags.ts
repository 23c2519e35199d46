import { difficultyChoices } from '../../domain/scenario/difficulty-level.ts';
import { userNames } from '../config/author-names.ts';
import { type PresetFlag, text, texts, toggle, value, withPreset } from './declared-flag.ts';
import { naturalNumber, oneOf, positiveInteger } from './flags.ts';
import { operationCount } from './operations-flag.ts';

// Flags that several commands take, worded once.

/** A whole number of something, with what it is when left out. */
export function count(flag: string, description: string, preset: number): PresetFlag<number> {
  return withPreset(value(`${flag} <n>`, description, positiveInteger), preset);
}

export const tasks = texts('--tasks <path...>', 'task collections to mine: files or folders (default: the one that ships)');
export const environments = count('--count', 'environments to build', 8);
export const scenarios = count('--scenarios', 'scenarios for each environment', 10);
export const attempts = count('--attempts', 'rollouts of each agent at each scenario', 1);
export const difficulty = withPreset(
  value(
    '--difficulty <level>',
    `how hard the tasks should be: ${difficultyChoices.join(', ')}`,
    () => (typed) => oneOf('difficulty', typed, difficultyChoices),
  ),
  'mixed',
);
export const agents = texts('--agent <name...>', 'who plays: reference, random, noop or openai (default: reference)');
export const operations = value(
  '--operations <least..most>',
  'operations that a model plans for an environment, up to 50 (default: 15..30)',
  operationCount,
);
export const rounds = value('--rounds <n>', 'calls of the two agents (default: 40; by a model 20)', naturalNumber);
export const formats = texts(
  '--format <name...>',
  'dataset formats: trl-sft, sharegpt, openai-sft, paper-sft, dpo, verl-rl, trl-grpo, nemo-gym, skyrl, paper-rl, bundle',
);
export const user = text(
  '--user <name>',
  `who answers agents in conversations: ${userNames.join(', ')} (default: a model where one writes)`,
);
export const conversation = toggle(
  '--conversation',
  'play all scenarios in conversation, not only those that leave something out',
);
