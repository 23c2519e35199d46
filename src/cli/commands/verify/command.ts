import { command } from '../../declaration.ts';
import { toggle } from '../../options/declared-flag.ts';

export const verify = command({
  name: 'verify',
  description: 'recompute reward certificates from scratch and report differences',
  words: '[id...]',
  flags: { strict: toggle('--strict', 'exit with 1 when one comes out differently') },
  examples: ['envscaler verify --strict', 'envscaler verify library/001 library/002'],
  work: async (line, options, ids) => (await import('./verify.ts')).verify(line, options, ids),
});
