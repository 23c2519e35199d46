import { command } from '../../declaration.ts';
import { text, withPreset } from '../../options/declared-flag.ts';
import * as shared from '../serve/reward-flags.ts';

export const mcp = command({
  name: 'mcp',
  description: 'let an MCP client work in an environment, over standard input and output',
  words: '<environment>',
  flags: {
    scenario: text('--scenario <id>', 'the scenario to play, by name or hash (default: the first)'),
    from: text('--from <bundle>', 'an exported bundle instead of a workspace'),
    reward: withPreset(shared.reward, 'dense'),
  },
  examples: ['envscaler mcp library --scenario library/002', 'envscaler mcp library --from datasets/bundle'],
  work: async (line, options, [environment = '']) => (await import('./mcp.ts')).mcp(line, options, environment),
});
