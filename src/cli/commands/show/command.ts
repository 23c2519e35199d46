import { command } from '../../declaration.ts';
import { toggle } from '../../options/declared-flag.ts';

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
  },
  examples: ['envscaler show library-loans --tools', 'envscaler show library-loans/001 --checks'],
  work: async (line, options, [id]) => (await import('./show.ts')).show(line, options, id),
});
