import { command } from '../../declaration.ts';

export const diff = command({
  name: 'diff',
  description: 'the lines in which two artifacts differ',
  words: '<before> <after>',
  examples: ['envscaler diff env-1a2b3c4d env-2b3c4d5e'],
  work: async (line, _options, [before = '', after = '']) => (await import('./diff.ts')).diff(line, before, after),
});
