import { inOrder, must, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, sorted, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { EventsPolicy, EventsState, Hold, Show, Ticket, Tier } from './design.ts';
import type { EventsReads } from './reads.ts';

export type Office = World<EventsState, EventsPolicy>;
type Held = Pick<Office, 'state'>;

export function tiersOf({ state }: Held, show_id: string): Tier[] {
  return sorted(
    where(state.tiers, (tier) => tier.show_id === show_id),
    'price_cents',
    'tier_id',
  );
}

export function showOfTier({ state }: Held, tier_id: string): Show {
  return at(state.shows, at(state.tiers, tier_id).show_id);
}

export function showOfTicket(office: Held, { order_id }: Ticket): Show {
  return showOfTier(office, at(office.state.orders, order_id).tier_id);
}

export function ticketsOf({ state }: Held, order_id: string): Ticket[] {
  return sorted(
    where(state.tickets, (ticket) => ticket.order_id === order_id),
    'ticket_id',
  );
}

const seats = (items: readonly { readonly quantity: number }[]): number => sum(items, (item) => item.quantity);

/** Rule R1: seats of a tier that somebody has or keeps. */
export function takenOf({ state }: Held, tier_id: string): number {
  const { tickets, orders, holds } = state;
  const sold = where(tickets, (ticket) => ticket.status !== 'void' && at(orders, ticket.order_id).tier_id === tier_id);
  const unpaid = where(orders, (order) => order.status === 'unpaid' && order.tier_id === tier_id);
  return sold.length + seats(unpaid) + seats(where(holds, (hold) => hold.tier_id === tier_id));
}

/** Rule R5: seats that a customer has or keeps for a show. */
export function seatsOf(office: Held, customer_id: string, show_id: string): number {
  const { tickets, orders, holds, tiers } = office.state;
  const inHand = where(
    tickets,
    (ticket) => ticket.holder_id === customer_id && ticket.status !== 'void' && showOfTicket(office, ticket).show_id === show_id,
  );
  const isFor = (item: Pick<Hold, 'customer_id' | 'tier_id'>): boolean =>
    item.customer_id === customer_id && at(tiers, item.tier_id).show_id === show_id;
  return (
    inHand.length +
    seats(where(orders, (order) => order.status === 'unpaid' && isFor(order))) +
    seats(where(holds, (hold) => isFor(hold)))
  );
}

/** What looking things up promises. */
export const readContract: ContractOf<EventsState, EventsPolicy, EventsReads> = {
  find_customers: {
    refuse: (_office, { text }) => [must('fewer than two letters', () => text.trim().length < 2)],
    answer: ({ state }, { text }) =>
      inOrder(
        where(state.customers, (customer) => contains(customer.name, text) || contains(customer.email, text)),
        'customer_id',
      ),
  },
  get_customer: {
    answer: ({ state }, { customer_id }) => ({
      customer: at(state.customers, customer_id),
      orders: sorted(
        where(state.orders, (order) => order.customer_id === customer_id),
        'ordered_on',
        'order_id',
      ),
      tickets: sorted(
        where(state.tickets, (ticket) => ticket.holder_id === customer_id),
        'ticket_id',
      ),
      holds: sorted(
        where(state.holds, (hold) => hold.customer_id === customer_id),
        'hold_id',
      ),
    }),
  },
  list_venues: { answer: ({ state }) => inOrder(all(state.venues), 'venue_id') },
  list_shows: { answer: ({ state }) => inOrder(all(state.shows), 'day', 'show_id') },
  get_show: {
    answer(office, { show_id }) {
      const { state } = office;
      const tiers = tiersOf(office, show_id);
      return {
        show: at(state.shows, show_id),
        tiers,
        free_seats: tiers.map(({ tier_id, quota }) => quota - takenOf(office, tier_id)),
        holds: sorted(
          where(state.holds, (hold) => showOfTier(office, hold.tier_id).show_id === show_id),
          'hold_id',
        ),
      };
    },
  },
  list_show_orders: {
    answer: (office, { show_id, status }) =>
      inOrder(
        where(
          office.state.orders,
          (order) => showOfTier(office, order.tier_id).show_id === show_id && (status === undefined || order.status === status),
        ),
        'ordered_on',
        'order_id',
      ),
  },
  get_order: {
    answer(office, { order_id }) {
      const order = at(office.state.orders, order_id);
      const tier = at(office.state.tiers, order.tier_id);
      return { order, show: showOfTier(office, order.tier_id), tier, tickets: ticketsOf(office, order_id) };
    },
  },
};
