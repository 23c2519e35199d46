import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { only } from '../../kit/records.ts';
import { longDate, shortDate } from '../../kit/wording.ts';
import type { OrdersState } from './design.ts';
import {
  customerOf,
  findProduct,
  linesOf,
  lookUp,
  number,
  orders,
  pieces,
  productOf,
  recordsOf,
  solitary,
  unpaidCount,
} from './lookups.ts';

const applyCoupon: RequestTemplate<OrdersState> = {
  name: 'apply the first coupon that works',
  kind: 'conditional',
  plan(setting) {
    const { state, today, random } = setting;
    const order = solitary(setting, 'unpaid').find((one) => one.coupon_id === null);
    if (!order) return undefined;
    const [first, second] = random.sample(Object.values(state.coupons), 2);
    if (!first || !second) return undefined;
    const works = [first, second].find(
      (coupon) => coupon.valid_until >= today && coupon.uses_left > 0 && order.total_cents >= coupon.minimum_cents,
    );
    if (!works) return undefined;
    const customer = customerOf(state, order);
    return {
      text: random.pick([
        `${customer.name} has the coupon ${first.coupon_id} for the unpaid order. Apply it if it still works; if it does not, use ${second.coupon_id}.`,
        `For the unpaid order of ${customer.name}, try coupon ${first.coupon_id} first, and fall back on ${second.coupon_id} if that one cannot be used.`,
      ]),
      records: [...recordsOf(state, order), `coupons/${first.coupon_id}`, `coupons/${second.coupon_id}`],
      calls: [
        ...lookUp(customer, 'unpaid'),
        { tool: 'list_coupons', arguments: {} },
        { tool: 'apply_coupon', arguments: { order_id: order.order_id, coupon_id: works.coupon_id } },
      ],
    };
  },
};

const payBest: RequestTemplate<OrdersState> = {
  name: 'pay with credit if it covers',
  kind: 'conditional',
  plan(setting) {
    const { state, random } = setting;
    const order = solitary(setting, 'unpaid').find((one) => one.total_cents > 0);
    if (!order) return undefined;
    const customer = customerOf(state, order);
    const covered = customer.store_credit_cents >= order.total_cents;
    return {
      text: random.pick([
        `Settle the unpaid order of ${customer.name}: from store credit if that covers the whole total, otherwise by card.`,
        `${customer.name} wants to pay the open order now. Use the store credit if there is enough of it for everything; if not, charge the card.`,
      ]),
      records: recordsOf(state, order),
      calls: [
        ...lookUp(customer, 'unpaid'),
        { tool: 'pay_order', arguments: { order_id: order.order_id, method: covered ? 'store_credit' : 'card' } },
      ],
    };
  },
};

const announceReturn: RequestTemplate<OrdersState> = {
  name: 'announce a return',
  plan(setting) {
    const { state, policy, today, random } = setting;
    const earliest = addDays(today, -Number(policy.return_days));
    for (const order of orders(setting, 'delivered')) {
      if (order.delivered === null || order.delivered < earliest) continue;
      const line = random.pick(linesOf(state, order));
      const product = productOf(state, line);
      const sent = Object.values(state.returns).filter((item) => item.line_id === line.line_id && item.status !== 'withdrawn');
      const left = line.quantity - sent.reduce((sum, item) => sum + item.quantity, 0);
      if (left < 1 || !product.returnable) continue;
      const quantity = random.integer(1, left);
      const customer = customerOf(state, order);
      const goods = pieces(quantity, product);
      const [reason, words] = random.pick([
        [
          'damaged',
          `${customer.name} is sending back ${goods} from order ${number(order)}, damaged on arrival. Please announce the return.`,
        ],
        [
          'wrong_item',
          `Announce a return for order ${number(order)} of ${customer.name}: ${goods}, because the wrong item was delivered.`,
        ],
        [
          'not_wanted',
          `${customer.name} no longer wants ${goods} from order ${number(order)} and sends them back. Put the return into the system.`,
        ],
      ] as const);
      return {
        text: quantity === 1 ? words.replace('sends them back', 'sends it back') : words,
        records: recordsOf(state, order),
        calls: [
          ...lookUp(customer, 'delivered'),
          { tool: 'list_order_lines', arguments: { order_id: order.order_id } },
          findProduct(product),
          { tool: 'announce_return', arguments: { line_id: line.line_id, quantity, reason } },
        ],
      };
    }
    return undefined;
  },
};

const settleReturn: RequestTemplate<OrdersState> = {
  name: 'settle an announced return',
  kind: 'compensating',
  plan({ state, random }) {
    const item = random.shuffle(Object.values(state.returns)).find((one) => one.status === 'announced');
    const line = item && state.order_lines[item.line_id];
    const order = line && state.orders[line.order_id];
    if (
      !item ||
      !line ||
      !order ||
      !only(Object.values(state.returns), (one) => one.line_id === line.line_id && one.status === 'announced')
    )
      return undefined;
    const customer = customerOf(state, order);
    const keeps = random.chance(0.3);
    return {
      text: keeps
        ? `${customer.name} has decided to keep the ${productOf(state, line).name} from order ${number(order)} after all, so withdraw the announced return.`
        : random.pick([
            `The ${productOf(state, line).name} that ${customer.name} sent back from order ${number(order)} has arrived. Pay the return out.`,
            `We have received the announced return for order ${number(order)} of ${customer.name}; please refund it.`,
          ]),
      records: recordsOf(state, order),
      calls: [
        ...lookUp(customer, 'delivered'),
        { tool: 'list_returns', arguments: { order_id: order.order_id } },
        { tool: keeps ? 'withdraw_return' : 'refund_return', arguments: { return_id: item.return_id } },
      ],
    };
  },
};

const shipPaid: RequestTemplate<OrdersState> = {
  name: 'ship paid orders',
  kind: 'bulk',
  plan({ state, today, random }) {
    const limit = addDays(today, -random.integer(1, 4));
    const due = Object.values(state.orders).filter((order) => order.status === 'paid' && order.placed <= limit);
    if (due.length === 0) return undefined;
    return {
      text: random.pick([
        `The van is here: mark all paid orders placed on ${shortDate(limit)} or earlier as shipped.`,
        `Everything that is paid and was ordered up to and including ${longDate(limit)} left the warehouse. Record it as shipped.`,
      ]),
      records: due.flatMap((order) => recordsOf(state, order)),
      calls: [
        { tool: 'find_orders', arguments: { status: 'paid' } },
        ...due.map((order) => ({ tool: 'ship_order', arguments: { order_id: order.order_id } })),
      ],
    };
  },
};

const replaceOrder: RequestTemplate<OrdersState> = {
  name: 'cancel and order something else',
  kind: 'compensating',
  plan(setting) {
    const { state, policy, random } = setting;
    const order = solitary(setting, 'paid').find(
      (one) => unpaidCount(state, customerOf(state, one)) < Number(policy.max_unpaid_orders),
    );
    if (!order) return undefined;
    const customer = customerOf(state, order);
    const ordered = linesOf(state, order).map((line) => line.product_id);
    const product = random
      .shuffle(Object.values(state.products))
      .find((one) => one.status === 'on_sale' && one.stock >= 2 && !ordered.includes(one.product_id));
    if (!product || customer.blocked) return undefined;
    const quantity = random.integer(1, 2);
    const created = { from: 5, path: 'data.order_id' };
    return {
      text: random.pick([
        `${customer.name} picked the wrong thing: cancel the paid order at the customer's request, place a new one for ${pieces(quantity, product)} and charge the card.`,
        `Replace the paid order of ${customer.name}, as the customer asked: cancel it, then order ${pieces(quantity, product)} instead, paid by card.`,
      ]),
      records: [...recordsOf(state, order), `products/${product.product_id}`],
      calls: [
        ...lookUp(customer, 'paid'),
        findProduct(product),
        { tool: 'cancel_order', arguments: { order_id: order.order_id, reason: 'customer_request' } },
        { tool: 'create_order', arguments: { customer_id: customer.customer_id } },
        { tool: 'set_line', arguments: { order_id: created, product_id: product.product_id, quantity } },
        { tool: 'pay_order', arguments: { order_id: created, method: 'card' } },
      ],
    };
  },
};

const confirmDelivery: RequestTemplate<OrdersState> = {
  name: 'confirm a delivery',
  plan(setting) {
    const order = orders(setting, 'shipped')[0];
    if (!order) return undefined;
    const customer = customerOf(setting.state, order);
    return {
      text: setting.random.pick([
        `The courier just delivered order ${number(order)} to ${customer.name}. Please note that.`,
        `Order ${number(order)} reached ${customer.name} today; mark it as delivered.`,
      ]),
      records: recordsOf(setting.state, order),
      calls: [...lookUp(customer, 'shipped'), { tool: 'confirm_delivery', arguments: { order_id: order.order_id } }],
    };
  },
};

export const paymentMoves: readonly RequestTemplate<OrdersState>[] = [
  applyCoupon,
  announceReturn,
  payBest,
  settleReturn,
  shipPaid,
  replaceOrder,
  confirmDelivery,
];
