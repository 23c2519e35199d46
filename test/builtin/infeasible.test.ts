import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { domains } from '../../src/builtin/domains.ts';
import type { PlannedToolCall } from '../../src/builtin/kit/domain.ts';
import { rewardOf } from '../../src/domain/rollout/reward.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { checksOf } from '../../src/stages/scenarios/reference/derive-all-checks.ts';
import { evidenceProblem, runRefusals } from '../../src/stages/scenarios/reference/refusals.ts';
import { runReference } from '../../src/stages/scenarios/reference/run-reference.ts';
import { environmentOf, policyOf, stateOf } from './support.ts';

const today = '2026-03-09';
const start = `${today}T09:00:00Z`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

function planned({ tool, arguments: args }: PlannedToolCall) {
  return { tool, arguments: Object.entries(args).map(([name, value]) => ({ name, json: JSON.stringify(value) })) };
}

describe.each(domains.map((domain) => [domain.slug, domain] as const))('what %s is asked in vain', (slug, domain) => {
  it('is of both kinds', () => {
    expect(new Set(domain.infeasible.map((move) => move.kind))).toEqual(new Set(['infeasible', 'already-done']));
  });

  it('is refused by the environment whenever it is tried, and earns only by being looked up or tried', async () => {
    for (let number = 0; number < 3; number++) {
      const policy = policyOf(slug, number);
      const environment = environmentOf(slug, policy);
      const opened = await sandbox.open(environment);
      const state = stateOf(domain, policy, today, `${slug} ${number}`);
      for (const move of domain.infeasible) {
        const plan = move.plan({ state, policy, today, random: seededRandom(`${move.name} ${number}`) });
        if (!plan) continue;
        const proposal = {
          task: plan.text,
          calls: plan.calls.map(planned),
          refused: (plan.refused ?? []).map(planned),
          evidence: (plan.evidence ?? []).map((item) => ({ ...item, attributes: [...item.attributes] })),
        };
        const episode = { state, seed: `${number}`, start };
        const run = await runReference(opened, episode, proposal.calls);
        expect(run.status === 'stopped' ? `${move.name}: ${run.problem}` : '').toBe('');
        if (run.status === 'stopped') continue;
        expect(run.calls.flatMap((call) => call.patches)).toEqual([]);
        const refusals = await runRefusals(opened, episode, run.calls, proposal.refused);
        expect(refusals.problem && `${move.name}: ${plan.text} ${refusals.problem}`).toBeUndefined();
        expect(evidenceProblem(state, proposal)).toBeUndefined();

        const refused = refusals.calls ?? [];
        const checks = await checksOf(environment, opened, { initial: state, proposal, run, refused });
        const results = await opened.evaluate(checks, [
          { initial: state, final: state, calls: run.calls },
          { initial: state, final: state, calls: refused },
          { initial: state, final: state, calls: [] },
        ]);
        const rewards = results.map((result) => rewardOf(checks, result));
        expect([move.name, ...rewards.map((reward) => reward.kind === 'scored' && reward.strict)]).toEqual([move.name, 1, 1, 0]);
        expect(rewards[2]).toMatchObject({ dense: 0 });
      }
    }
  });

  it('finds an occasion for every such request over many states', () => {
    const policy = policyOf(slug, 0);
    const silent = domain.infeasible.filter((move) =>
      Array.from({ length: 30 }, (_, i) => i).every((number) => {
        const state = stateOf(domain, policy, today, `${slug} ${number}`);
        return move.plan({ state, policy, today, random: seededRandom(`${move.name} ${number}`) }) === undefined;
      }),
    );
    expect(silent.map((move) => move.name)).toEqual([]);
  });
});
