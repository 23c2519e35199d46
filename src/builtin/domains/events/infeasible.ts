import { addDays } from '../../../base/days.ts';
import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import type { Customer, EventsState, Order, Show } from './design.ts';

/** Orders of which their customer has no other for the same show, with customer and show, in random order. */
function soleOrders({ state, random }: Setting<EventsState>): { order: Order; customer: Customer; show: Show }[] {
  const showOf = (order: Order): string => state.tiers[order.tier_id]?.show_id ?? '';
  const all = Object.values(state.orders);
  return random.shuffle(all).flatMap((order) => {
    const [customer, show] = [state.customers[order.customer_id], state.shows[showOf(order)]];
    const own = all.filter((other) => other.customer_id === order.customer_id && showOf(other) === show?.show_id);
    return customer && show && own.length === 1 ? [{ order, customer, show }] : [];
  });
}

function planFor({ order, customer, show }: ReturnType<typeof soleOrders>[number], tool: string, text: string, isLate = false) {
  return {
    text,
    records: [`customers/${customer.customer_id}`, `shows/${show.show_id}`],
    calls: [
      { tool: 'find_customers', arguments: { text: customer.name } },
      { tool: 'get_customer', arguments: { customer_id: customer.customer_id } },
      { tool: 'get_order', arguments: { order_id: order.order_id } },
    ],
    refused: [{ tool, arguments: { order_id: order.order_id } }],
    evidence: [
      { collection: 'orders', key: order.order_id, attributes: ['status'] },
      ...(isLate ? [{ collection: 'shows', key: show.show_id, attributes: ['day'] }] : []),
    ],
  };
}

const refundTooLate: RequestTemplate<EventsState> = {
  name: 'refund-too-late',
  kind: 'infeasible',
  plan(setting) {
    const { policy, today, random } = setting;
    const limit = addDays(today, Number(policy.refund_days) - 1);
    const found = soleOrders(setting).find(
      ({ order, show }) => order.status === 'paid' && show.status !== 'cancelled' && show.day >= today && show.day <= limit,
    );
    if (!found) return undefined;
    const { customer, show } = found;
    const text = random.pick([
      `${customer.name} cannot come to "${show.title}" after all and wants the money back.`,
      `Refund the tickets that ${customer.name} bought for "${show.title}".`,
    ]);
    return planFor(found, 'refund_order', text, true);
  },
};

const cancelPaid: RequestTemplate<EventsState> = {
  name: 'cancel-what-is-paid',
  kind: 'infeasible',
  plan(setting) {
    const found = soleOrders(setting).find(({ order, show }) => order.status === 'paid' && show.day < setting.today);
    if (!found) return undefined;
    const { customer, show } = found;
    const text = setting.random.pick([
      `${customer.name} did not like "${show.title}" and wants the money for the tickets back.`,
      `Please refund what ${customer.name} paid for "${show.title}".`,
    ]);
    return planFor(found, 'refund_order', text, true);
  },
};

const cancelledAlready: RequestTemplate<EventsState> = {
  name: 'cancel-or-refund-again',
  kind: 'already-done',
  plan(setting) {
    const found = soleOrders(setting).find(({ order }) => order.status === 'cancelled' || order.status === 'refunded');
    if (!found) return undefined;
    const { order, customer, show } = found;
    return order.status === 'cancelled'
      ? planFor(
          found,
          'cancel_order',
          `${customer.name} no longer wants the seats for "${show.title}"; make sure that the order is cancelled.`,
        )
      : planFor(
          found,
          'refund_order',
          `${customer.name} should get the money for "${show.title}" back. See that this has been done.`,
        );
  },
};

export const eventsInVain: readonly RequestTemplate<EventsState>[] = [refundTooLate, cancelledAlready, cancelPaid];
