import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { envscaler } from '../support/command-line.ts';

const cwd = tmpdir();

const commands = [
  ...[
    'run',
    'skel',
    'scen',
    'rollout',
    'export',
    'serve',
    'mcp',
    'status',
    'cost',
    'list',
    'show',
    'assess',
    'stats',
    'trace',
    'diff',
    'play',
  ],
  ...['verify', 'doctor', 'batch export', 'batch import', 'config schema', 'config check'],
];

describe('the help of a command', () => {
  it.each(commands)('%s says what it does and shows examples with flags and words that it takes', async (command) => {
    const { code, stdout, stderr } = await envscaler([...command.split(' '), '--help'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [head = '', after = ''] = stdout.split(/^Examples?:$/m);
    const examples = after
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    expect(examples.length).toBeGreaterThan(0);
    const wordsNeeded = (/^Usage: (.*)$/m.exec(head)?.[1]?.match(/<[^>]+>/g) ?? []).length;
    for (const example of examples) {
      expect(example).toMatch(new RegExp(`^envscaler ${command}\\b`));
      for (const flag of example.match(/--[a-z-]+/g) ?? []) expect(head).toContain(` ${flag}`);
      const words = example.replace(/ --.*$| >.*$/, '').split(' ').length - `envscaler ${command}`.split(' ').length;
      expect(words, example).toBeGreaterThanOrEqual(wordsNeeded);
    }
  });

  it('is listed by envscaler --help for every command', async () => {
    const { stdout } = await envscaler(['--help'], { cwd });
    const listed = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
    expect(listed).toEqual([...new Set(commands.map((command) => command.split(' ')[0])), 'help']);
  });
});
