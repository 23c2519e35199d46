import { command } from '../../declaration.ts';

export const status = command({
  name: 'status',
  description: 'what the workspace holds, what failed, what comes next',
  examples: ['envscaler status'],
  work: async (line) => (await import('./status.ts')).status(line),
});
