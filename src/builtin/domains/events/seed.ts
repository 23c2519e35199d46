import { addDays } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { idMaker, keyed } from '../../kit/keyed.ts';
import { people } from '../../kit/names.ts';
import type { Customer, EventsState, Hold, Order, Show, Ticket, Tier, Venue } from './design.ts';

export const titles: readonly string[] = [
  'The Lantern Choir',
  'Midnight Orchestra',
  'A Winter Fable',
  'Copper Strings',
  'The Paper Kings',
  'Songs of the Delta',
  'Hamlet in the Rain',
  'Velvet Static',
  'The Clockmaker',
  'Northern Brass',
  'Harbour Nights',
  'The Glass Garden',
  'Tango for Two',
  'River of Drums',
  'Small Hours Trio',
];

const halls = ['Old Foundry', 'Riverside Hall', 'Corner Theatre', 'Station Arena'];

/** A season with a show today, some ahead, a draft, one that was called off and one that is over. */
export function makeState({ today, random, policy }: Omit<Setting<EventsState>, 'state'>): EventsState {
  const id = idMaker(() => random.next());
  const venues = halls.map((name, i): Venue => ({ venue_id: id('V'), name, capacity: [60, 90, 40, 120][i] ?? 60 }));
  const days = [
    0,
    random.integer(3, 4),
    random.integer(12, 16),
    random.integer(18, 24),
    random.integer(26, 34),
    random.integer(36, 44),
    15,
    -6,
  ];
  const names = random.sample(titles, days.length);
  const shows = days.map((offset, i): Show => {
    const status = i === 5 ? 'draft' : i === 6 ? 'cancelled' : 'on_sale';
    return {
      show_id: id('E'),
      title: names[i] ?? '',
      venue_id: venues[i % venues.length]?.venue_id ?? '',
      day: addDays(today, offset),
      status,
    };
  });
  const tiers: Tier[] = [];
  for (const [i, show] of shows.entries()) {
    const labels = (['standing', 'seated', 'balcony', 'vip'] as const).slice(i % 2, 3 + (i % 2));
    const seats = random.shuffle([5, 8, 13]);
    const base = random.integer(18, 36) * 100;
    for (const [j, label] of labels.entries()) {
      tiers.push({
        tier_id: id('T'),
        show_id: show.show_id,
        label,
        price_cents: base + j * random.integer(8, 15) * 100,
        quota: seats[j] ?? 8,
      });
    }
  }
  const customers = people(random, 12).map(
    (person, i): Customer => ({ customer_id: id('C'), name: person.name, email: person.email, member: i % 3 === 0 }),
  );
  const orders: Order[] = [];
  const tickets: Ticket[] = [];
  const room = new Map(tiers.map((tier) => [tier.tier_id, tier.quota]));
  const seats = new Map<string, number>();
  const claim = (customer: Customer, tier: Tier, quantity: number): boolean => {
    const own = `${customer.customer_id} ${tier.show_id}`;
    if ((room.get(tier.tier_id) ?? 0) < quantity || (seats.get(own) ?? 0) + quantity > Number(policy.max_tickets)) return false;
    room.set(tier.tier_id, (room.get(tier.tier_id) ?? 0) - quantity);
    seats.set(own, (seats.get(own) ?? 0) + quantity);
    return true;
  };
  const order = (
    customer: Customer,
    tier: Tier,
    quantity: number,
    status: Order['status'],
    ticket: Ticket['status'] = 'valid',
  ): void => {
    const full = tier.price_cents * quantity;
    const total_cents = full - (customer.member ? Math.floor((full * Number(policy.member_discount_percent)) / 100) : 0);
    const ordered_on = addDays(today, -random.integer(1, 8));
    const made = {
      order_id: id('O'),
      customer_id: customer.customer_id,
      tier_id: tier.tier_id,
      quantity,
      total_cents,
      status,
      ordered_on,
    };
    orders.push(made);
    if (status !== 'paid' && status !== 'refunded') return;
    for (let i = 0; i < quantity; i++) {
      const state = status === 'refunded' ? 'void' : ticket;
      tickets.push({ ticket_id: id('K'), order_id: made.order_id, holder_id: customer.customer_id, status: state });
    }
  };
  for (const [i, show] of shows.entries()) {
    if (show.status === 'draft') continue;
    const choices = tiers.filter((tier) => tier.show_id === show.show_id);
    for (const [j, customer] of random.sample(customers, i < 5 ? 5 : 3).entries()) {
      const tier = random.pick(choices);
      const quantity = random.integer(1, 3);
      const status = show.day < today || j < 3 ? 'paid' : show.status === 'cancelled' ? 'cancelled' : 'unpaid';
      if (claim(customer, tier, quantity)) order(customer, tier, quantity, status, show.day < today ? 'used' : 'valid');
    }
    if (i === 2 || i === 3)
      order(random.pick(customers), random.pick(choices), random.integer(1, 2), i === 2 ? 'refunded' : 'cancelled');
  }
  const holds: Hold[] = [];
  for (const [i, offset] of [-2, 4, 2, -1, 6].entries()) {
    const show = shows[1 + (i % 4)];
    const tier = random.pick(tiers.filter((each) => each.show_id === show?.show_id));
    const customer = random.pick(customers);
    const quantity = random.integer(1, 3);
    if (holds.some((hold) => hold.customer_id === customer.customer_id) || !claim(customer, tier, quantity)) continue;
    holds.push({
      hold_id: id('H'),
      tier_id: tier.tier_id,
      customer_id: customer.customer_id,
      quantity,
      until: addDays(today, offset),
    });
  }
  return {
    venues: keyed(venues, 'venue_id'),
    shows: keyed(shows, 'show_id'),
    tiers: keyed(tiers, 'tier_id'),
    customers: keyed(customers, 'customer_id'),
    orders: keyed(orders, 'order_id'),
    tickets: keyed(tickets, 'ticket_id'),
    holds: keyed(holds, 'hold_id'),
  };
}
