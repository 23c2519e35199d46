import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Instance } from '../../src/sandbox/sandbox.ts';
import { isRecorded } from './support/recorded.ts';
import { environmentOf } from './support/recorded-tools.ts';
import { tauBenchDomain, tauBenchFiles, tauBenchTasks } from './support/tau-bench.ts';
import { tau2Result } from './support/tau2.ts';

// The recorded databases have the shape of our states, so the hash of a state is the recorded one.
describe.each([
  { domain: 'retail', environment: 'retail-shop.ts' },
  { domain: 'airline', environment: 'airline.ts' },
])('our environment replays tau-bench $domain as it was recorded (needs ../shared/data)', ({ domain, environment }) => {
  const isAtHand = isRecorded(...tauBenchFiles(domain));
  describe.skipIf(!isAtHand)('every task', () => {
    const sandbox = createSandbox({ processes: 1, limits: { stateMb: 32 } });
    let instance: Instance;
    let initialHash: string;
    beforeAll(async () => {
      const { tools, database, hash } = tauBenchDomain(domain);
      const opened = await sandbox.open(environmentOf(environment, tools));
      instance = await opened.create({ state: database, seed: 'replay', start: '2024-05-15T15:00:00Z' });
      initialHash = hash;
    });
    afterAll(() => sandbox.close());

    it('begins with the recorded state', async () => {
      expect(await instance.hash()).toBe(initialHash);
      expect((await instance.invariants()).filter(({ status }) => status !== 'holds')).toEqual([]);
    });

    const tasks = isAtHand ? tauBenchTasks(domain) : [];
    it('has recorded tasks', () => expect(tasks.length).toBeGreaterThan(0));

    it.each(tasks.map((task) => [task.name, task] as const))('%s', async (_, { calls, hash }) => {
      await instance.reset();
      for (const call of calls) {
        const { result, detail } = await instance.call(call.tool, call.arguments);
        const answer = detail ?? tau2Result(result);
        // Shown only where they differ: most answers are long.
        if (!isDeepStrictEqual(answer, call.result)) expect({ ...call, result: answer }).toEqual(call);
      }
      expect(await instance.hash()).toBe(hash);
    });
  });
});
