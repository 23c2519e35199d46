import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Customer, Hold, Order, Show, Ticket, Tier, Venue } from './design.ts';
import { EventsRules } from './rules.ts';

export class EventsReads extends EventsRules {
  /**
   * Find customers by a part of their name or mail address, in order of their ids.
   * @effect read
   * @param text  Part of the name or address, at least two letters.
   */
  find_customers({ text }: { text: string }): Result<Customer[]> {
    const wanted = text.trim().toLowerCase();
    if (wanted.length < 2) return fail('Give at least two letters.');
    return ok(
      Object.values(this.state.customers)
        .filter((customer) => customer.name.toLowerCase().includes(wanted) || customer.email.toLowerCase().includes(wanted))
        .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1)),
    );
  }

  /**
   * A customer with all orders by day, the tickets in their hands and the seats held for them, by id.
   * @effect read
   * @param customer_id  The customer.
   */
  get_customer({
    customer_id,
  }: {
    customer_id: Ref<Customer>;
  }): Result<{ customer: Customer; orders: Order[]; tickets: Ticket[]; holds: Hold[] }> {
    const customer = this.state.customers[customer_id];
    if (!customer) return fail(`There is no customer ${customer_id}.`);
    return ok({
      customer,
      orders: this.sortedOrders((order) => order.customer_id === customer_id),
      tickets: Object.values(this.state.tickets)
        .filter((ticket) => ticket.holder_id === customer_id)
        .sort((a, b) => (a.ticket_id < b.ticket_id ? -1 : 1)),
      holds: Object.values(this.state.holds)
        .filter((hold) => hold.customer_id === customer_id)
        .sort((a, b) => (a.hold_id < b.hold_id ? -1 : 1)),
    });
  }

  /**
   * All venues with their capacity, in order of their ids.
   * @effect read
   */
  list_venues(): Result<Venue[]> {
    return ok(Object.values(this.state.venues).sort((a, b) => (a.venue_id < b.venue_id ? -1 : 1)));
  }

  /**
   * All shows, past and cancelled ones too, by day.
   * @effect read
   */
  list_shows(): Result<Show[]> {
    return ok(
      Object.values(this.state.shows).sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.show_id < b.show_id ? -1 : 1)),
    );
  }

  /**
   * A show with its tiers by price, the free seats of each (in the same order) and the seats that are held, by id.
   * @effect read
   * @param show_id  The show.
   */
  get_show({ show_id }: { show_id: Ref<Show> }): Result<{ show: Show; tiers: Tier[]; free_seats: Integer[]; holds: Hold[] }> {
    const show = this.state.shows[show_id];
    if (!show) return fail(`There is no show ${show_id}.`);
    const tiers = this.tiersOf(show_id);
    return ok({
      show,
      tiers,
      free_seats: tiers.map((tier) => tier.quota - this.taken(tier.tier_id)),
      holds: Object.values(this.state.holds)
        .filter((hold) => this.showOfTier(hold.tier_id)?.show_id === show_id)
        .sort((a, b) => (a.hold_id < b.hold_id ? -1 : 1)),
    });
  }

  /**
   * All orders for a show, by day.
   * @effect read
   * @param show_id  The show.
   * @param status  Only orders with this status.
   */
  list_show_orders({ show_id, status }: { show_id: Ref<Show>; status: Order['status'] | undefined }): Result<Order[]> {
    if (!this.state.shows[show_id]) return fail(`There is no show ${show_id}.`);
    return ok(
      this.sortedOrders(
        (order) => this.showOfTier(order.tier_id)?.show_id === show_id && (status === undefined || order.status === status),
      ),
    );
  }

  /**
   * An order with the show and tier it is for, and its tickets by id.
   * @effect read
   * @param order_id  The order.
   */
  get_order({ order_id }: { order_id: Ref<Order> }): Result<{ order: Order; show: Show; tier: Tier; tickets: Ticket[] }> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`There is no order ${order_id}.`);
    const tier = this.state.tiers[order.tier_id];
    const show = this.showOfTier(order.tier_id);
    if (!tier || !show) return fail(`The show of order ${order_id} is missing.`);
    return ok({ order, show, tier, tickets: this.ticketsOf(order_id) });
  }
}
