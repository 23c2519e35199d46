import { command } from '../../declaration.ts';
import { band } from '../../options/band-flag.ts';
import { text, texts, toggle, value } from '../../options/declared-flag.ts';
import { fraction, positiveInteger } from '../../options/flags.ts';
import * as shared from '../../options/shared-flags.ts';

export const exportDatasets = command({
  name: 'export',
  description: 'write datasets for SFT and RL',
  flags: {
    format: shared.formats,
    to: text('--to <dir>', 'the folder that gets one folder per format'),
    includeUncertified: toggle('--include-uncertified', 'also scenarios whose reward certificate is incomplete'),
    minReward: value('--min-reward <x>', 'also trajectories with at least this dense reward', fraction),
    perScenario: value('--per-scenario <n>', 'at most so many trajectories of a scenario, the best of them', positiveInteger),
    heldOut: value('--held-out <x>', 'share of the environments that is held out', fraction),
    band: value('--band <low..high>', 'only scenarios whose measured pass rate lies in it, e.g. 0.2..0.8', band),
    against: texts(
      '--against <file...>',
      'compare the tasks with these benchmarks (JSON, JSONL, text); the card tells of overlaps',
    ),
    license: text('--license <id>', 'the licence to state in the card, e.g. cc-by-4.0 (default: none is stated)'),
    agent: text('--agent <name>', 'whose attempts are measured for --band (where several agents played)'),
  },
  examples: [
    'envscaler export --format trl-sft verl-rl --to datasets',
    'envscaler export --format trl-grpo --to datasets --band 0.2..0.8 --held-out 0.1 --license cc-by-4.0',
  ],
  work: async (line, options) => (await import('./export.ts')).exportCommand(line, options),
});
