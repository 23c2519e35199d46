import { daysBetween } from '../../../base/days.ts';
import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { longDate, plural } from '../../kit/wording.ts';
import type { Customer, EventsState, Order, Show, Ticket, Tier } from './design.ts';
import { showMoves } from './show-requests.ts';

type Here = Setting<EventsState>;

export const eventMoves: readonly RequestTemplate<EventsState>[] = [
  { name: 'order-and-pay', plan: orderAndPay },
  { name: 'refund-or-pass-on', kind: 'conditional', plan: refundOrPassOn },
  { name: 'pass-on', plan: passOn },
  { name: 'take-up-hold', plan: takeUpHold },
  { name: 'hold-seats', plan: holdSeats },
  { name: 'pay-outstanding', plan: payOutstanding },
  { name: 'let-in', plan: letIn },
  ...showMoves,
];

export const tierName: Record<Tier['label'], string> = { standing: 'standing', seated: 'seated', balcony: 'balcony', vip: 'VIP' };

function showOf(state: EventsState, tierId: string): Show | undefined {
  const tier = state.tiers[tierId];
  return tier && state.shows[tier.show_id];
}

function showOfTicket(state: EventsState, ticket: Ticket): Show | undefined {
  const order = state.orders[ticket.order_id];
  return order && showOf(state, order.tier_id);
}

export function freeSeats(state: EventsState, tier: Tier): number {
  const orders = Object.values(state.orders).filter(
    (order) => order.tier_id === tier.tier_id && (order.status === 'paid' || order.status === 'unpaid'),
  );
  const holds = Object.values(state.holds).filter((hold) => hold.tier_id === tier.tier_id);
  return [...orders, ...holds].reduce((left, item) => left - item.quantity, tier.quota);
}

/** Seats a person has for a show in any form. */
export function seatsOf(state: EventsState, customer: Customer, show: Show): number {
  const mine = (item: { customer_id: string; tier_id: string }): boolean =>
    item.customer_id === customer.customer_id && showOf(state, item.tier_id) === show;
  const tickets = Object.values(state.tickets).filter(
    (ticket) => ticket.holder_id === customer.customer_id && ticket.status !== 'void' && showOfTicket(state, ticket) === show,
  );
  const unpaid = Object.values(state.orders).filter((order) => order.status === 'unpaid' && mine(order));
  const holds = Object.values(state.holds).filter(mine);
  return [...unpaid, ...holds].reduce((sum, item) => sum + item.quantity, tickets.length);
}

export function onSale({ state, today }: Here): Show[] {
  return Object.values(state.shows).filter((show) => show.status === 'on_sale' && show.day > today);
}

export const findCustomer = (customer: Customer): PlannedToolCall => ({
  tool: 'find_customers',
  arguments: { text: customer.name },
});
const getCustomer = (customer: Customer): PlannedToolCall => ({
  tool: 'get_customer',
  arguments: { customer_id: customer.customer_id },
});
export const listShows: PlannedToolCall = { tool: 'list_shows', arguments: {} };

/** The only order of a customer for a show that has this status. */
function onlyOrder(here: Here, status: Order['status'], fits: (show: Show) => boolean) {
  const { state, random } = here;
  for (const order of random.shuffle(Object.values(state.orders))) {
    const show = showOf(state, order.tier_id);
    const customer = state.customers[order.customer_id];
    if (!show || !customer || order.status !== status || !fits(show)) continue;
    const same = Object.values(state.orders).filter(
      (other) => other.customer_id === order.customer_id && other.status === status && showOf(state, other.tier_id) === show,
    );
    if (same.length === 1) return { order, show, customer };
  }
  return undefined;
}

function orderAndPay(here: Here) {
  const { state, random, policy } = here;
  const shows = onSale(here);
  if (shows.length === 0) return undefined;
  const show = random.pick(shows);
  const [first, second] = random.shuffle(Object.values(state.tiers).filter((tier) => tier.show_id === show.show_id));
  const quantity = random.integer(2, 4);
  const customer = random
    .shuffle(Object.values(state.customers))
    .find((person) => seatsOf(state, person, show) + quantity <= Number(policy.max_tickets));
  if (!first || !second || !customer) return undefined;
  const tier = [first, second].find((each) => freeSeats(state, each) >= quantity);
  if (!tier) return undefined;
  const text = random.pick([
    `${customer.name} would like ${plural(quantity, 'ticket')} for ${show.title}: ${tierName[first.label]} if that many are left, otherwise ${tierName[second.label]}. They are paying on the spot.`,
    `Sell ${plural(quantity, 'ticket')} for ${show.title} to ${customer.name}. First choice is ${tierName[first.label]}; if there are not enough, make it ${tierName[second.label]}. All in one tier please, and book the payment straight away.`,
  ]);
  return {
    text,
    records: [`customers/${customer.customer_id}`, `shows/${show.show_id}`],
    calls: [
      findCustomer(customer),
      listShows,
      { tool: 'get_show', arguments: { show_id: show.show_id } },
      { tool: 'place_order', arguments: { customer_id: customer.customer_id, tier_id: tier.tier_id, quantity } },
      { tool: 'pay_order', arguments: { order_id: { from: 4, path: 'data.order_id' } } },
    ],
  };
}

function refundOrPassOn(here: Here) {
  const { state, random, today, policy } = here;
  const found = onlyOrder(
    here,
    'paid',
    (show) => show.status === 'on_sale' && daysBetween(today, show.day) >= Number(policy.transfer_days),
  );
  if (!found) return undefined;
  const { order, show, customer } = found;
  const tickets = Object.values(state.tickets).filter((ticket) => ticket.order_id === order.order_id);
  if (tickets.some((ticket) => ticket.status !== 'valid' || ticket.holder_id !== customer.customer_id)) return undefined;
  const friend = random
    .shuffle(Object.values(state.customers))
    .find((person) => person !== customer && seatsOf(state, person, show) + tickets.length <= Number(policy.max_tickets));
  if (!friend) return undefined;
  const refundable = daysBetween(today, show.day) >= Number(policy.refund_days);
  const text = random.pick([
    `${customer.name} cannot make it to ${show.title} on ${longDate(show.day)}. If the paid order can still be refunded, refund it; if it is too late for that, pass everything from that order on to ${friend.name}.`,
    `Please give ${customer.name} the money back for ${show.title} if our deadline allows it. Otherwise ${friend.name} gets the tickets of that order instead.`,
  ]);
  return {
    text,
    records: [
      `orders/${order.order_id}`,
      `shows/${show.show_id}`,
      `customers/${customer.customer_id}`,
      `customers/${friend.customer_id}`,
    ],
    calls: [
      findCustomer(customer),
      getCustomer(customer),
      listShows,
      { tool: 'list_show_orders', arguments: { show_id: show.show_id, status: 'paid' } },
      { tool: 'get_order', arguments: { order_id: order.order_id } },
      ...(refundable
        ? [{ tool: 'refund_order', arguments: { order_id: order.order_id } }]
        : [
            findCustomer(friend),
            ...tickets.map((ticket) => ({
              tool: 'transfer_ticket',
              arguments: { ticket_id: ticket.ticket_id, customer_id: friend.customer_id },
            })),
          ]),
    ],
  };
}

function passOn(here: Here) {
  const { state, random, today, policy } = here;
  for (const ticket of random.shuffle(Object.values(state.tickets))) {
    const show = showOfTicket(state, ticket);
    const holder = state.customers[ticket.holder_id];
    if (!show || !holder || ticket.status !== 'valid' || show.status !== 'on_sale') continue;
    if (daysBetween(today, show.day) < Number(policy.transfer_days)) continue;
    const all = Object.values(state.tickets).filter(
      (other) => other.holder_id === ticket.holder_id && other.status === 'valid' && showOfTicket(state, other) === show,
    );
    const friend = random
      .shuffle(Object.values(state.customers))
      .find((person) => person !== holder && seatsOf(state, person, show) + all.length <= Number(policy.max_tickets));
    if (!friend) continue;
    const what = all.length === 1 ? 'the ticket' : all.length === 2 ? 'both tickets' : `all ${all.length} tickets`;
    const text = random.pick([
      `${holder.name} is giving ${what} for ${show.title} to ${friend.name}. Can you put that through?`,
      `Transfer ${what} that ${holder.name} holds for ${show.title} to ${friend.name}, please.`,
    ]);
    return {
      text,
      records: [
        ...all.map((each) => `tickets/${each.ticket_id}`),
        `shows/${show.show_id}`,
        `customers/${holder.customer_id}`,
        `customers/${friend.customer_id}`,
      ],
      calls: [
        findCustomer(holder),
        findCustomer(friend),
        getCustomer(holder),
        listShows,
        { tool: 'list_show_orders', arguments: { show_id: show.show_id } },
        ...all.map((each) => ({
          tool: 'transfer_ticket',
          arguments: { ticket_id: each.ticket_id, customer_id: friend.customer_id },
        })),
      ],
    };
  }
  return undefined;
}

function takeUpHold({ state, random, today }: Here) {
  const hold = random.shuffle(Object.values(state.holds)).find((each) => {
    const show = showOf(state, each.tier_id);
    return each.until >= today && show?.status === 'on_sale' && show.day >= today;
  });
  const customer = hold && state.customers[hold.customer_id];
  const show = hold && showOf(state, hold.tier_id);
  if (!hold || !customer || !show) return undefined;
  const pays = random.chance(0.6);
  const text = pays
    ? random.pick([
        `${customer.name} is taking the seats we kept for ${show.title} and has just paid for them.`,
        `The seats on hold for ${customer.name} (${show.title}) are wanted after all: turn them into an order and book the payment.`,
      ])
    : random.pick([
        `${customer.name} wants the seats we are keeping for ${show.title}. Make the order; the money will come by transfer next week, so leave it unpaid.`,
        `Turn the hold of ${customer.name} for ${show.title} into an order. It is not paid yet.`,
      ]);
  return {
    text,
    records: [`holds/${hold.hold_id}`, `shows/${show.show_id}`, `customers/${customer.customer_id}`],
    calls: [
      findCustomer(customer),
      getCustomer(customer),
      { tool: 'take_up_hold', arguments: { hold_id: hold.hold_id } },
      ...(pays ? [{ tool: 'pay_order', arguments: { order_id: { from: 3, path: 'data.order_id' } } }] : []),
    ],
  };
}

function holdSeats(here: Here) {
  const { state, random, policy } = here;
  const shows = onSale(here);
  if (shows.length === 0) return undefined;
  const show = random.pick(shows);
  const tiers = Object.values(state.tiers).filter((tier) => tier.show_id === show.show_id);
  const quantity = random.integer(1, 3);
  const days = random.integer(3, 10);
  const open = tiers.filter((tier) => freeSeats(state, tier) >= quantity).sort((a, b) => a.price_cents - b.price_cents);
  const dear = random.chance(0.5);
  const tier = dear ? open.at(-1) : open[0];
  const customer = random
    .shuffle(Object.values(state.customers))
    .find((person) => seatsOf(state, person, show) + quantity <= Number(policy.max_tickets));
  if (!tier || !customer) return undefined;
  const seats = plural(quantity, 'seat');
  const text = random.pick([
    `${customer.name} is not sure yet about ${show.title}: keep ${seats} for them for ${days} days, in the ${dear ? 'most expensive' : 'cheapest'} category that still has enough room.`,
    `Put ${seats} for ${show.title} on hold for ${customer.name}, ${days} days, the ${dear ? 'dearest' : 'cheapest'} tier with that many left.`,
  ]);
  return {
    text,
    records: [`customers/${customer.customer_id}`, `shows/${show.show_id}`],
    calls: [
      findCustomer(customer),
      listShows,
      { tool: 'get_show', arguments: { show_id: show.show_id } },
      { tool: 'hold_seats', arguments: { customer_id: customer.customer_id, tier_id: tier.tier_id, quantity, days } },
    ],
  };
}

function payOutstanding(here: Here) {
  const { state, random, today } = here;
  const found = onlyOrder(here, 'unpaid', (show) => show.status === 'on_sale' && show.day >= today);
  const other = found && state.tiers[found.order.tier_id];
  if (!found || !other) return undefined;
  const { order, show, customer } = found;
  const paid = random.chance(0.6);
  const text = paid
    ? random.pick([
        `The transfer of ${customer.name} for ${show.title} has arrived, please issue the tickets.`,
        `${customer.name} is at the counter and pays for the ${show.title} order that was still open.`,
      ])
    : random.pick([
        `${customer.name} no longer wants the tickets for ${show.title} that were never paid for. Free those seats.`,
        `Drop the open order of ${customer.name} for ${show.title}; the money is not going to come.`,
      ]);
  return {
    text,
    records: [`orders/${order.order_id}`, `shows/${show.show_id}`, `customers/${customer.customer_id}`],
    calls: [
      listShows,
      findCustomer(customer),
      getCustomer(customer),
      { tool: 'list_show_orders', arguments: { show_id: show.show_id, status: 'unpaid' } },
      { tool: paid ? 'pay_order' : 'cancel_order', arguments: { order_id: order.order_id } },
    ],
  };
}

function letIn({ state, random, today }: Here) {
  const tickets = Object.values(state.tickets).filter((ticket) => {
    const show = showOfTicket(state, ticket);
    return ticket.status === 'valid' && show?.status === 'on_sale' && show.day === today;
  });
  if (tickets.length === 0) return undefined;
  const holder = state.customers[random.pick(tickets).holder_id];
  if (!holder) return undefined;
  const mine = tickets.filter((ticket) => ticket.holder_id === holder.customer_id);
  const show = mine[0] && showOfTicket(state, mine[0]);
  // "Tonight's show" has to be one.
  if (!show || mine.some((ticket) => showOfTicket(state, ticket) !== show)) return undefined;
  const text = random.pick([
    `${holder.name} has come to tonight's show with everybody their tickets are for. Let them all in.`,
    `${holder.name}'s party is at the door for ${show.title}. Admit every ticket they hold for it.`,
  ]);
  return {
    text,
    records: [`shows/${show.show_id}`, ...mine.map((ticket) => `tickets/${ticket.ticket_id}`)],
    calls: [
      findCustomer(holder),
      getCustomer(holder),
      listShows,
      { tool: 'list_show_orders', arguments: { show_id: show.show_id, status: 'paid' } },
      ...mine.map((ticket) => ({ tool: 'admit_ticket', arguments: { ticket_id: ticket.ticket_id } })),
    ],
  };
}
