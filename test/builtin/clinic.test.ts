import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { domains } from '../../src/builtin/domains.ts';
import type { PlannedToolCall } from '../../src/builtin/kit/domain.ts';
import { rewardOf } from '../../src/domain/rollout/reward.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { checksOf } from '../../src/stages/scenarios/reference/derive-all-checks.ts';
import { runReference } from '../../src/stages/scenarios/reference/run-reference.ts';
import { environmentOf, policyOf, stateOf } from './support.ts';

const today = '2026-03-09';
const policy = policyOf('clinic', 0);

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const planned = ({ tool, arguments: args }: PlannedToolCall) => ({
  tool,
  arguments: Object.entries(args).map(([name, value]) => ({ name, json: JSON.stringify(value) })),
});

/** The first request, over many states, with a call that cancels on somebody's part. */
function cancellation(by: string) {
  const clinic = domains.find(({ slug }) => slug === 'clinic');
  for (let number = 0; clinic && number < 30; number++) {
    const state = stateOf(clinic, policy, today, `clinic ${number}`);
    for (const move of clinic.requests) {
      const plan = move.plan({ state, policy, today, random: seededRandom(`${move.name} ${number}`) });
      if (plan?.calls.some((call) => call.tool === 'cancel_appointment' && call.arguments.by === by)) return { state, plan };
    }
  }
  throw new Error(`no request cancels on the part of the ${by}`);
}

it.each([
  ['patient', 'clinic'],
  ['clinic', 'patient'],
])('what the %s cancels is not done when the %s is said to cancel it', async (by, other) => {
  const { state, plan } = cancellation(by);
  const environment = environmentOf('clinic', policy);
  const opened = await sandbox.open(environment);
  const episode = { state, seed: '1', start: `${today}T09:00:00Z` };
  const swapped = plan.calls.map((call) =>
    call.tool === 'cancel_appointment' ? { ...call, arguments: { ...call.arguments, by: other } } : call,
  );
  const run = await runReference(opened, episode, plan.calls.map(planned));
  const wrong = await runReference(opened, episode, swapped.map(planned));
  if (run.status === 'stopped' || wrong.status === 'stopped') throw new Error('a call was refused');
  const checks = await checksOf(environment, opened, {
    initial: state,
    proposal: { task: plan.text, calls: plan.calls.map(planned), refused: [], evidence: [] },
    run,
    refused: [],
  });
  const results = await opened.evaluate(checks, [
    { initial: state, final: run.final, calls: run.calls },
    { initial: state, final: wrong.final, calls: wrong.calls },
  ]);
  const strict = results.map((result) => rewardOf(checks, result)).map((reward) => reward.kind === 'scored' && reward.strict);
  expect(strict).toEqual([1, 0]);
});
