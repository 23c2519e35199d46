import { command } from '../../declaration.ts';
import { askingFlags } from '../../options/asking-flags.ts';
import { text, toggle } from '../../options/declared-flag.ts';
import { rounds } from '../../options/shared-flags.ts';

export const assess = command({
  name: 'assess',
  description: 'the assessment of an environment: gates, tools, agents, findings, versions',
  words: '<env>',
  flags: {
    ...askingFlags,
    replay: text('--replay <finding>', 'make the calls of a finding again: its number, or the seed of its counterexample'),
    rounds,
    again: toggle('--again', 'assess it again, even if nothing has changed'),
    html: text('--html <file>', 'also write the dashboard as an HTML file that needs nothing else'),
  },
  examples: ['envscaler assess library --html assessment.html', 'envscaler assess library --replay 1'],
  work: async (line, options, [env = '']) => (await import('./assess.ts')).assess(line, options, env),
});
