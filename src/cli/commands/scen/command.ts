import { scenarioKinds } from '../../../domain/scenario/scenario-kind.ts';
import { command } from '../../declaration.ts';
import { askingFlags } from '../../options/asking-flags.ts';
import { texts, value, withPreset } from '../../options/declared-flag.ts';
import { naturalNumber } from '../../options/flags.ts';
import * as shared from '../../options/shared-flags.ts';

export const scen = command({
  name: 'scen',
  description: 'make scenarios with certified rewards in accepted environments',
  flags: {
    ...askingFlags,
    env: texts('--env <id...>', 'only in these environments (default: all accepted ones)'),
    count: shared.count('--count', 'scenarios for each environment', 10),
    difficulty: shared.difficulty,
    kinds: texts('--kinds <kind...>', `only tasks of these kinds, in turn: ${scenarioKinds.join(', ')} (default: a mixture)`),
    solve: withPreset(
      value(
        '--solve <n>',
        'attempts of the model that plays at each scenario, which sees only what an agent sees',
        naturalNumber,
      ),
      0,
    ),
  },
  examples: ['envscaler scen --count 20 --difficulty hard', 'envscaler scen --env ENV --kinds infeasible underspecified'],
  work: async (line, options) => (await import('./scen.ts')).scen(line, options),
});
