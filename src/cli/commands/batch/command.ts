import { type CommandGroup, command } from '../../declaration.ts';
import { text } from '../../options/declared-flag.ts';
import * as shared from '../../options/shared-flags.ts';

const exportRequests = command({
  name: 'export',
  description: 'make what the answers so far allow, and write the requests that are ready now',
  flags: {
    to: text('--to <file>', 'the batch file (OpenAI Batch lines; one file per model)'),
    tasks: shared.tasks,
    count: shared.environments,
    scenarios: shared.scenarios,
  },
  examples: ['envscaler batch export --author openai --model NAME --to requests.jsonl'],
  work: async (line, options) => (await import('./batch.ts')).batchExport(line, options),
});

const importResults = command({
  name: 'import',
  description: 'take in the results of batches, in any order and any number of times',
  words: '<file...>',
  examples: ['envscaler batch import results.jsonl'],
  work: async (line, _options, files) => (await import('./batch.ts')).batchImport(line, files),
});

export const batch: CommandGroup = {
  name: 'batch',
  description: 'have the requests to models answered in batches',
  commands: [exportRequests, importResults],
};
