import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/base/random.ts';
import { createProceduralAuthor } from '../../../src/builtin/author.ts';
import { codeOf, skeletonOf } from '../../../src/builtin/blueprint.ts';
import { blueprintOf } from '../../../src/builtin/blueprints.ts';
import { contracts } from '../../../src/builtin/contracts.ts';
import { domains } from '../../../src/builtin/domains.ts';
import type { Policy } from '../../../src/builtin/kit/domain.ts';
import { type AgentsReport, passRate, totalVerdicts } from '../../../src/domain/environment/agents-report.ts';
import type { Environment } from '../../../src/domain/environment/environment.ts';
import type { InitialState } from '../../../src/domain/initial-state.ts';
import type { State } from '../../../src/domain/state.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { testByAgents } from '../../../src/stages/assessment/agents/test-by-agents.ts';
import { renderModule } from '../../../src/stages/skeletons/render.ts';
import { toolsOf } from '../../../src/stages/skeletons/tools.ts';
import { policyOf } from '../../builtin/support.ts';
import { stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

interface Fault {
  readonly what: string;
  readonly right: string;
  readonly wrong: string;
  /** The operation that does wrong with it. */
  readonly tool: string;
}

/** An environment of a blueprint with the n-th value of each policy constant, and with parts of its source exchanged: each part must occur. */
function environmentOf(slug: string, choice: number, faults: readonly Fault[] = []): Environment {
  const blueprint = blueprintOf(slug);
  const skeleton = skeletonOf(blueprint, policyOf(slug, choice));
  let text = JSON.stringify(codeOf(blueprint));
  for (const { right, wrong } of faults) {
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

describe.each(Object.keys(contracts))('the contract of %s', (slug) => {
  it('name every operation of the blueprint and nothing else', () => {
    expect(Object.keys(contracts[slug] ?? {}).sort()).toEqual(
      blueprintOf(slug)
        .operations.map((operation) => operation.name)
        .sort(),
    );
  });

  it('agree with the generated class under different policies, in balance over tools and kinds', async () => {
    const reports: AgentsReport[] = [];
    for (const choice of [0, 1]) reports.push(await tested(environmentOf(slug, choice), 90, `seed ${choice}`));
    for (const report of reports) {
      expect(report.remarks).toEqual([]);
      expect(passRate(report)).toBe(1);
      expect(report.judged).toBeGreaterThan(78);
      expect(totalVerdicts(report).positive.pass).toBeGreaterThan(37);
      expect(report.tools.every((row) => row.negative.pass > 0)).toBe(true);
    }
  });
});

/** Faults that keep every invariant and every promise of form: only somebody who knows what should happen sees them. */
const faults: Readonly<Record<string, readonly Fault[]>> = {
  bank: [
    {
      what: 'a refund without the name of the merchant',
      right: '-entry.amount_cents, entry.text, null',
      wrong: "-entry.amount_cents, 'Refund', null",
      tool: 'settle_dispute',
    },
    {
      what: 'a dispute that may come too late',
      right: '> POLICY.dispute_days',
      wrong: '> 2 * POLICY.dispute_days',
      tool: 'open_dispute',
    },
  ],
  clinic: [
    {
      what: 'a fee when the clinic cancels',
      right: "const late = by === 'patient' && ",
      wrong: 'const late = ',
      tool: 'cancel_appointment',
    },
    {
      what: 'a repeat that is not used up',
      right: 'item.repeats_left -= 1;',
      wrong: '',
      tool: 'renew_prescription',
    },
    {
      what: 'a visit that the referral does not lose',
      right: 'if (referral) referral.visits_left -= 1;',
      wrong: '',
      tool: 'book_appointment',
    },
    {
      what: 'a referral that ends too soon',
      right: 'this.today(180)',
      wrong: 'this.today(90)',
      tool: 'issue_referral',
    },
  ],
  events: [
    {
      what: 'a refund although a ticket was passed on',
      right: '!off && tickets.some(',
      wrong: 'off && tickets.some(',
      tool: 'refund_order',
    },
    {
      what: 'seats that stay held for a show that is off',
      right: 'if (this.showOfTier(hold.tier_id) === show) delete this.state.holds[hold.hold_id];',
      wrong: 'void hold;',
      tool: 'cancel_show',
    },
    {
      what: 'two tiers of one name',
      right: 'tiers.some((tier) => tier.label === label)',
      wrong: 'tiers.length > 3',
      tool: 'add_tier',
    },
    {
      what: 'a hold that lasts a day too long',
      right: 'until: this.today(days)',
      wrong: 'until: this.today(days + 1)',
      tool: 'hold_seats',
    },
  ],
  fleet: [
    {
      what: 'a forgotten rule',
      right: 'if (!repaired)',
      wrong: 'if (repaired === undefined)',
      tool: 'close_incident',
    },
    {
      what: 'a repair that counts as a service',
      right: "if (job.kind === 'service') vehicle.serviced_at_km",
      wrong: 'vehicle.serviced_at_km',
      tool: 'finish_job',
    },
    {
      what: 'a list without its last day',
      right: 'trip.day <= to_day',
      wrong: 'trip.day < to_day',
      tool: 'list_trips',
    },
    {
      what: 'a kilometre that is not counted',
      right: 'vehicle.odometer_km += distance_km;',
      wrong: 'vehicle.odometer_km += Math.max(0, distance_km - 1);',
      tool: 'finish_trip',
    },
  ],
  hotel: [
    {
      what: 'a first night that is paid back too',
      right: 'const kept = inTime ? 0 : stay.rate_cents;',
      wrong: 'const kept = 0;',
      tool: 'cancel_stay',
    },
    {
      what: 'a limit that counts the added nights only',
      right: 'const nights = this.daysBetween(stay.arrival, stay.departure) + extra_nights;',
      wrong: 'const nights = extra_nights;',
      tool: 'extend_stay',
    },
    {
      what: 'a room that nobody cleans',
      right: "if (old) old.status = 'dirty';",
      wrong: 'void old;',
      tool: 'move_stay',
    },
    {
      what: 'a list of free rooms with those that are too small',
      right: ' && room.beds >= party)',
      wrong: ')',
      tool: 'find_free_rooms',
    },
  ],
  library: [
    {
      what: 'a limit that lets one too many through',
      right: 'loan.renewals >= POLICY.max_renewals',
      wrong: 'loan.renewals > POLICY.max_renewals',
      tool: 'renew_loan',
    },
    {
      what: 'a forgotten rule',
      right: "if (fine.kind === 'lost') return fail('A lost copy has to be paid for.'); // R9",
      wrong: '',
      tool: 'waive_fine',
    },
    {
      what: 'a fee counted twice',
      right: 'days_late * POLICY.daily_fine_cents',
      wrong: '2 * days_late * POLICY.daily_fine_cents',
      tool: 'return_copy',
    },
    {
      what: 'a list in another order',
      right: 'b.amount_cents - a.amount_cents',
      wrong: 'a.amount_cents - b.amount_cents',
      tool: 'list_fines',
    },
  ],
  orders: [
    {
      what: 'stock that does not come back',
      right: 'if (product) product.stock += line.quantity;',
      wrong: 'void product;',
      tool: 'cancel_order',
    },
    {
      what: 'money that goes back another way',
      right: "'refund', charge.method",
      wrong: "'refund', 'card'",
      tool: 'refund_return',
    },
  ],
  school: [
    {
      what: 'a roster with those who left',
      right: "each.status === 'enrolled' || each.status === 'completed'",
      wrong: "each.status !== 'waiting'",
      tool: 'get_roster',
    },
    {
      what: 'a fee that stays due after the section is cancelled',
      right: "enrolment.status = 'dropped';\n  this.dropDueFee(enrolment.enrolment_id);",
      wrong: "enrolment.status = 'dropped';",
      tool: 'cancel_section',
    },
    {
      what: 'a fee that stays due after the place is gone',
      right: 'enrolment.points = null;\nthis.dropDueFee(enrolment_id);',
      wrong: 'enrolment.points = null;',
      tool: 'drop_section',
    },
    {
      what: 'a place given away without its fee',
      right: 'this.closeGap(next);\nthis.charge(next);',
      wrong: 'this.closeGap(next);',
      tool: 'admit_next',
    },
    {
      what: 'a waived fee that can be paid',
      right: "if (fee.status !== 'due')",
      wrong: "if (fee.status === 'paid')",
      tool: 'pay_fee',
    },
  ],
  'support-desk': [
    {
      what: 'a ticket that keeps its problem in another team',
      right: 'ticket.problem_id = null;',
      wrong: '',
      tool: 'move_ticket',
    },
    {
      what: 'a refund by any team',
      right: "if (resolution === 'refunded' && ticket.team !== 'billing') return fail('Only the billing team refunds.'); // R7",
      wrong: '',
      tool: 'resolve_ticket',
    },
    {
      what: 'a deadline that stays',
      right: 'ticket.answer_due = this.dueFor(customer, priority, ticket.opened);',
      wrong: '',
      tool: 'set_priority',
    },
    {
      what: 'answers by anybody',
      right: 'if (ticket.agent_id !== agent_id) return',
      wrong: 'if (ticket.agent_id === null) return',
      tool: 'answer_ticket',
    },
  ],
  warehouse: [
    {
      what: 'a pick that the ledger calls a transfer',
      right: "-quantity, 'pick')",
      wrong: "-quantity, 'transfer')",
      tool: 'pick_stock',
    },
    {
      what: 'an order cancelled although a part has come',
      right: 'if (order.received > 0) return',
      wrong: 'if (order.received > order.ordered) return',
      tool: 'cancel_purchase_order',
    },
    {
      what: 'orders on the way that are forgotten',
      right: 'product.reorder_point - available - on_order',
      wrong: 'product.reorder_point - available',
      tool: 'list_low_stock',
    },
    {
      what: 'a reservation given up that counts as picked',
      right: "reservation.status = 'released';",
      wrong: "reservation.status = 'picked';",
      tool: 'release_reservation',
    },
  ],
};

describe('the checking agent of the embedded author', () => {
  it.each(Object.keys(faults))('finds the faults in an environment of the %s domain, and no other', async (slug) => {
    const planted = faults[slug] ?? [];
    const report = await tested(environmentOf(slug, 0, planted), 600);
    const failed = report.remarks.filter((remark) => remark.verdict === 'fail').map((remark) => remark.call.tool);
    const missed = planted.filter((fault) => !failed.includes(fault.tool)).map((fault) => fault.what);
    expect(missed).toEqual([]);
    expect(new Set(failed)).toEqual(new Set(planted.map((fault) => fault.tool)));
  });

  it('judges nothing where nothing is declared, and says so', async () => {
    const hotel = environmentOf('hotel', 0);
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
