import { addDays } from '../../../base/days.ts';
import { all, inOrderOf, type Moment, type Reason } from '../../kit/oracle.ts';
import type { EventsState, Order, Show, Ticket, Tier } from './state.ts';

export type Office = Moment<EventsState>;

export interface OfShow {
  readonly show_id: string;
}

export interface OfOrder {
  readonly order_id: string;
}

export interface Seats {
  readonly customer_id: string;
  readonly tier_id: string;
  readonly quantity: number;
}

const sumOf = (items: readonly { readonly quantity: number }[]): number => items.reduce((sum, item) => sum + item.quantity, 0);

export const tiersOf = ({ tiers }: EventsState, show_id: string): Tier[] =>
  inOrderOf(
    all(tiers).filter((tier) => tier.show_id === show_id),
    (tier) => tier.price_cents,
    (tier) => tier.tier_id,
  );

/** Orders by day. */
export function ordersOf({ orders }: EventsState, isMeant: (order: Order) => boolean): Order[] {
  return inOrderOf(
    all(orders).filter(isMeant),
    (order) => order.ordered_on,
    (order) => order.order_id,
  );
}

export const ticketsOf = ({ tickets }: EventsState, order_id: string): Ticket[] =>
  inOrderOf(
    all(tickets).filter((ticket) => ticket.order_id === order_id),
    (ticket) => ticket.ticket_id,
  );

export const showOfTier = ({ tiers, shows }: EventsState, tier_id: string | undefined): Show | undefined =>
  shows[tiers[tier_id ?? '']?.show_id ?? ''];

export const showOfOrder = (state: EventsState, order_id: string | undefined): Show | undefined =>
  showOfTier(state, state.orders[order_id ?? '']?.tier_id);

/** Rule R1: seats of a tier that somebody has or keeps. */
export function takenOf({ tickets, orders, holds }: EventsState, tier_id: string): number {
  const sold = all(tickets).filter((ticket) => ticket.status !== 'void' && orders[ticket.order_id]?.tier_id === tier_id);
  const unpaid = all(orders).filter((order) => order.status === 'unpaid' && order.tier_id === tier_id);
  return sold.length + sumOf(unpaid) + sumOf(all(holds).filter((hold) => hold.tier_id === tier_id));
}

export function freeOf(state: EventsState, tier: Tier): number {
  return tier.quota - takenOf(state, tier.tier_id);
}

/** Rule R5: seats that a customer has or keeps for a show. */
export function seatsOf(state: EventsState, customer_id: string, show_id: string): number {
  const { tickets, orders, holds, tiers } = state;
  const inHand = all(tickets).filter(
    (ticket) =>
      ticket.holder_id === customer_id && ticket.status !== 'void' && showOfOrder(state, ticket.order_id)?.show_id === show_id,
  );
  const isFor = (item: { customer_id: string; tier_id: string }): boolean =>
    item.customer_id === customer_id && tiers[item.tier_id]?.show_id === show_id;
  const unpaid = all(orders).filter((order) => order.status === 'unpaid' && isFor(order));
  return inHand.length + sumOf(unpaid) + sumOf(all(holds).filter(isFor));
}

/** Rule R4. */
export function notSold({ today }: Office, show: Show | undefined): Reason {
  return [show?.status !== 'on_sale' || show.day < today, 'R4: the show is not on sale, or over'];
}

/** Rules R1, R4 and R5: what stands against giving or keeping somebody seats. */
export function unavailable(office: Office, { customer_id, tier_id, quantity }: Seats): Reason[] {
  const { state, policy } = office;
  const tier = state.tiers[tier_id];
  if (!tier || !state.customers[customer_id]) return [[true, 'there is no such customer or tier']];
  return [
    notSold(office, state.shows[tier.show_id]),
    [seatsOf(state, customer_id, tier.show_id) + quantity > Number(policy.max_tickets), 'R5: more than one person can have'],
    [quantity > freeOf(state, tier), 'R1: not enough free seats'],
  ];
}

/** Rule R14, second half. */
export function fixed({ today }: Office, show: Show | undefined): Reason {
  return [show === undefined || show.status === 'cancelled' || show.day < today, 'R14: the show is over or cancelled'];
}

/** Rules R14, first half, and R3. */
export function unsuitableDay({ state, today }: Office, venue_id: string, day: string): Reason[] {
  return [
    [day <= today || day > addDays(today, 730), 'R14: not between tomorrow and 730 days ahead'],
    [
      all(state.shows).some((show) => show.venue_id === venue_id && show.day === day && show.status !== 'cancelled'),
      'R3: the venue has another show that day',
    ],
  ];
}

/** What a new order of seats is like. */
export function newOrder({ state, policy, today }: Office, { customer_id, tier_id, quantity }: Seats): Omit<Order, 'order_id'> {
  const full = (state.tiers[tier_id]?.price_cents ?? 0) * quantity;
  const percent = state.customers[customer_id]?.member ? Number(policy.member_discount_percent) : 0;
  return {
    customer_id,
    tier_id,
    quantity,
    total_cents: full - Math.floor((full * percent) / 100),
    status: 'unpaid',
    ordered_on: today,
  };
}
