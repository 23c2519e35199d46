import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Customer, EventsPolicy, EventsState, Order, Show, Ticket, Tier } from './design.ts';

declare const POLICY: EventsPolicy;

export class EventsRules extends Environment<EventsState> {
  protected showOfTier(tier_id: string): Show | undefined {
    const tier = this.state.tiers[tier_id];
    return tier && this.state.shows[tier.show_id];
  }

  protected showOfTicket(ticket: Ticket): Show | undefined {
    const order = this.state.orders[ticket.order_id];
    return order && this.showOfTier(order.tier_id);
  }

  protected tiersOf(show_id: string): Tier[] {
    return Object.values(this.state.tiers)
      .filter((tier) => tier.show_id === show_id)
      .sort((a, b) => a.price_cents - b.price_cents || (a.tier_id < b.tier_id ? -1 : 1));
  }

  protected ticketsOf(order_id: string): Ticket[] {
    return Object.values(this.state.tickets)
      .filter((ticket) => ticket.order_id === order_id)
      .sort((a, b) => (a.ticket_id < b.ticket_id ? -1 : 1));
  }

  protected sortedOrders(fits: (order: Order) => boolean): Order[] {
    return Object.values(this.state.orders)
      .filter(fits)
      .sort((a, b) => (a.ordered_on < b.ordered_on ? -1 : a.ordered_on > b.ordered_on ? 1 : a.order_id < b.order_id ? -1 : 1));
  }

  /** Seats of a tier that nobody else can have. */
  protected taken(tier_id: string): number {
    let seats = 0;
    for (const order of Object.values(this.state.orders)) {
      if (order.tier_id === tier_id && (order.status === 'unpaid' || order.status === 'paid')) seats += order.quantity;
    }
    for (const hold of Object.values(this.state.holds)) if (hold.tier_id === tier_id) seats += hold.quantity;
    return seats;
  }

  /** Seats one person has for a show: tickets in hand, unpaid orders, held seats. */
  protected seatsOf(customer_id: string, show_id: string): number {
    let seats = 0;
    for (const ticket of Object.values(this.state.tickets)) {
      if (ticket.holder_id === customer_id && ticket.status !== 'void' && this.showOfTicket(ticket)?.show_id === show_id) seats++;
    }
    for (const order of Object.values(this.state.orders)) {
      if (order.customer_id === customer_id && order.status === 'unpaid' && this.showOfTier(order.tier_id)?.show_id === show_id)
        seats += order.quantity;
    }
    for (const hold of Object.values(this.state.holds)) {
      if (hold.customer_id === customer_id && this.showOfTier(hold.tier_id)?.show_id === show_id) seats += hold.quantity;
    }
    return seats;
  }

  /** Why somebody cannot have more seats in a tier, if so. */
  protected refusal(customer: Customer, tier: Tier, show: Show, quantity: number): string | undefined {
    if (show.status !== 'on_sale' || show.day < this.today()) return `${show.title} is not on sale.`; // R4
    const free = tier.quota - this.taken(tier.tier_id);
    if (quantity > free) return `Only ${free} seats are free in this tier.`; // R1
    const seats = this.seatsOf(customer.customer_id, show.show_id);
    if (seats + quantity > POLICY.max_tickets) return `${customer.name} has ${seats} seats; ${POLICY.max_tickets} is the limit.`; // R5
    return undefined;
  }

  protected newOrder(customer: Customer, tier: Tier, quantity: number): Order {
    const full = tier.price_cents * quantity;
    const discount = customer.member ? Math.floor((full * POLICY.member_discount_percent) / 100) : 0;
    const order: Order = {
      order_id: this.newId('O'),
      customer_id: customer.customer_id,
      tier_id: tier.tier_id,
      quantity,
      total_cents: full - discount,
      status: 'unpaid',
      ordered_on: this.today(),
    };
    this.state.orders[order.order_id] = order;
    return order;
  }

  protected capacityLeft(show: Show): number {
    const capacity = this.state.venues[show.venue_id]?.capacity ?? 0;
    return this.tiersOf(show.show_id).reduce((left, tier) => left - tier.quota, capacity);
  }

  protected showAt(venue_id: string, day: string): Show | undefined {
    return Object.values(this.state.shows).find(
      (show) => show.venue_id === venue_id && show.day === day && show.status !== 'cancelled',
    );
  }

  protected ahead(day: string): boolean {
    const days = this.daysBetween(this.today(), day);
    return days >= 1 && days <= 730;
  }
}

export const invariants: Invariants<EventsState> = {
  R1: (state) =>
    Object.values(state.tiers).every((tier) => {
      const orders = Object.values(state.orders).filter((order) => order.tier_id === tier.tier_id);
      const sold = Object.values(state.tickets).filter(
        (ticket) => ticket.status !== 'void' && state.orders[ticket.order_id]?.tier_id === tier.tier_id,
      ).length;
      const ordered = orders.filter((order) => order.status === 'unpaid').reduce((sum, order) => sum + order.quantity, 0);
      const held = Object.values(state.holds)
        .filter((hold) => hold.tier_id === tier.tier_id)
        .reduce((sum, hold) => sum + hold.quantity, 0);
      return sold + ordered + held <= tier.quota;
    }),
  R2: (state) =>
    Object.values(state.shows).every((show) => {
      const seats = Object.values(state.tiers)
        .filter((tier) => tier.show_id === show.show_id)
        .reduce((sum, tier) => sum + tier.quota, 0);
      return seats <= (state.venues[show.venue_id]?.capacity ?? 0);
    }),
  R3: (state) => {
    const days = Object.values(state.shows)
      .filter((show) => show.status !== 'cancelled')
      .map((show) => `${show.venue_id} ${show.day}`);
    return new Set(days).size === days.length;
  },
  R12: (state) =>
    Object.values(state.orders).every(
      (order) =>
        Object.values(state.tickets).filter((ticket) => ticket.order_id === order.order_id && ticket.status !== 'void').length ===
        (order.status === 'paid' ? order.quantity : 0),
    ),
};
