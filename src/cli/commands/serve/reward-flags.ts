import { value } from '../../options/declared-flag.ts';
import { oneOf } from '../../options/flags.ts';

export const reward = value(
  '--reward <basis>',
  'the reward: dense, strict, or both (dense, with both by name beside it)',
  () => (name) => oneOf('reward', name, ['dense', 'strict', 'both'] as const),
);
