import { command } from '../../declaration.ts';
import { text, toggle } from '../../options/declared-flag.ts';

export const show = command({
  name: 'show',
  description: 'one artifact, by id or name',
  words: '[id]',
  flags: {
    source: toggle('--source', 'the generated TypeScript of an environment'),
    skeleton: toggle('--skeleton', 'the design of an environment'),
    tools: toggle('--tools', 'the tools of an environment, with JSON Schemas'),
    certificate: toggle('--certificate', 'the evidence for an environment or a scenario'),
    checks: toggle('--checks', 'the checks of a scenario, with their TypeScript'),
    html: text('--html <file>', 'an environment, a scenario or a trajectory as an HTML page that needs nothing else'),
  },
  examples: [
    'envscaler show library --tools',
    'envscaler show library/001 --checks',
    'envscaler show library/001 --html scenario.html',
  ],
  work: async (line, options, [id]) => (await import('./show.ts')).show(line, options, id),
});
