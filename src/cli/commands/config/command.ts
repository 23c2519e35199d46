import { type CommandGroup, command } from '../../declaration.ts';

const schema = command({
  name: 'schema',
  description: 'the JSON Schema of the config file',
  examples: ['envscaler config schema > envscaler.schema.json'],
  work: async (line) => (await import('./config.ts')).schema(line),
});

const check = command({
  name: 'check',
  description: 'validate the config file and say who does what',
  examples: ['envscaler config check', 'envscaler config check --config other.yaml'],
  work: async (line) => (await import('./config.ts')).check(line),
});

export const config: CommandGroup = {
  name: 'config',
  description: 'the config file: who does which kind of work',
  commands: [schema, check],
};
