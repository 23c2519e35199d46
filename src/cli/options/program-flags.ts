import { authorNames } from '../config/author-names.ts';
import { text, toggle, value, withPreset } from './declared-flag.ts';
import { naturalNumber, oneOf, positiveInteger } from './flags.ts';

/** The flags that every command takes. */
export const programFlags = {
  workspace: withPreset(text('--workspace <dir>', 'where everything is kept'), 'out'),
  seed: withPreset(value('--seed <n>', 'the same seed and inputs give the same artifacts', naturalNumber), 1),
  author: value(
    '--author <name>',
    'who writes: procedural or openai (default: openai with a key, else procedural)',
    () => (name) => oneOf('author', name, authorNames),
  ),
  model: text('--model <name>', 'the model that writes and plays (default: ENVSCALER_MODEL)'),
  config: text('--config <file>', 'who does which kind of work (default: envscaler.config.yaml, where there is one)'),
  record: text('--record <file>', 'add every answer of a model to a file'),
  replay: text('--replay <file>', 'take every answer from such a file and ask nobody'),
  concurrency: value('--concurrency <n>', 'units in progress at once', positiveInteger),
  plan: toggle('--plan', 'say what would run and why; nothing runs'),
  json: toggle('--json', 'events and results as JSON lines on standard output'),
  quiet: toggle('--quiet', 'no progress and no remarks'),
  verbose: toggle('--verbose', 'the log on standard error; nothing shortened'),
};
