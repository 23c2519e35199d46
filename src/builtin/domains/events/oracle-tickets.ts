import { addDays, daysBetween } from '../../../base/days.ts';
import { newKeys } from '../../../domain/contract/changes.ts';
import { change, create, remove } from '../../../domain/contract/form.ts';
import { firstOf, inOrderOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import {
  newOrder,
  notSold,
  type OfOrder,
  type Seats,
  seatsOf,
  showOfOrder,
  showOfTier,
  ticketsOf,
  unavailable,
} from './oracle-office.ts';
import type { EventsState, Order } from './state.ts';

interface OfHold {
  readonly hold_id: string;
}

interface OfTicket {
  readonly ticket_id: string;
}

type Kept = Seats & { readonly days: number };
type PassedOn = OfTicket & { readonly customer_id: string };

const settled = (order: Order | undefined): Reason => [order?.status !== 'unpaid', 'R6: there is no such unpaid order'];

export const tickets: Oracles<EventsState> = {
  place_order: {
    refusal: (office, seats: Seats) => firstOf(...unavailable(office, seats)),
    changes: (office, seats: Seats) => [create('orders', newOrder(office, seats))],
  },
  pay_order: {
    refusal: ({ state }, { order_id }: OfOrder) => firstOf(settled(state.orders[order_id])),
    changes({ state }, { order_id }: OfOrder) {
      const { quantity = 0, customer_id = '' } = state.orders[order_id] ?? {};
      const made = Array.from({ length: quantity }, () =>
        create('tickets', { order_id, holder_id: customer_id, status: 'valid' }),
      );
      return [change('orders', order_id, { status: 'paid' }), ...made];
    },
    answer: ({ state }, { order_id }: OfOrder, after) => ({
      order: after.orders[order_id] ?? null,
      tickets: inOrderOf(newKeys(state, after, 'tickets'), (key) => key).map((key) => after.tickets[key] ?? null),
    }),
  },
  cancel_order: {
    refusal: ({ state }, { order_id }: OfOrder) => firstOf(settled(state.orders[order_id])),
    changes: (_office, { order_id }: OfOrder) => [change('orders', order_id, { status: 'cancelled' })],
  },
  refund_order: {
    refusal({ state, policy, today }, { order_id }: OfOrder) {
      const [order, show] = [state.orders[order_id], showOfOrder(state, order_id)];
      if (!order || !show) return 'there is no such order';
      const own = ticketsOf(state, order_id);
      const isOff = show.status === 'cancelled';
      return firstOf(
        [order.status !== 'paid', 'R7: the order is not paid'],
        [!isOff && daysBetween(today, show.day) < Number(policy.refund_days), 'R7: too late before the show'],
        [own.some((ticket) => ticket.status === 'used'), 'R8: a ticket was used'],
        [!isOff && own.some((ticket) => ticket.holder_id !== order.customer_id), 'R8: a ticket was passed on'],
      );
    },
    changes: ({ state }, { order_id }: OfOrder) => [
      change('orders', order_id, { status: 'refunded' }),
      ...ticketsOf(state, order_id).map((ticket) => change('tickets', ticket.ticket_id, { status: 'void' })),
    ],
  },
  transfer_ticket: {
    refusal({ state, policy, today }, { ticket_id, customer_id }: PassedOn) {
      const ticket = state.tickets[ticket_id];
      const show = showOfOrder(state, ticket?.order_id);
      if (!ticket || !show || !state.customers[customer_id]) return 'there is no such ticket or customer';
      return firstOf(
        [ticket.status !== 'valid', 'R9: the ticket is not valid'],
        [show.status === 'cancelled', 'R9: the show is cancelled'],
        [ticket.holder_id === customer_id, 'the customer has it already'],
        [daysBetween(today, show.day) < Number(policy.transfer_days), 'R9: too late before the show'],
        [seatsOf(state, customer_id, show.show_id) >= Number(policy.max_tickets), 'R5: more than one person can have'],
      );
    },
    changes: (_office, { ticket_id, customer_id }: PassedOn) => [change('tickets', ticket_id, { holder_id: customer_id })],
  },
  hold_seats: {
    refusal: (office, seats: Kept) => firstOf(...unavailable(office, seats)),
    changes: ({ today }, { customer_id, tier_id, quantity, days }: Kept) => [
      create('holds', { customer_id, tier_id, quantity, until: addDays(today, days) }),
    ],
  },
  release_hold: {
    refusal: ({ state }, { hold_id }: OfHold) => firstOf(noSuch(state.holds[hold_id], 'hold')),
    changes: (_office, { hold_id }: OfHold) => [remove('holds', hold_id)],
  },
  take_up_hold: {
    refusal(office, { hold_id }: OfHold) {
      const hold = office.state.holds[hold_id];
      return firstOf(noSuch(hold, 'hold'), notSold(office, showOfTier(office.state, hold?.tier_id)), [
        (hold?.until ?? '') < office.today,
        'R13: the hold has run out',
      ]);
    },
    changes(office, { hold_id }: OfHold) {
      const hold = office.state.holds[hold_id];
      return hold ? [remove('holds', hold_id), create('orders', newOrder(office, hold))] : [];
    },
  },
  admit_ticket: {
    refusal({ state, today }, { ticket_id }: OfTicket) {
      const ticket = state.tickets[ticket_id];
      const show = showOfOrder(state, ticket?.order_id);
      return firstOf(
        noSuch(ticket, 'ticket'),
        [ticket?.status !== 'valid', 'R10: the ticket is used or void'],
        [show?.day !== today, 'R10: it is not the day of the show'],
        [show?.status === 'cancelled', 'R10: the show is cancelled'],
      );
    },
    changes: (_office, { ticket_id }: OfTicket) => [change('tickets', ticket_id, { status: 'used' })],
  },
};
