import { all, at, where } from '../../../domain/contract/reading.ts';
import type { Finders } from '../../kit/finding.ts';
import { callsOf, requestsOf } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { contract } from './contract.ts';
import { type Customer, design, type EventsPolicy, type EventsState, type Order, type Show, type Tier } from './design.ts';
import { seatsOf, showOfTier, takenOf } from './read-contract.ts';
import type { BoxOffice } from './writes.ts';

export type Desk = Scene<EventsState, EventsPolicy>;

export const call = callsOf<BoxOffice>();

/** How a record is found by whoever knows the customer and the show by name. */
const finders: Finders<EventsState> = {
  customers: ({ name }) => [call('find_customers', { text: name })],
  shows: () => [call('list_shows', {})],
  venues: () => [call('list_venues', {})],
  tiers: ({ show_id }, { shows }) => [at(shows, show_id), call('get_show', { show_id })],
  orders({ customer_id, tier_id, status }, state) {
    const show = showOfTier({ state }, tier_id);
    return [at(state.customers, customer_id), show, call('list_show_orders', { show_id: show.show_id, status })];
  },
  tickets({ holder_id, order_id }, state) {
    const show = showOfTier({ state }, at(state.orders, order_id).tier_id);
    return [
      at(state.customers, holder_id),
      call('get_customer', { customer_id: holder_id }),
      show,
      call('list_show_orders', { show_id: show.show_id }),
    ];
  },
  holds({ customer_id, tier_id }, state) {
    const show = showOfTier({ state }, tier_id);
    return [at(state.customers, customer_id), show, call('get_show', { show_id: show.show_id })];
  },
};

export const request = requestsOf<EventsState, EventsPolicy>(design, contract, finders);

/** Shows that can be bought for a day to come. */
export function upcoming({ state, today }: Desk): Show[] {
  return where(state.shows, (show) => show.status === 'on_sale' && show.day > today);
}

export function ordersFor(desk: Desk, show: Show, status: Order['status']): Order[] {
  return where(desk.state.orders, (order) => order.status === status && showOfTier(desk, order.tier_id) === show);
}

export function freeSeats(desk: Desk, { tier_id, quota }: Tier): number {
  return quota - takenOf(desk, tier_id);
}

/** Whether somebody may have so many more seats for a show. */
export function mayHave(desk: Desk, { customer_id }: Customer, { show_id }: Show, quantity: number): boolean {
  return seatsOf(desk, customer_id, show_id) + quantity <= desk.policy.max_tickets;
}

export interface Purchase {
  readonly order: Order;
  readonly customer: Customer;
  readonly show: Show;
}

/** Orders that customer and show single out: among all, or among those in the same state. */
export function purchases(desk: Desk, { among }: { among: 'all' | 'status' }): Purchase[] {
  const found = all(desk.state.orders).map((order) => ({
    order,
    customer: at(desk.state.customers, order.customer_id),
    show: showOfTier(desk, order.tier_id),
  }));
  return found.filter(({ order, customer, show }) => {
    const same = found.filter((other) => other.customer === customer && other.show === show);
    return same.filter((other) => among === 'all' || other.order.status === order.status).length === 1;
  });
}

export const tierName: Record<Tier['label'], string> = { standing: 'standing', seated: 'seated', balcony: 'balcony', vip: 'VIP' };
