import { daysBetween } from '../../../base/days.ts';
import type { PlannedRequest, RequestTemplate, Setting } from '../../kit/domain.ts';
import { address } from '../../kit/names.ts';
import { shortDate } from '../../kit/wording.ts';
import type { Order, OrdersState } from './design.ts';
import { customerOf, findCustomer, linesOf, productOf, recordsOf } from './lookups.ts';

/** Orders in a status that are the only ones their customer placed on that day, in random order. */
function dated({ state, random }: Setting<OrdersState>, ...statuses: readonly Order['status'][]): Order[] {
  const all = Object.values(state.orders);
  return random
    .shuffle(all)
    .filter(
      (order) =>
        statuses.includes(order.status) &&
        all.filter((other) => other.customer_id === order.customer_id && other.placed === order.placed).length === 1,
    );
}

function planOn(
  { state }: Setting<OrdersState>,
  order: Order,
  rest: Pick<PlannedRequest, 'text' | 'refused'> & { attributes: readonly string[] },
): PlannedRequest {
  const customer = customerOf(state, order);
  return {
    text: rest.text,
    refused: rest.refused ?? [],
    records: recordsOf(state, order),
    calls: [
      findCustomer(customer),
      { tool: 'find_orders', arguments: { customer_id: customer.customer_id } },
      { tool: 'get_order', arguments: { order_id: order.order_id } },
    ],
    evidence: [{ collection: 'orders', key: order.order_id, attributes: rest.attributes }],
  };
}

const cancelShipped: RequestTemplate<OrdersState> = {
  name: 'cancel what is on its way',
  kind: 'infeasible',
  plan(setting) {
    const [order] = dated(setting, 'shipped', 'delivered');
    if (!order) return undefined;
    const { name } = customerOf(setting.state, order);
    return planOn(setting, order, {
      text: setting.random.pick([
        `${name} has changed plans and wants the order of ${shortDate(order.placed)} cancelled.`,
        `Cancel the order that ${name} placed on ${shortDate(order.placed)}; the customer asked for it.`,
      ]),
      refused: [{ tool: 'cancel_order', arguments: { order_id: order.order_id, reason: 'customer_request' } }],
      attributes: ['status', 'placed'],
    });
  },
};

const redirectShipped: RequestTemplate<OrdersState> = {
  name: 'redirect what is on its way',
  kind: 'infeasible',
  plan(setting) {
    const [order] = dated(setting, 'shipped');
    if (!order) return undefined;
    const { name } = customerOf(setting.state, order);
    const to = address(setting.random);
    return planOn(setting, order, {
      text: `${name} has moved. The order of ${shortDate(order.placed)} should go to ${to} instead.`,
      refused: [{ tool: 'change_address', arguments: { order_id: order.order_id, address: to } }],
      attributes: ['status', 'placed'],
    });
  },
};

const returnTooLate: RequestTemplate<OrdersState> = {
  name: 'return after the time for it',
  kind: 'infeasible',
  plan(setting) {
    const { state, policy, today, random } = setting;
    const order = dated(setting, 'delivered').find(
      ({ delivered }) => delivered !== null && daysBetween(delivered, today) > Number(policy.return_days),
    );
    const line =
      order && linesOf(state, order).find((one) => Object.values(state.returns).every((other) => other.line_id !== one.line_id));
    if (!order || !line) return undefined;
    const { name } = customerOf(state, order);
    const plan = planOn(setting, order, {
      text: random.pick([
        `${name} does not want the ${productOf(state, line).name} from the order of ${shortDate(order.placed)} any more and would like to send one back.`,
        `Announce a return for ${name}: one ${productOf(state, line).name} out of the order of ${shortDate(order.placed)}, simply not wanted.`,
      ]),
      refused: [{ tool: 'announce_return', arguments: { line_id: line.line_id, quantity: 1, reason: 'not_wanted' } }],
      attributes: ['delivered'],
    });
    return { ...plan, calls: [...plan.calls, { tool: 'list_order_lines', arguments: { order_id: order.order_id } }] };
  },
};

const cancelledAlready: RequestTemplate<OrdersState> = {
  name: 'cancel what is cancelled',
  kind: 'already-done',
  plan(setting) {
    const [order] = dated(setting, 'cancelled');
    if (!order) return undefined;
    const { name } = customerOf(setting.state, order);
    return planOn(setting, order, {
      text: setting.random.pick([
        `${name} does not want what was ordered on ${shortDate(order.placed)}; make sure that this order is cancelled.`,
        `The order of ${name} from ${shortDate(order.placed)} must not go out. See that it is cancelled.`,
      ]),
      refused: [{ tool: 'cancel_order', arguments: { order_id: order.order_id, reason: 'customer_request' } }],
      attributes: ['status', 'placed'],
    });
  },
};

const arrivedAlready: RequestTemplate<OrdersState> = {
  name: 'confirm what was confirmed',
  kind: 'already-done',
  plan(setting) {
    const [order] = dated(setting, 'delivered');
    if (!order) return undefined;
    const { name } = customerOf(setting.state, order);
    return planOn(setting, order, {
      text: `${name} wrote that the parcel ordered on ${shortDate(order.placed)} has arrived. See that it is down as delivered.`,
      refused: [{ tool: 'confirm_delivery', arguments: { order_id: order.order_id } }],
      attributes: ['status', 'placed'],
    });
  },
};

export const ordersInVain: readonly RequestTemplate<OrdersState>[] = [
  cancelShipped,
  cancelledAlready,
  redirectShipped,
  returnTooLate,
  arrivedAlready,
];
