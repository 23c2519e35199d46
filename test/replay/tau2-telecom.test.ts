import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { record, type State, type StateRecord } from '../../src/domain/state.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { OpenEnvironment } from '../../src/sandbox/sandbox.ts';
import { isRecorded } from './support/recorded.ts';
import { environmentOf } from './support/recorded-tools.ts';
import { replay } from './support/replay.ts';
import { hashesOf, type Sides, tau2Cases, tau2Files, tau2Result, tau2Tools } from './support/tau2.ts';

const lists = z.array(record);
const databases = z.object({
  agent: z.strictObject({ plans: lists, customers: lists, lines: lists, bills: lists, devices: lists }),
  user: z.strictObject({ device: record, surroundings: record }),
});

/** The agent's side keeps lists, here records by id; the user's side is one phone and its surroundings. */
function stateOf(recorded: Sides): State {
  const { agent, user } = databases.parse(recorded);
  return {
    plans: byId(agent.plans, 'plan_id'),
    customers: byId(agent.customers, 'customer_id'),
    lines: byId(agent.lines, 'line_id'),
    bills: byId(agent.bills, 'bill_id'),
    devices: byId(agent.devices, 'device_id'),
    phones: { main: user.device },
    surroundings: { main: user.surroundings },
  };
}

function recordedOf({ phones, surroundings, ...agent }: State): Sides {
  return {
    agent: Object.fromEntries(Object.entries(agent).map(([collection, records]) => [collection, Object.values(records)])),
    user: { device: phones?.main ?? null, surroundings: surroundings?.main ?? null },
  };
}

function byId(list: readonly StateRecord[], key: string): Record<string, StateRecord> {
  return Object.fromEntries(list.map((one) => [String(one[key]), one]));
}

const isAtHand = isRecorded(...tau2Files('telecom'));

describe.skipIf(!isAtHand)('the telephone company replays tau2 telecom as it was recorded (needs ../shared/data)', () => {
  const sandbox = createSandbox({ processes: 1 });
  let telecom: OpenEnvironment;
  beforeAll(async () => {
    telecom = await sandbox.open(environmentOf('telecom.ts', tau2Tools('telecom')));
  });
  afterAll(() => sandbox.close());

  const cases = isAtHand ? tau2Cases('telecom') : [];
  it('has recorded cases', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { initial, calls, final, hashes }) => {
    // The moment that the policy of the recorded company names.
    const replayed = await replay(telecom, { start: '2025-02-25T12:08:00Z', state: stateOf(initial), calls }, tau2Result);

    expect(replayed.mismatches).toEqual([]);
    expect(recordedOf(replayed.final)).toEqual(final);
    expect(hashesOf(recordedOf(replayed.final), hashes)).toEqual(hashes);
    expect(replayed.broken).toEqual([]);
  });
});
