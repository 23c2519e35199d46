import { all, contains, firstOf, inOrderOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import { freeOf, type OfOrder, type OfShow, ordersOf, showOfTier, ticketsOf, tiersOf } from './oracle-office.ts';
import type { EventsState } from './state.ts';

export const lookups: Oracles<EventsState> = {
  find_customers: {
    refusal: (_office, { text }: { text: string }) => firstOf([text.trim().length < 2, 'fewer than two letters']),
    answer: ({ state }, { text }: { text: string }) =>
      inOrderOf(
        all(state.customers).filter((customer) => contains(customer.name, text) || contains(customer.email, text)),
        (customer) => customer.customer_id,
      ),
  },
  get_customer: {
    refusal: ({ state }, { customer_id }: { customer_id: string }) => firstOf(noSuch(state.customers[customer_id], 'customer')),
    answer: ({ state }, { customer_id }: { customer_id: string }) => ({
      customer: state.customers[customer_id] ?? null,
      orders: ordersOf(state, (order) => order.customer_id === customer_id),
      tickets: inOrderOf(
        all(state.tickets).filter((ticket) => ticket.holder_id === customer_id),
        (ticket) => ticket.ticket_id,
      ),
      holds: inOrderOf(
        all(state.holds).filter((hold) => hold.customer_id === customer_id),
        (hold) => hold.hold_id,
      ),
    }),
  },
  list_venues: {
    refusal: () => undefined,
    answer: ({ state }) => inOrderOf(all(state.venues), (venue) => venue.venue_id),
  },
  list_shows: {
    refusal: () => undefined,
    answer: ({ state }) =>
      inOrderOf(
        all(state.shows),
        (show) => show.day,
        (show) => show.show_id,
      ),
  },
  get_show: {
    refusal: ({ state }, { show_id }: OfShow) => firstOf(noSuch(state.shows[show_id], 'show')),
    answer({ state }, { show_id }: OfShow) {
      const tiers = tiersOf(state, show_id);
      return {
        show: state.shows[show_id] ?? null,
        tiers,
        free_seats: tiers.map((tier) => freeOf(state, tier)),
        holds: inOrderOf(
          all(state.holds).filter((hold) => state.tiers[hold.tier_id]?.show_id === show_id),
          (hold) => hold.hold_id,
        ),
      };
    },
  },
  list_show_orders: {
    refusal: ({ state }, { show_id }: OfShow) => firstOf(noSuch(state.shows[show_id], 'show')),
    answer: ({ state }, { show_id, status }: OfShow & { status?: string }) =>
      ordersOf(
        state,
        (order) => state.tiers[order.tier_id]?.show_id === show_id && (status === undefined || order.status === status),
      ),
  },
  get_order: {
    refusal: ({ state }, { order_id }: OfOrder) => firstOf(noSuch(state.orders[order_id], 'order')),
    answer({ state }, { order_id }: OfOrder) {
      const order = state.orders[order_id];
      return {
        order: order ?? null,
        show: showOfTier(state, order?.tier_id) ?? null,
        tier: state.tiers[order?.tier_id ?? ''] ?? null,
        tickets: ticketsOf(state, order_id),
      };
    },
  },
};
