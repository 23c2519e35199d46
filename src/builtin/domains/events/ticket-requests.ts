import { all, pairs, where } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import { longDate } from '../../kit/wording.ts';
import type { Customer, Show, Ticket } from './design.ts';
import { call, type Desk, mayHave, purchases, request } from './desk.ts';
import { showOfTicket, ticketsOf } from './read-contract.ts';

interface Holding {
  readonly holder: Customer;
  readonly show: Show;
  /** All valid ones that the holder has for the show. */
  readonly tickets: readonly Ticket[];
}

function holdings(desk: Desk): Holding[] {
  return pairs(all(desk.state.customers), all(desk.state.shows)).flatMap(([holder, show]) => {
    const tickets = where(
      desk.state.tickets,
      (one) => one.holder_id === holder.customer_id && one.status === 'valid' && showOfTicket(desk, one) === show,
    );
    return tickets.length > 0 ? [{ holder, show, tickets }] : [];
  });
}

function transfers(tickets: readonly Ticket[], { customer_id }: Customer) {
  return tickets.map(({ ticket_id }) => call('transfer_ticket', { ticket_id, customer_id }));
}

const passOn = request({
  name: 'pass-on',
  cases: (desk) => pairs(holdings(desk), all(desk.state.customers)),
  ask([{ holder, show, tickets }, friend], desk) {
    if (friend === holder || !mayHave(desk, friend, show, tickets.length)) return undefined;
    const what = ['the ticket', 'both tickets'][tickets.length - 1] ?? `all ${tickets.length} tickets`;
    return {
      says: [
        `${holder.name} is giving ${what} for ${show.title} to ${friend.name}. Can you put that through?`,
        `Transfer ${what} that ${holder.name} holds for ${show.title} to ${friend.name}, please.`,
      ],
      sees: [holder, friend],
      does: transfers(tickets, friend),
    };
  },
});

const refundOrPassOn = request({
  name: 'refund-or-pass-on',
  kind: 'conditional',
  cases: (desk) =>
    pairs(
      purchases(desk, { among: 'status' }).filter(({ order }) => order.status === 'paid'),
      all(desk.state.customers),
    ),
  ask([{ order, customer, show }, friend], desk) {
    const { order_id } = order;
    const tickets = ticketsOf(desk, order_id);
    const isWhole = tickets.every((one) => one.status === 'valid' && one.holder_id === customer.customer_id);
    if (friend === customer || show.status !== 'on_sale' || show.day <= desk.today || !isWhole) return undefined;
    if (!mayHave(desk, friend, show, tickets.length)) return undefined;
    const refund = call('refund_order', { order_id });
    const inTime = desk.accepts(refund);
    return {
      says: [
        `${customer.name} cannot make it to ${show.title} on ${longDate(show.day)}. If the paid order can still be refunded, refund it; if it is too late for that, pass everything from that order on to ${friend.name}.`,
        `Please give ${customer.name} the money back for ${show.title} if our deadline allows it. Otherwise ${friend.name} gets the tickets of that order instead.`,
      ],
      sees: [order, showing(call('get_order', { order_id }), ...tickets)],
      does: inTime ? [refund] : transfers(tickets, friend),
      touches: [friend],
    };
  },
});

const refund = request({
  name: 'refund',
  cases: (desk) => purchases(desk, { among: 'all' }),
  ask({ order, customer, show }, { today }) {
    if (show.status === 'cancelled') return undefined;
    return {
      says:
        show.day < today
          ? [
              `${customer.name} did not like "${show.title}" and wants the money for the tickets back.`,
              `Please refund what ${customer.name} paid for "${show.title}".`,
            ]
          : [
              `${customer.name} cannot come to "${show.title}" after all and wants the money back.`,
              `Refund the tickets that ${customer.name} bought for "${show.title}".`,
            ],
      sees: [order, call('get_order', { order_id: order.order_id })],
      does: [call('refund_order', { order_id: order.order_id })],
    };
  },
  refusals: [
    {
      because: 'R7 too late',
      shows: ({ order, show }) => [
        [order, 'status'],
        [show, 'day'],
      ],
    },
  ],
});

const refunded = request({
  name: 'refund-made-sure',
  cases: (desk) => purchases(desk, { among: 'all' }),
  ask: ({ order: { order_id }, customer, show }) => ({
    says: [`${customer.name} should get the money for "${show.title}" back. See that this has been done.`],
    does: [call('refund_order', { order_id })],
  }),
  refusals: [
    {
      because: 'R7 the order is not paid',
      kind: 'already-done',
      says: ({ order, customer, show }) =>
        order.status === 'refunded'
          ? [`${customer.name} should get the money for "${show.title}" back. See that this has been done.`]
          : undefined,
      shows: ({ order }) => [[order, 'status']],
    },
  ],
});

const letIn = request({
  name: 'let-in',
  cases: (desk) => holdings(desk).filter(({ show }) => show.day === desk.today),
  ask({ holder, show, tickets }, desk) {
    // "Tonight's show" has to be one.
    if (holdings(desk).some((other) => other.holder === holder && other.show !== show && other.show.day === desk.today))
      return undefined;
    return {
      says: [
        `${holder.name} has come to tonight's show with everybody their tickets are for. Let them all in.`,
        `${holder.name}'s party is at the door for ${show.title}. Admit every ticket they hold for it.`,
      ],
      does: tickets.map(({ ticket_id }) => call('admit_ticket', { ticket_id })),
    };
  },
});

export const ticketRequests = [refundOrPassOn, passOn, letIn, refund, refunded];
