import { command } from '../../declaration.ts';
import { texts, value } from '../../options/declared-flag.ts';
import { positiveInteger } from '../../options/flags.ts';

export const cost = command({
  name: 'cost',
  description: 'calls of models, their tokens and their price, by stage, work, model, environment and run',
  flags: {
    by: texts('--by <what...>', 'only by these: stage, work, model, environment, scenario, run'),
    run: value('--run <n>', 'only the calls of this run', positiveInteger),
  },
  examples: ['envscaler cost --by model run', 'envscaler cost --run 3'],
  work: async (line, options) => (await import('./cost.ts')).cost(line, options),
});
