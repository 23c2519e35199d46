import { command } from '../../declaration.ts';
import { askingFlags } from '../../options/asking-flags.ts';
import { text } from '../../options/declared-flag.ts';
import * as shared from '../../options/shared-flags.ts';

export const run = command({
  name: 'run',
  description: 'the whole pipeline: skel, scen, rollout and export',
  flags: {
    ...askingFlags,
    tasks: shared.tasks,
    count: shared.environments,
    rounds: shared.rounds,
    operations: shared.operations,
    scenarios: shared.scenarios,
    difficulty: shared.difficulty,
    agent: shared.agents,
    attempts: shared.attempts,
    user: shared.user,
    conversation: shared.conversation,
    format: shared.formats,
    to: text('--to <dir>', 'where the datasets go (default: exports/ in the workspace)'),
  },
  examples: ['envscaler run --count 2 --scenarios 5', 'envscaler run --author openai --model NAME --max-usd 5'],
  work: async (line, options) => (await import('./run.ts')).run(line, options),
});
