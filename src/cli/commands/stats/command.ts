import { command } from '../../declaration.ts';

export const stats = command({
  name: 'stats',
  description: 'figures of the environments and how they came about, beside those of the paper',
  examples: ['envscaler stats'],
  work: async (line) => (await import('./stats.ts')).stats(line),
});
