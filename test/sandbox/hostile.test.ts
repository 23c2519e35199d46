import { availableParallelism, loadavg } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Environment } from '../../src/domain/environment/environment.ts';
import { createSandbox, sandboxWith } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Instance, Sandbox } from '../../src/sandbox/sandbox.ts';
import { attacks } from './support/hostile.ts';
import { library, librarySkeleton, libraryStart, toolOf } from './support/library.ts';

const limits = { steps: 1_000_000, deadlineMs: 1_000, memoryMb: 96 };
const tools = [toolOf('attack', 'write'), toolOf('harmless', 'read')];
const state = { box: { one: { n: 1, list: [1, 2] }, two: { n: 2, list: [] } } };

function opened(source: string): Pick<Environment, 'source' | 'tools' | 'skeleton'> {
  return { source, tools, skeleton: { ...librarySkeleton, name: 'Attack' } };
}

/** Without the findings of compiler and vetting: the compartment and the process have to hold by themselves. */
function unvetted(): Sandbox {
  return sandboxWith({ processes: 1, limits }, () => []);
}

/** How many times as long everything takes since others want the processors, too; 1 on a machine that is not crowded. */
function crowding(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

describe('an attack past the vetting', () => {
  let sandbox: Sandbox;
  let bystander: Instance;
  let bystanderHash: string;

  beforeAll(async () => {
    sandbox = unvetted();
    bystander = await (await sandbox.open(library)).create(libraryStart());
    await bystander.call('draw_member', {});
    bystanderHash = await bystander.hash();
  });
  afterAll(() => sandbox.close());

  test.each(attacks())('$name ends and reaches nothing', async ({ source, outcomes }) => {
    if (outcomes.includes('not-loaded')) {
      await expect(sandbox.open(opened(source))).rejects.toThrow(/SyntaxError|refused/);
      return;
    }
    const environment = await sandbox.open(opened(source));
    const instance = await environment.create({ state, seed: 's', start: '2026-03-09T09:00:00Z' });
    const before = await instance.hash();

    const began = performance.now();
    const report = await instance.call('attack', {});
    const took = performance.now() - began;
    // The second time finds whatever the first has left behind.
    const again = await instance.call('attack', {});

    expect(outcomes).toContain(report.outcome);
    expect(outcomes).toContain(again.outcome);
    expect(JSON.stringify([report.result, again.result])).not.toContain('"escaped":true');
    expect(took).toBeLessThan((limits.deadlineMs + 500) * crowding());
    if (report.outcome !== 'success') expect(await instance.hash()).toBe(before);
    expect((await instance.call('harmless', {})).outcome).toBe('success');
    expect(await bystander.hash()).toBe(bystanderHash);
    expect((await bystander.call('list_loans', { member_id: 'M-2' })).result).toMatchObject({ success: true });
    await instance.close();
  });
});

test('the host was not touched by any attack', () => {
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect([].push.name).toBe('push');
});

describe('the vetting', () => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = createSandbox({ processes: 1 });
  });
  afterAll(() => sandbox.close());

  test.each(attacks().filter((attack) => attack.rule !== undefined))('refuses $name by $rule', async ({ source, rule }) => {
    const diagnostics = await sandbox.diagnose(source);
    expect(diagnostics.map((diagnostic) => diagnostic.rule)).toContain(rule);
    await expect(sandbox.open(opened(source))).rejects.toThrow(/problem/);
  });
});
