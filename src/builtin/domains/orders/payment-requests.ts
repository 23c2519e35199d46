import { addDays } from '../../../base/days.ts';
import { all, at, pairs, sorted, where } from '../../../domain/contract/reading.ts';
import { answer, showing } from '../../kit/request.ts';
import { longDate, shortDate } from '../../kit/wording.ts';
import { linesOf } from './contract.ts';
import { call, isDated, ordersIn, pieces, request, solitary } from './desk.ts';

const categories = [
  ['kitchen', 'kitchen product'],
  ['outdoor', 'outdoor product'],
  ['office', 'office product'],
  ['toys', 'toy'],
] as const;

const addCheapest = request({
  name: 'add the cheapest of a category',
  cases: (desk) => pairs(solitary(desk, 'unpaid'), categories),
  ask([{ order, customer, found, touches }, [category, kind]], desk) {
    const [cheapest, second] = sorted(
      where(desk.state.products, (one) => one.category === category && one.status === 'on_sale' && one.stock > 0),
      'price_cents',
    );
    if (!cheapest || cheapest.price_cents === second?.price_cents) return undefined;
    const { product_id } = cheapest;
    if (linesOf(desk, order.order_id).some((line) => line.product_id === product_id)) return undefined;
    return {
      says: [
        `${customer.name} asks for the cheapest ${kind} we have in stock. Add one to the unpaid order.`,
        `Add one piece of our cheapest available ${kind} to the unpaid order of ${customer.name}.`,
      ],
      sees: [...found, showing(call('search_products', { category, available_only: true }), cheapest)],
      does: [call('set_line', { order_id: order.order_id, product_id, quantity: 1 })],
      touches,
    };
  },
});

const applyCoupon = request({
  name: 'apply the first coupon that works',
  kind: 'conditional',
  cases: (desk) => solitary(desk, 'unpaid'),
  ask({ order: { order_id }, customer, found, touches }, desk) {
    const coupons = desk.random.sample(all(desk.state.coupons), 2);
    const [first, second] = coupons;
    const works = coupons.map(({ coupon_id }) => call('apply_coupon', { order_id, coupon_id })).find(desk.accepts);
    if (!first || !second || !works) return undefined;
    return {
      says: [
        `${customer.name} has the coupon ${first.coupon_id} for the unpaid order. Apply it if it still works; if it does not, use ${second.coupon_id}.`,
        `For the unpaid order of ${customer.name}, try coupon ${first.coupon_id} first, and fall back on ${second.coupon_id} if that one cannot be used.`,
      ],
      sees: [...found, showing(call('list_coupons', {}), ...coupons)],
      does: [works],
      touches,
    };
  },
});

const payBest = request({
  name: 'pay with credit if it covers',
  kind: 'conditional',
  cases: (desk) => solitary(desk, 'unpaid'),
  ask({ order: { order_id, total_cents }, customer, found, touches }) {
    const method = customer.store_credit_cents >= total_cents ? 'store_credit' : 'card';
    return {
      says: [
        `Settle the unpaid order of ${customer.name}: from store credit if that covers the whole total, otherwise by card.`,
        `${customer.name} wants to pay the open order now. Use the store credit if there is enough of it for everything; if not, charge the card.`,
      ],
      sees: found,
      does: [call('pay_order', { order_id, method })],
      touches,
    };
  },
});

const announceReturn = request({
  name: 'announce a return',
  cases: (desk) =>
    ordersIn(desk, 'delivered').flatMap((item) =>
      pairs(linesOf(desk, item.order.order_id), ['damaged', 'wrong_item', 'not_wanted'] as const).flatMap(([line, reason]) =>
        pairs([1, 2, 3], [at(desk.state.products, line.product_id)]).map(([quantity, product]) => ({
          ...item,
          line,
          reason,
          quantity,
          product,
        })),
      ),
    ),
  ask({ customer, number, touches, line, product, quantity, reason }) {
    const goods = pieces(quantity, product);
    const words = {
      damaged: `${customer.name} is sending back ${goods} from order ${number}, damaged on arrival. Please announce the return.`,
      wrong_item: `Announce a return for order ${number} of ${customer.name}: ${goods}, because the wrong item was delivered.`,
      not_wanted: `${customer.name} no longer wants ${goods} from order ${number} and sends ${quantity === 1 ? 'it' : 'them'} back. Put the return into the system.`,
    };
    return {
      says: [words[reason]],
      sees: [line, product],
      does: [call('announce_return', { line_id: line.line_id, quantity, reason })],
      touches,
    };
  },
  refusals: [
    {
      because: 'R8 delivered too long ago',
      says({ order, customer: { name }, line, product, quantity, reason }, desk) {
        const isReturned = all(desk.state.returns).some((item) => item.line_id === line.line_id);
        if (!isDated(desk, order) || isReturned || quantity > 1 || reason !== 'not_wanted') return undefined;
        return [
          `${name} does not want the ${product.name} from the order of ${shortDate(order.placed)} any more and would like to send one back.`,
          `Announce a return for ${name}: one ${product.name} out of the order of ${shortDate(order.placed)}, simply not wanted.`,
        ];
      },
      shows: ({ order }) => [[order, 'delivered']],
    },
  ],
});

const settleReturn = request({
  name: 'settle an announced return',
  kind: 'compensating',
  cases: (desk) =>
    ordersIn(desk, 'delivered').flatMap((item) => {
      const lines = linesOf(desk, item.order.order_id);
      const announced = lines.flatMap((line) =>
        where(desk.state.returns, (one) => one.line_id === line.line_id && one.status === 'announced').map((back) => ({
          ...item,
          back,
          product: at(desk.state.products, line.product_id),
          keeps: desk.random.chance(0.3),
        })),
      );
      return announced.length === 1 ? announced : [];
    }),
  ask: ({ customer, number, touches, back: { return_id }, product, keeps }) => ({
    says: keeps
      ? [
          `${customer.name} has decided to keep the ${product.name} from order ${number} after all, so withdraw the announced return.`,
        ]
      : [
          `The ${product.name} that ${customer.name} sent back from order ${number} has arrived. Pay the return out.`,
          `We have received the announced return for order ${number} of ${customer.name}; please refund it.`,
        ],
    does: [call(keeps ? 'withdraw_return' : 'refund_return', { return_id })],
    touches,
  }),
});

const shipPaid = request({
  name: 'ship paid orders',
  kind: 'bulk',
  cases: () => [1, 2, 3, 4],
  ask(days, desk) {
    const limit = addDays(desk.today, -days);
    const due = ordersIn(desk, 'paid').filter(({ order }) => order.placed <= limit);
    if (due.length === 0) return undefined;
    return {
      says: [
        `The van is here: mark all paid orders placed on ${shortDate(limit)} or earlier as shipped.`,
        `Everything that is paid and was ordered up to and including ${longDate(limit)} left the warehouse. Record it as shipped.`,
      ],
      sees: [showing(call('find_orders', { status: 'paid' }), ...due.map(({ order }) => order))],
      does: due.map(({ order: { order_id } }) => call('ship_order', { order_id })),
      touches: due.flatMap(({ touches }) => touches),
    };
  },
});

const replaceOrder = request({
  name: 'cancel and order something else',
  kind: 'compensating',
  cases: (desk) => solitary(desk, 'paid'),
  ask({ order: { order_id }, customer, found, touches }, { state, random }) {
    const { customer_id } = customer;
    const [product] = random.shuffle(
      where(state.products, (one) => one.status === 'on_sale' && one.stock >= 2 && !touches.includes(one)),
    );
    if (!product) return undefined;
    const quantity = random.integer(1, 2);
    const goods = pieces(quantity, product);
    const created = call('create_order', { customer_id });
    const placed = answer(created, 'data.order_id');
    return {
      says: [
        `${customer.name} picked the wrong thing: cancel the paid order at the customer's request, place a new one for ${goods} and charge the card.`,
        `Replace the paid order of ${customer.name}, as the customer asked: cancel it, then order ${goods} instead, paid by card.`,
      ],
      sees: [...found, product],
      does: [call('cancel_order', { order_id, reason: 'customer_request' }), created],
      afterwards: [
        call('set_line', { order_id: placed, product_id: product.product_id, quantity }),
        call('pay_order', { order_id: placed, method: 'card' }),
      ],
      touches,
    };
  },
});

const confirmDelivery = request({
  name: 'confirm a delivery',
  cases: (desk) => ordersIn(desk),
  ask: ({ order: { order_id }, customer, number, touches }) => ({
    says: [
      `The courier just delivered order ${number} to ${customer.name}. Please note that.`,
      `Order ${number} reached ${customer.name} today; mark it as delivered.`,
    ],
    does: [call('confirm_delivery', { order_id })],
    touches,
  }),
  refusals: [
    {
      because: 'R10 the order is not shipped',
      kind: 'already-done',
      says: ({ order, customer }, desk) =>
        order.status === 'delivered' && isDated(desk, order)
          ? [
              `${customer.name} wrote that the parcel ordered on ${shortDate(order.placed)} has arrived. See that it is down as delivered.`,
            ]
          : undefined,
      shows: ({ order }) => [[order, 'status', 'placed']],
    },
  ],
});

export const paymentRequests = [
  addCheapest,
  applyCoupon,
  announceReturn,
  payBest,
  settleReturn,
  shipPaid,
  replaceOrder,
  confirmDelivery,
];
