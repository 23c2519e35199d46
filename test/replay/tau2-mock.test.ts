import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type State, state } from '../../src/domain/state.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { OpenEnvironment } from '../../src/sandbox/sandbox.ts';
import { isRecorded } from './support/recorded.ts';
import { environmentOf } from './support/recorded-tools.ts';
import { replay } from './support/replay.ts';
import { hashesOf, type Sides, tau2Cases, tau2Files, tau2Result, tau2Tools } from './support/tau2.ts';

const databases = z.object({ agent: state, user: state });

/** The recording keeps tasks and users on the agent's side, notifications on the user's; here they are one state. */
function stateOf(recorded: Sides): State {
  const { agent, user } = databases.parse(recorded);
  return { ...agent, ...user };
}

function recordedOf({ notifications = {}, ...agent }: State): Sides {
  return { agent, user: { notifications } };
}

const isAtHand = isRecorded(...tau2Files('mock'));

describe.skipIf(!isAtHand)('the task board replays tau2 mock as it was recorded (needs ../shared/data)', () => {
  const sandbox = createSandbox({ processes: 1 });
  let board: OpenEnvironment;
  beforeAll(async () => {
    board = await sandbox.open(environmentOf('task-board.ts', tau2Tools('mock')));
  });
  afterAll(() => sandbox.close());

  const cases = isAtHand ? tau2Cases('mock') : [];
  it('has recorded cases', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { initial, calls, final, hashes }) => {
    const replayed = await replay(board, { start: '2025-03-01T09:00:00Z', state: stateOf(initial), calls }, tau2Result);

    expect(replayed.mismatches).toEqual([]);
    expect(recordedOf(replayed.final)).toEqual(final);
    expect(hashesOf(recordedOf(replayed.final), hashes)).toEqual(hashes);
    expect(replayed.broken).toEqual([]);
  });
});
