import { command } from '../../declaration.ts';
import { text, texts, toggle, value, withPreset } from '../../options/declared-flag.ts';
import { naturalNumber, oneOf, positiveInteger, positiveNumber } from '../../options/flags.ts';
import * as shared from './reward-flags.ts';

export const serve = command({
  name: 'serve',
  description: 'serve environments to trainers and agents over HTTP: ORS, OpenEnv, MCP, NeMo Gym',
  flags: {
    env: texts('--env <id...>', 'only these environments, by name or hash'),
    split: value(
      '--split <name>',
      'only one side of the split: train or held_out',
      () => (name) => oneOf('split', name, ['train', 'held_out'] as const),
    ),
    from: text('--from <bundle>', 'an exported bundle instead of a workspace'),
    host: withPreset(text('--host <address>', 'the address to listen on'), '127.0.0.1'),
    port: withPreset(value('--port <n>', 'the port to listen on; 0: any that is free', naturalNumber), 8080),
    maxSessions: withPreset(value('--max-sessions <n>', 'episodes that may go on at once', positiveInteger), 1024),
    idleMinutes: withPreset(value('--idle-minutes <x>', 'end episodes that nobody used for so long', positiveNumber), 15),
    token: text('--token <text>', 'what clients must send as "Authorization: Bearer TEXT"'),
    allowHost: texts('--allow-host <name...>', 'further names by which this server may be called'),
    reward: withPreset(shared.reward, 'dense'),
    openenvSpace: text(
      '--openenv-space <dir>',
      'write a folder that runs one environment of a bundle as an OpenEnv space, and serve nothing',
    ),
    components: toggle('--components', 'also the result of every check by its id, as rewards of their own'),
  },
  examples: [
    'envscaler serve --port 8080',
    'envscaler serve --from datasets/bundle --env library --openenv-space library-space',
    'envscaler serve --from datasets/bundle --env library --split train --reward strict --max-sessions 4096',
  ],
  work: async (line, options) => (await import('./serve.ts')).serve(line, options),
});
