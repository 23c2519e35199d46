import { command } from '../../declaration.ts';

export const play = command({
  name: 'play',
  description: 'play a scenario yourself: call tools, see results, changes and the reward',
  words: '<scenario>',
  examples: ['envscaler play library/001'],
  work: async (line, _options, [scenario = '']) => (await import('./play.ts')).play(line, scenario),
});
