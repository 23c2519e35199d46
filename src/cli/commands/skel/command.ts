import { command } from '../../declaration.ts';
import { askingFlags } from '../../options/asking-flags.ts';
import * as shared from '../../options/shared-flags.ts';

export const skel = command({
  name: 'skel',
  description: 'mine topics; design, write and assess environments',
  flags: {
    ...askingFlags,
    tasks: shared.tasks,
    count: shared.environments,
    rounds: shared.rounds,
    operations: shared.operations,
  },
  examples: ['envscaler skel --count 4', 'envscaler skel --tasks requests.jsonl --plan'],
  work: async (line, options) => (await import('./skel.ts')).skel(line, options),
});
