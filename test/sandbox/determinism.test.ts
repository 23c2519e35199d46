import { execFileSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { library, libraryStart, libraryTools } from './support/library.ts';

const root = pathToFileURL(fileURLToPath(new URL('../../', import.meta.url))).href;
const script = fileURLToPath(new URL('./support/play-random.mjs', import.meta.url));
/** Another Node binary, such as one of the other supported line. */
const otherNode = process.env.ENVSCALER_OTHER_NODE;

/** Random calls of every tool that ends by itself. */
function randomCalls(seed: string, count: number): [string, Record<string, unknown>][] {
  const random = seededRandom(seed);
  const tools = libraryTools.filter(({ name }) => !/loop|sort|memory/.test(name));
  return Array.from({ length: count }, () => {
    const tool = random.pick(tools);
    const some: Record<string, unknown> = {
      tool_id: `T-${random.integer(1, 5)}`,
      member_id: `M-${random.integer(1, 4)}`,
      loan_id: random.pick(['L-1', 'L-2', 'L-1234']),
      tag: random.pick(['new', 'old', 'board', 'child', 'naïve']),
      days: random.integer(1, 16),
    };
    const wanted = Object.keys(tool.parameters.properties ?? {});
    return [tool.name, Object.fromEntries(Object.entries(some).filter(([key]) => wanted.includes(key)))];
  });
}

const input = JSON.stringify({
  environment: library,
  episodes: ['one', 'two', 'three'].map((seed) => ({ start: libraryStart(seed), calls: randomCalls(seed, 60) })),
});

/** What a process running this Node sees, step by step. */
function playedBy(node: string): string {
  // Another time zone and language, to show that they do not matter.
  const env = { TZ: 'Pacific/Apia', LANG: 'tr_TR.UTF-8' };
  return execFileSync(node, ['--no-warnings', script, root], { input, env, encoding: 'utf8' });
}

describe('random calls give the same results, patches and states at every step', () => {
  test('in two processes, and as they always did', async () => {
    const [one, two] = [playedBy(process.execPath), playedBy(process.execPath)];
    expect(two).toBe(one);
    expect(one.trim().split('\n').length).toBe(180);
    // One file for all Node lines: whichever runs the tests must give the same.
    await expect(one).toMatchFileSnapshot('./golden/random-calls.txt');
  });

  const title = otherNode
    ? `under ${otherNode}`
    : 'under another Node (left out: name its binary in ENVSCALER_OTHER_NODE to run this)';
  test.skipIf(!otherNode)(title, async () => {
    await expect(playedBy(otherNode ?? '')).toMatchFileSnapshot('./golden/random-calls.txt');
  });
});
