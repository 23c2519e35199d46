import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testByAgents } from '../../src/assessment/agents.ts';
import { seededRandom } from '../../src/base/random.ts';
import { type AgentsReport, passRate, totalVerdicts } from '../../src/domain/agents-report.ts';
import type { Environment } from '../../src/domain/environment.ts';
import type { InitialState } from '../../src/domain/initial-state.ts';
import type { State } from '../../src/domain/state.ts';
import { createProceduralAuthor } from '../../src/procedural/author.ts';
import { codeOf, skeletonOf } from '../../src/procedural/blueprint.ts';
import { blueprintOf } from '../../src/procedural/blueprints.ts';
import type { Policy } from '../../src/procedural/domain.ts';
import { domains } from '../../src/procedural/domains.ts';
import { expectationsOf } from '../../src/procedural/expectations.ts';
import type { Sandbox } from '../../src/runtime/sandbox.ts';
import { createSandbox } from '../../src/runtime/ses-sandbox.ts';
import { renderModule } from '../../src/skeletons/render.ts';
import { toolsOf } from '../../src/skeletons/tools.ts';
import { stageContext } from '../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

/** An environment of a blueprint, with parts of its source exchanged: each part must occur. */
function environmentOf(slug: string, ...faults: readonly (readonly [string, string])[]): Environment {
  const blueprint = blueprintOf(slug);
  const policy: Policy = Object.fromEntries(blueprint.policy.map((constant) => [constant.name, constant.values[0] ?? 0]));
  const skeleton = skeletonOf(blueprint, policy);
  let text = JSON.stringify(codeOf(blueprint));
  for (const [right, wrong] of faults) {
    const [from, to] = [JSON.stringify(right).slice(1, -1), JSON.stringify(wrong).slice(1, -1)];
    if (!text.includes(from)) throw new Error(`the source of ${slug} does not contain ${right}`);
    text = text.replace(from, to);
  }
  const code: Environment['code'] = JSON.parse(text);
  const writtenBy = { provider: 'procedural' as const };
  return { slug, skeleton, code, source: renderModule(skeleton, code), tools: toolsOf(skeleton), writtenBy };
}

function statesOf(environment: Environment, seed: string): InitialState[] {
  const domain = domains.find((candidate) => candidate.slug === environment.slug);
  if (!domain) throw new Error(`no domain ${environment.slug}`);
  const policy: Policy = Object.fromEntries(environment.skeleton.policy.map((constant) => [constant.name, constant.value]));
  return [1, 2].map((number) => ({
    name: `${environment.slug}/state-${number}`,
    start: '2026-03-09T09:00:00Z',
    state: domain.makeState({ policy, today: '2026-03-09', random: seededRandom(`${seed}/${number}`) }) as State,
    writtenBy: { provider: 'procedural' as const },
  }));
}

async function tested(environment: Environment, rounds: number, seed = 'one'): Promise<AgentsReport> {
  const opened = await sandbox.open(environment);
  const { ask, writtenBy } = stageContext({ sandbox, author: createProceduralAuthor(), seed });
  const { report, findings } = await testByAgents(environment, statesOf(environment, seed), rounds, {
    ask,
    writtenBy,
    opened,
    seed,
  });
  expect(findings).toHaveLength(report.remarks.filter((remark) => remark.verdict === 'fail').length);
  return report;
}

describe.each(Object.keys(expectationsOf))('the expectations of %s', (slug) => {
  it('name every operation of the blueprint and nothing else', () => {
    expect(Object.keys(expectationsOf[slug] ?? {}).sort()).toEqual(
      blueprintOf(slug)
        .operations.map((operation) => operation.name)
        .sort(),
    );
  });

  it('agree with the generated class, in balance over tools and kinds', async () => {
    const report = await tested(environmentOf(slug), 240);
    expect(report.remarks).toEqual([]);
    expect(passRate(report)).toBe(1);
    expect(report.judged).toBeGreaterThan(215);
    const { positive, negative } = totalVerdicts(report);
    expect(positive.pass).toBeGreaterThan(100);
    expect(negative.pass).toBeGreaterThan(100);
    expect(report.tools.every((row) => row.negative.pass > 0)).toBe(true);
  });
});

/** Faults that keep every invariant and every promise of form: only somebody who knows what should happen sees them. */
const faults: readonly (readonly [string, string, string, string, string])[] = [
  [
    'library',
    'a limit that lets one too many through',
    'loan.renewals >= POLICY.max_renewals',
    'loan.renewals > POLICY.max_renewals',
    'renew_loan',
  ],
  [
    'library',
    'a forgotten rule',
    "if (fine.kind === 'lost') return fail('A lost copy has to be paid for.'); // R9",
    '',
    'waive_fine',
  ],
  [
    'library',
    'a fee counted twice',
    'days_late * POLICY.daily_fine_cents',
    '2 * days_late * POLICY.daily_fine_cents',
    'return_copy',
  ],
  ['library', 'a list in another order', 'b.amount_cents - a.amount_cents', 'a.amount_cents - b.amount_cents', 'list_fines'],
  ['library', 'a count that does not move', 'loan.renewals += 1;', '', 'renew_loan'],
  ['orders', 'stock that does not come back', 'if (product) product.stock += line.quantity;', 'void product;', 'cancel_order'],
  [
    'orders',
    'money that goes back another way',
    "'refund', charge.method",
    "'refund', 'card' as Payment['method']",
    'refund_return',
  ],
  [
    'bank',
    'a refund without the name of the merchant',
    '-entry.amount_cents, entry.text, null',
    "-entry.amount_cents, 'Refund', null",
    'settle_dispute',
  ],
  ['bank', 'a dispute that may come too late', '> POLICY.dispute_days', '> 2 * POLICY.dispute_days', 'open_dispute'],
];

describe('the checking agent of the embedded author', () => {
  it.each(faults)('finds in the %s domain %s', async (slug, _what, right, wrong, tool) => {
    const report = await tested(environmentOf(slug, [right, wrong]), 400);
    const failed = report.remarks.filter((remark) => remark.verdict === 'fail').map((remark) => remark.call.tool);
    expect(failed).toContain(tool);
    expect(new Set(failed)).toEqual(new Set([tool]));
  });

  it('judges nothing where nothing is declared, and says so', async () => {
    const hotel = environmentOf('hotel');
    const environment = { ...hotel, skeleton: { ...hotel.skeleton, name: 'GuestHouse' } };
    const opened = await sandbox.open(environment);
    const { ask, writtenBy } = stageContext({ sandbox, author: createProceduralAuthor() });
    const states = statesOf(environment, 'x');
    const { report, findings } = await testByAgents(environment, states, 8, { ask, writtenBy, opened, seed: 'x' });
    expect(findings).toEqual([]);
    expect(report.judged).toBe(0);
    expect(passRate(report)).toBeUndefined();
    expect(report.uncounted.reduce((sum, item) => sum + item.rounds, 0)).toBe(8);
    expect(report.uncounted[0]?.reason).toContain('nothing is declared');
  });
});
