import { addDays, daysBetween } from '../../../base/days.ts';
import { change, create, must, type Reason, remove } from '../../../domain/contract/form.ts';
import { all, at, made, sorted, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { EventsPolicy, EventsState, Hold, Order, Show } from './design.ts';
import { type Office, readContract, seatsOf, showOfTicket, showOfTier, takenOf, ticketsOf, tiersOf } from './read-contract.ts';
import type { BoxOffice } from './writes.ts';

type Seats = Pick<Hold, 'customer_id' | 'tier_id' | 'quantity'>;

/** Rule R4. */
function notSold({ today }: Office, show: Show): Reason[] {
  return [
    must('R4 the show is not on sale', () => show.status !== 'on_sale'),
    must('R4 the show is over', () => show.day < today),
  ];
}

/** Rules R1, R4 and R5: what stands against giving or keeping somebody seats. */
function unavailable(office: Office, { customer_id, tier_id, quantity }: Seats): Reason[] {
  const show = showOfTier(office, tier_id);
  return [
    ...notSold(office, show),
    must(
      'R5 more than one person can have',
      () => seatsOf(office, customer_id, show.show_id) + quantity > office.policy.max_tickets,
    ),
    must('R1 not enough free seats', () => quantity > at(office.state.tiers, tier_id).quota - takenOf(office, tier_id)),
  ];
}

/** Rule R14, second half. */
function fixed({ state, today }: Office, show_id: string): Reason[] {
  return [
    must('R14 the show is cancelled', () => at(state.shows, show_id).status === 'cancelled'),
    must('R14 the show is over', () => at(state.shows, show_id).day < today),
  ];
}

/** Rules R14, first half, and R3. */
function unsuitableDay({ state, today }: Office, venue_id: string, day: string): Reason[] {
  return [
    must('R14 the day does not lie ahead', () => day <= today),
    must('R14 the day is too far ahead', () => day > addDays(today, 730)),
    must('R3 the venue has another show that day', () =>
      all(state.shows).some((show) => show.venue_id === venue_id && show.day === day && show.status !== 'cancelled'),
    ),
  ];
}

/** Rule R2: whether a quota, beside those of the other tiers, is more than the venue holds. */
function overfull(office: Office, show_id: string, { quota, except }: { quota: number; except?: string }): Reason {
  const { state } = office;
  const others = tiersOf(office, show_id).filter((tier) => tier.tier_id !== except);
  return must(
    'R2 more than the venue holds',
    () => quota + sum(others, (tier) => tier.quota) > at(state.venues, at(state.shows, show_id).venue_id).capacity,
  );
}

/** What a new order of seats is like. */
function newOrder({ state, policy, today }: Office, { customer_id, tier_id, quantity }: Seats): Omit<Order, 'order_id'> {
  const full = at(state.tiers, tier_id).price_cents * quantity;
  const percent = at(state.customers, customer_id).member ? policy.member_discount_percent : 0;
  const total_cents = full - Math.floor((full * percent) / 100);
  return { customer_id, tier_id, quantity, total_cents, status: 'unpaid', ordered_on: today };
}

function settled({ state }: Office, order_id: string): Reason {
  return must('R6 the order is not unpaid', () => at(state.orders, order_id).status !== 'unpaid');
}

/** What the box office promises. */
export const contract: ContractOf<EventsState, EventsPolicy, BoxOffice> = {
  ...readContract,
  create_show: {
    refuse: (office, { title, venue_id, day }) => [
      must('the title is blank', () => title.trim() === ''),
      ...unsuitableDay(office, venue_id, day),
    ],
    changes: (_office, { title, venue_id, day }) => [create('shows', { title: title.trim(), venue_id, day, status: 'draft' })],
  },
  add_tier: {
    refuse: (office, { show_id, label, quota }) => [
      ...fixed(office, show_id),
      must('the show has a tier of this name', () => tiersOf(office, show_id).some((tier) => tier.label === label)),
      overfull(office, show_id, { quota }),
    ],
    changes: (_office, { show_id, label, price_cents, quota }) => [create('tiers', { show_id, label, price_cents, quota })],
  },
  change_quota: {
    refuse(office, { tier_id, quota }) {
      const tier = at(office.state.tiers, tier_id);
      return [
        ...fixed(office, tier.show_id),
        must('it has that many already', () => tier.quota === quota),
        must('R1 more seats are taken', () => quota < takenOf(office, tier_id)),
        overfull(office, tier.show_id, { quota, except: tier_id }),
      ];
    },
    changes: (_office, { tier_id, quota }) => [change('tiers', tier_id, { quota })],
  },
  put_on_sale: {
    refuse(office, { show_id }) {
      const show = at(office.state.shows, show_id);
      return [
        must('R11 the show is no draft', () => show.status !== 'draft'),
        must('R11 the show does not lie ahead', () => show.day <= office.today),
        must('R11 the show has no tier', () => tiersOf(office, show_id).length === 0),
      ];
    },
    changes: (_office, { show_id }) => [change('shows', show_id, { status: 'on_sale' })],
  },
  reschedule_show: {
    refuse(office, { show_id, day }) {
      const { state } = office;
      const show = at(state.shows, show_id);
      return [
        ...fixed(office, show_id),
        must('people have been let in', () =>
          all(state.tickets).some((ticket) => ticket.status === 'used' && showOfTicket(office, ticket).show_id === show_id),
        ),
        must('it is on that day already', () => show.day === day),
        ...unsuitableDay(office, show.venue_id, day),
      ];
    },
    changes: (_office, { show_id, day }) => [change('shows', show_id, { day })],
  },
  cancel_show: {
    refuse: (office, { show_id }) => fixed(office, show_id),
    changes(office, { show_id }) {
      const { orders, holds } = office.state;
      const isOfShow = ({ tier_id }: Seats): boolean => showOfTier(office, tier_id).show_id === show_id;
      return [
        change('shows', show_id, { status: 'cancelled' }),
        ...where(orders, (order) => isOfShow(order) && order.status === 'unpaid').map((order) =>
          change('orders', order.order_id, { status: 'cancelled' }),
        ),
        ...where(holds, (hold) => isOfShow(hold)).map((hold) => remove('holds', hold.hold_id)),
      ];
    },
  },
  place_order: {
    refuse: unavailable,
    changes: (office, seats) => [create('orders', newOrder(office, seats))],
  },
  pay_order: {
    refuse: (office, { order_id }) => [settled(office, order_id)],
    changes({ state }, { order_id }) {
      const { quantity, customer_id: holder_id } = at(state.orders, order_id);
      const tickets = Array.from({ length: quantity }, () => create('tickets', { order_id, holder_id, status: 'valid' }));
      return [change('orders', order_id, { status: 'paid' }), ...tickets];
    },
    answer: ({ state }, { order_id }, after) => ({
      order: at(after.orders, order_id),
      tickets: sorted(made(state.tickets, after.tickets), 'ticket_id'),
    }),
  },
  cancel_order: {
    refuse: (office, { order_id }) => [settled(office, order_id)],
    changes: (_office, { order_id }) => [change('orders', order_id, { status: 'cancelled' })],
  },
  refund_order: {
    refuse(office, { order_id }) {
      const { state, policy, today } = office;
      const order = at(state.orders, order_id);
      const show = showOfTier(office, order.tier_id);
      const tickets = ticketsOf(office, order_id);
      const isOff = show.status === 'cancelled';
      return [
        must('R7 the order is not paid', () => order.status !== 'paid'),
        must('R7 too late before the show', () => !isOff && daysBetween(today, show.day) < policy.refund_days),
        must('R8 a ticket was used', () => tickets.some((ticket) => ticket.status === 'used')),
        must('R8 a ticket was passed on', () => !isOff && tickets.some((ticket) => ticket.holder_id !== order.customer_id)),
      ];
    },
    changes: (office, { order_id }) => [
      change('orders', order_id, { status: 'refunded' }),
      ...ticketsOf(office, order_id).map((ticket) => change('tickets', ticket.ticket_id, { status: 'void' })),
    ],
  },
  transfer_ticket: {
    refuse(office, { ticket_id, customer_id }) {
      const { state, policy, today } = office;
      const ticket = at(state.tickets, ticket_id);
      const show = showOfTicket(office, ticket);
      return [
        must('R9 the ticket is not valid', () => ticket.status !== 'valid'),
        must('R9 the show is cancelled', () => show.status === 'cancelled'),
        must('the customer has it already', () => ticket.holder_id === customer_id),
        must('R9 too late before the show', () => daysBetween(today, show.day) < policy.transfer_days),
        must('R5 more than one person can have', () => seatsOf(office, customer_id, show.show_id) >= policy.max_tickets),
      ];
    },
    changes: (_office, { ticket_id, customer_id }) => [change('tickets', ticket_id, { holder_id: customer_id })],
  },
  hold_seats: {
    refuse: unavailable,
    changes: ({ today }, { customer_id, tier_id, quantity, days }) => [
      create('holds', { customer_id, tier_id, quantity, until: addDays(today, days) }),
    ],
  },
  release_hold: { changes: (_office, { hold_id }) => [remove('holds', hold_id)] },
  take_up_hold: {
    refuse(office, { hold_id }) {
      const hold = at(office.state.holds, hold_id);
      return [
        ...notSold(office, showOfTier(office, hold.tier_id)),
        must('R13 the hold has run out', () => hold.until < office.today),
      ];
    },
    changes: (office, { hold_id }) => [
      remove('holds', hold_id),
      create('orders', newOrder(office, at(office.state.holds, hold_id))),
    ],
  },
  admit_ticket: {
    refuse(office, { ticket_id }) {
      const ticket = at(office.state.tickets, ticket_id);
      const show = showOfTicket(office, ticket);
      return [
        must('R10 the ticket is used or void', () => ticket.status !== 'valid'),
        must('R10 it is not the day of the show', () => show.day !== office.today),
        must('R10 the show is cancelled', () => show.status === 'cancelled'),
      ];
    },
    changes: (_office, { ticket_id }) => [change('tickets', ticket_id, { status: 'used' })],
  },
};
