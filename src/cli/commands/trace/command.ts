import { command } from '../../declaration.ts';

export const trace = command({
  name: 'trace',
  description: 'what an artifact came from, back to the mined request',
  words: '[id]',
  examples: ['envscaler trace library/001'],
  work: async (line, _options, [id]) => (await import('./trace.ts')).trace(line, id),
});
