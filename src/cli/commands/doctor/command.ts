import { command } from '../../declaration.ts';

export const doctor = command({
  name: 'doctor',
  description: 'look at everything a run needs, and try the models that are configured',
  examples: ['envscaler doctor', 'envscaler doctor --author openai --model NAME'],
  work: async (line) => (await import('./doctor.ts')).doctor(line),
});
