import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Instance, OpenEnvironment, Sandbox } from '../../src/sandbox/sandbox.ts';
import { library, librarySource, libraryStart } from './support/library.ts';

let sandbox: Sandbox;
let environment: OpenEnvironment;
beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  environment = await sandbox.open(library);
});
afterAll(() => sandbox.close());

async function play(instance: Instance): Promise<unknown[]> {
  return [
    await instance.call('lend_tool', { tool_id: 'T-2', member_id: 'M-1' }),
    await instance.call('draw_member', {}),
    await instance.call('get_time', {}),
    await instance.hash(),
  ];
}

test('an instance goes back to a snapshot with clock, ids and random numbers, as often as wanted', async () => {
  const instance = await environment.create(libraryStart());
  const begin = await instance.snapshot();
  await instance.call('draw_member', {});
  const middle = await instance.snapshot();
  const first = await play(instance);

  await instance.restore(middle);
  expect(await instance.snapshot()).toEqual(middle);
  expect(await play(instance)).toEqual(first);
  await instance.restore(begin);
  await instance.call('draw_member', {});
  expect(await play(instance)).toEqual(first);
  await instance.reset();
  await instance.restore(middle);
  expect(await play(instance)).toEqual(first);
});

test('a snapshot outlives its instance, and what was done to it', async () => {
  const gone = await environment.create(libraryStart());
  await gone.call('draw_member', {});
  const snapshot = await gone.snapshot();
  const first = await play(gone);
  await gone.close();
  Reflect.deleteProperty(snapshot, 'members');

  const heir = await environment.create(libraryStart());
  await heir.restore(snapshot);
  expect(await play(heir)).toEqual(first);
});

test('anything else than a snapshot of the environment is refused, and nothing has happened', async () => {
  const instance = await environment.create(libraryStart());
  const other = await sandbox.open({ ...library, source: librarySource.replace('basic_limit: 2', 'basic_limit: 3') });
  const foreign = await (await other.create(libraryStart())).snapshot();
  const before = await instance.hash();
  await expect(instance.restore(foreign)).rejects.toThrow('a snapshot of its environment');
  await expect(instance.restore({ ...(await instance.snapshot()) })).rejects.toThrow('a snapshot of its environment');
  expect(await instance.hash()).toBe(before);
});
