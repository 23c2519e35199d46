import { command } from '../../declaration.ts';
import { text, toggle } from '../../options/declared-flag.ts';

export const list = command({
  name: 'list',
  description: 'the artifacts of a kind, e.g. environments, scenarios, trajectories',
  words: '<kind>',
  flags: {
    allVersions: toggle('--all-versions', 'older versions, too'),
    agent: text('--agent <name>', 'of scenarios: how often this agent (a model by its name) solved them'),
  },
  examples: ['envscaler list environments', 'envscaler list scenarios --agent reference'],
  work: async (line, options, [kind = '']) => (await import('./list.ts')).list(line, options, kind),
});
