import { done, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Customer, EventsPolicy, Hold, Order, Ticket, Tier } from './design.ts';
import { EventsShowWrites } from './show-writes.ts';

declare const POLICY: EventsPolicy;

export class BoxOffice extends EventsShowWrites {
  /**
   * Order tickets of one tier. Members get their discount, rounded down to a whole cent. The order is unpaid at first and
   * keeps its seats.
   * @effect write  @rules R1 R4 R5
   * @param customer_id  Who orders.
   * @param tier_id  The tier.
   * @param quantity  Number of tickets.
   */
  place_order({
    customer_id,
    tier_id,
    quantity,
  }: {
    customer_id: Ref<Customer>;
    tier_id: Ref<Tier>;
    quantity: Integer<1, 20>;
  }): Result<Order> {
    const customer = this.state.customers[customer_id];
    if (!customer) return fail(`There is no customer ${customer_id}.`);
    const tier = this.state.tiers[tier_id];
    const show = this.showOfTier(tier_id);
    if (!tier || !show) return fail(`There is no tier ${tier_id}.`);
    const refusal = this.refusal(customer, tier, show, quantity);
    if (refusal) return fail(refusal); // R1 R4 R5
    return ok(this.newOrder(customer, tier, quantity));
  }

  /**
   * Book the payment of an order and make its tickets, which come by id.
   * @effect write  @rules R6
   * @param order_id  The order.
   */
  pay_order({ order_id }: { order_id: Ref<Order> }): Result<{ order: Order; tickets: Ticket[] }> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`There is no order ${order_id}.`);
    if (order.status !== 'unpaid') return fail(`Order ${order_id} is ${order.status}.`); // R6
    order.status = 'paid';
    for (let i = 0; i < order.quantity; i++) {
      const ticket: Ticket = { ticket_id: this.newId('K'), order_id, holder_id: order.customer_id, status: 'valid' };
      this.state.tickets[ticket.ticket_id] = ticket;
    }
    return ok({ order, tickets: this.ticketsOf(order_id) });
  }

  /**
   * Drop an unpaid order; its seats are free again.
   * @effect write  @rules R6
   * @param order_id  The order.
   */
  cancel_order({ order_id }: { order_id: Ref<Order> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`There is no order ${order_id}.`);
    if (order.status !== 'unpaid') return fail(`Order ${order_id} is ${order.status}.`); // R6
    order.status = 'cancelled';
    return ok(order);
  }

  /**
   * Pay an order back in full; its tickets become void.
   * @effect write  @rules R7 R8
   * @param order_id  The order.
   */
  refund_order({ order_id }: { order_id: Ref<Order> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`There is no order ${order_id}.`);
    const show = this.showOfTier(order.tier_id);
    if (!show) return fail(`The show of order ${order_id} is missing.`);
    if (order.status !== 'paid') return fail(`Order ${order_id} is ${order.status}.`);
    const off = show.status === 'cancelled';
    if (!off && this.daysBetween(this.today(), show.day) < POLICY.refund_days) {
      return fail(`Orders are refunded until ${POLICY.refund_days} days before the show.`); // R7
    }
    const tickets = this.ticketsOf(order_id);
    if (tickets.some((ticket) => ticket.status === 'used')) return fail(`A ticket of order ${order_id} has been used.`); // R8
    if (!off && tickets.some((ticket) => ticket.holder_id !== order.customer_id)) {
      return fail(`A ticket of order ${order_id} has been passed on.`); // R8
    }
    for (const ticket of tickets) ticket.status = 'void';
    order.status = 'refunded';
    return ok(order);
  }

  /**
   * Pass a ticket on to another customer.
   * @effect write  @rules R5 R9
   * @param ticket_id  The ticket.
   * @param customer_id  Who gets it.
   */
  transfer_ticket({ ticket_id, customer_id }: { ticket_id: Ref<Ticket>; customer_id: Ref<Customer> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`There is no ticket ${ticket_id}.`);
    const customer = this.state.customers[customer_id];
    if (!customer) return fail(`There is no customer ${customer_id}.`);
    const show = this.showOfTicket(ticket);
    if (!show) return fail(`The show of ticket ${ticket_id} is missing.`);
    if (ticket.holder_id === customer_id) return fail(`${customer.name} has this ticket already.`);
    if (ticket.status !== 'valid') return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R9
    if (show.status === 'cancelled') return fail(`${show.title} has been cancelled.`); // R9
    if (this.daysBetween(this.today(), show.day) < POLICY.transfer_days) {
      return fail(`Tickets can be passed on until ${POLICY.transfer_days} days before the show.`); // R9
    }
    const seats = this.seatsOf(customer_id, show.show_id) + 1;
    if (seats > POLICY.max_tickets) return fail(`${customer.name} would have more than ${POLICY.max_tickets} seats.`); // R5
    ticket.holder_id = customer_id;
    return ok(ticket);
  }

  /**
   * Keep seats for a customer for some days.
   * @effect write  @rules R1 R4 R5
   * @param customer_id  For whom.
   * @param tier_id  The tier.
   * @param quantity  Number of seats.
   * @param days  For how many days from today.
   */
  hold_seats({
    customer_id,
    tier_id,
    quantity,
    days,
  }: {
    customer_id: Ref<Customer>;
    tier_id: Ref<Tier>;
    quantity: Integer<1, 20>;
    days: Integer<1, 14>;
  }): Result<Hold> {
    const customer = this.state.customers[customer_id];
    if (!customer) return fail(`There is no customer ${customer_id}.`);
    const tier = this.state.tiers[tier_id];
    const show = this.showOfTier(tier_id);
    if (!tier || !show) return fail(`There is no tier ${tier_id}.`);
    const refusal = this.refusal(customer, tier, show, quantity);
    if (refusal) return fail(refusal); // R1 R4 R5
    const hold: Hold = { hold_id: this.newId('H'), tier_id, customer_id, quantity, until: this.today(days) };
    this.state.holds[hold.hold_id] = hold;
    return ok(hold);
  }

  /**
   * Give held seats free again.
   * @effect write
   * @param hold_id  The hold.
   */
  release_hold({ hold_id }: { hold_id: Ref<Hold> }): Result {
    const hold = this.state.holds[hold_id];
    if (!hold) return fail(`There is no hold ${hold_id}.`);
    delete this.state.holds[hold_id];
    return done(`The ${hold.quantity} seats are free again.`);
  }

  /**
   * Turn held seats into an unpaid order of the person they were held for.
   * @effect write  @rules R4 R13
   * @param hold_id  The hold.
   */
  take_up_hold({ hold_id }: { hold_id: Ref<Hold> }): Result<Order> {
    const hold = this.state.holds[hold_id];
    if (!hold) return fail(`There is no hold ${hold_id}.`);
    const customer = this.state.customers[hold.customer_id];
    const tier = this.state.tiers[hold.tier_id];
    const show = this.showOfTier(hold.tier_id);
    if (!customer || !tier || !show) return fail(`Hold ${hold_id} names something that is missing.`);
    if (hold.until < this.today()) return fail(`The hold ended on ${hold.until}.`); // R13
    if (show.status !== 'on_sale' || show.day < this.today()) return fail(`${show.title} is not on sale.`); // R4
    delete this.state.holds[hold_id];
    return ok(this.newOrder(customer, tier, hold.quantity));
  }

  /**
   * Let the holder of a ticket in.
   * @effect write  @rules R10
   * @param ticket_id  The ticket.
   */
  admit_ticket({ ticket_id }: { ticket_id: Ref<Ticket> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`There is no ticket ${ticket_id}.`);
    const show = this.showOfTicket(ticket);
    if (show?.status !== 'on_sale' || show.day !== this.today()) return fail(`The show of ticket ${ticket_id} is not today.`); // R10
    if (ticket.status !== 'valid') return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R10
    ticket.status = 'used';
    return ok(ticket);
  }
}
