import { daysBetween } from '../../../base/days.ts';
import { type Change, change, create, inOrder, must, type Reason, remove, type World } from '../../../domain/contract/form.ts';
import { at, contains, found, lookUp, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Coupon, Order, OrderLine, OrdersPolicy, OrdersState, Payment } from './design.ts';
import type { OrderDesk } from './writes.ts';

type Desk = World<OrdersState, OrdersPolicy>;

export function linesOf({ state }: Pick<Desk, 'state'>, order_id: string): OrderLine[] {
  return where(state.order_lines, (line) => line.order_id === order_id);
}

function paymentsOf({ state }: Desk, order_id: string): Payment[] {
  return where(state.payments, (payment) => payment.order_id === order_id);
}

function couponOf({ state }: Desk, order_id: string): Coupon | undefined {
  return lookUp(state.coupons, at(state.orders, order_id).coupon_id);
}

function sumOf(desk: Desk, order_id: string): number {
  return sum(linesOf(desk, order_id), (line) => line.quantity * line.unit_price_cents);
}

/** Rule R11: what an order costs with a sum of lines and a coupon. */
function priced(total: number, coupon: Coupon | undefined): { discount_cents: number; total_cents: number } {
  const discount_cents = coupon ? Math.floor((total * coupon.percent) / 100) : 0;
  return { discount_cents, total_cents: total - discount_cents };
}

function notIn({ state }: Desk, order_id: string, statuses: readonly Order['status'][], why: string): Reason {
  return must(why, () => !statuses.includes(at(state.orders, order_id).status));
}

const notUnpaid = (desk: Desk, order_id: string): Reason => notIn(desk, order_id, ['unpaid'], 'R3 the order is not unpaid');

function shippedOrCancelled(desk: Desk, order_id: string): Reason[] {
  return [
    notIn(desk, order_id, ['unpaid', 'paid', 'cancelled'], 'R7 the order is shipped'),
    notIn(desk, order_id, ['unpaid', 'paid', 'shipped', 'delivered'], 'R7 the order is cancelled'),
  ];
}

interface Line {
  readonly order_id: string;
  readonly product_id: string;
  readonly quantity: number;
}

/** The line of an order with a product, how many pieces more there will be, and the sum of all lines then. */
function lineChange(desk: Desk, { order_id, product_id, quantity }: Line) {
  const line = linesOf(desk, order_id).find((item) => item.product_id === product_id);
  const more = quantity - (line?.quantity ?? 0);
  const price = line?.unit_price_cents ?? at(desk.state.products, product_id).price_cents;
  return { line, more, price, after: sumOf(desk, order_id) + more * price };
}

function refunded(order_id: string, method: Payment['method'], amount_cents: number): Change {
  return create('payments', { order_id, kind: 'refund', method, amount_cents });
}

function credited({ state }: Desk, { customer_id }: Order, amount: number): Change[] {
  const { store_credit_cents } = at(state.customers, customer_id);
  return amount === 0 ? [] : [change('customers', customer_id, { store_credit_cents: store_credit_cents + amount })];
}

function stocked({ state }: Desk, product_id: string, pieces: number): Change {
  return change('products', product_id, { stock: at(state.products, product_id).stock + pieces });
}

function freed(coupon: Coupon | undefined): Change[] {
  return coupon ? [change('coupons', coupon.coupon_id, { uses_left: coupon.uses_left + 1 })] : [];
}

const settled = ({ state }: Desk, return_id: string): Reason =>
  must('R10 the return is settled', () => at(state.returns, return_id).status !== 'announced');

/** What the order desk promises. */
export const contract: ContractOf<OrdersState, OrdersPolicy, OrderDesk> = {
  find_customers: found('no customer matches', ({ state }, { text }) =>
    inOrder(
      where(state.customers, (one) => contains(one.name, text) || contains(one.email, text)),
      'name',
    ),
  ),
  search_products: found('no product matches', ({ state }, { text, category, available_only }) =>
    inOrder(
      where(
        state.products,
        (product) =>
          contains(product.name, text) &&
          (category === undefined || product.category === category) &&
          (!available_only || (product.status === 'on_sale' && product.stock > 0)),
      ),
      'price_cents',
      'name',
    ),
  ),
  find_orders: {
    refuse: ({ state }, { customer_id, status }) => [
      must('neither a customer nor a status is named', () => customer_id === undefined && status === undefined),
      must('there is no such customer', () => customer_id !== undefined && !lookUp(state.customers, customer_id)),
    ],
    answer: ({ state }, { customer_id, status }) =>
      inOrder(
        where(
          state.orders,
          (order) =>
            (customer_id === undefined || order.customer_id === customer_id) && (status === undefined || order.status === status),
        ),
        'placed',
        'order_id',
      ),
  },
  get_order: { answer: ({ state }, { order_id }) => at(state.orders, order_id) },
  list_order_lines: { answer: (desk, { order_id }) => inOrder(linesOf(desk, order_id), 'line_id') },
  list_payments: { answer: (desk, { order_id }) => inOrder(paymentsOf(desk, order_id), 'made', 'payment_id') },
  list_coupons: { answer: ({ state }) => inOrder(Object.values(state.coupons), 'coupon_id') },
  list_returns: {
    answer: ({ state }, { order_id }) =>
      inOrder(
        where(state.returns, (item) => at(state.order_lines, item.line_id).order_id === order_id),
        'return_id',
      ),
  },
  create_order: {
    refuse({ state, policy }, { customer_id }) {
      const unpaid = where(state.orders, (order) => order.customer_id === customer_id && order.status === 'unpaid');
      return [
        must('R1 the customer is blocked', () => at(state.customers, customer_id).blocked),
        must('R2 as many unpaid orders as allowed', () => unpaid.length >= policy.max_unpaid_orders),
      ];
    },
    changes: ({ state, today }, { customer_id }) => [
      create('orders', {
        customer_id,
        status: 'unpaid',
        placed: today,
        delivered: null,
        address: at(state.customers, customer_id).address,
        coupon_id: null,
        discount_cents: 0,
        total_cents: 0,
        cancel_reason: null,
      }),
    ],
  },
  set_line: {
    refuse(desk, args) {
      const { more, after } = lineChange(desk, args);
      const product = at(desk.state.products, args.product_id);
      return [
        notUnpaid(desk, args.order_id),
        must('the order has that many already', () => more === 0),
        must('R4 the product is discontinued', () => more > 0 && product.status === 'discontinued'),
        must('R4 more than may be in an order', () => args.quantity > desk.policy.max_quantity),
        must('R4 not enough in stock', () => more > product.stock),
        must('R5 below the minimum of the coupon', () => after < (couponOf(desk, args.order_id)?.minimum_cents ?? 0)),
      ];
    },
    changes(desk, args) {
      const { order_id, product_id, quantity } = args;
      const { line, more, price, after } = lineChange(desk, args);
      const lines = !line
        ? create('order_lines', { order_id, product_id, quantity, unit_price_cents: price })
        : quantity === 0
          ? remove('order_lines', line.line_id)
          : change('order_lines', line.line_id, { quantity });
      return [stocked(desk, product_id, -more), lines, change('orders', order_id, priced(after, couponOf(desk, order_id)))];
    },
  },
  apply_coupon: {
    refuse(desk, { order_id, coupon_id }) {
      const coupon = at(desk.state.coupons, coupon_id);
      const total = sumOf(desk, order_id);
      return [
        notUnpaid(desk, order_id),
        must('R5 the order has a coupon', () => at(desk.state.orders, order_id).coupon_id !== null),
        must('R5 the coupon ran out', () => coupon.valid_until < desk.today),
        must('R5 the coupon is used up', () => coupon.uses_left === 0),
        must('R5 the minimum is not reached', () => total < coupon.minimum_cents || total === 0),
      ];
    },
    changes(desk, { order_id, coupon_id }) {
      const coupon = at(desk.state.coupons, coupon_id);
      return [
        change('orders', order_id, { coupon_id, ...priced(sumOf(desk, order_id), coupon) }),
        change('coupons', coupon_id, { uses_left: coupon.uses_left - 1 }),
      ];
    },
  },
  remove_coupon: {
    refuse: (desk, { order_id }) => [
      notUnpaid(desk, order_id),
      must('the order has no coupon', () => at(desk.state.orders, order_id).coupon_id === null),
    ],
    changes: (desk, { order_id }) => [
      change('orders', order_id, { coupon_id: null, ...priced(sumOf(desk, order_id), undefined) }),
      ...freed(couponOf(desk, order_id)),
    ],
  },
  pay_order: {
    refuse(desk, { order_id, method }) {
      const { customer_id, total_cents } = at(desk.state.orders, order_id);
      const { store_credit_cents } = at(desk.state.customers, customer_id);
      return [
        notUnpaid(desk, order_id),
        must('R6 the order is empty', () => total_cents === 0),
        must('R6 not enough store credit', () => method === 'store_credit' && store_credit_cents < total_cents),
      ];
    },
    changes(desk, { order_id, method }) {
      const order = at(desk.state.orders, order_id);
      return [
        change('orders', order_id, { status: 'paid' }),
        create('payments', { order_id, kind: 'charge', method, amount_cents: order.total_cents }),
        ...(method === 'store_credit' ? credited(desk, order, -order.total_cents) : []),
      ];
    },
  },
  cancel_order: {
    refuse: (desk, { order_id }) => shippedOrCancelled(desk, order_id),
    changes(desk, { order_id, reason }) {
      const paid = paymentsOf(desk, order_id);
      const byCredit = paid.filter((item) => item.method === 'store_credit');
      return [
        change('orders', order_id, { status: 'cancelled', cancel_reason: reason }),
        ...linesOf(desk, order_id).map((line) => stocked(desk, line.product_id, line.quantity)),
        ...freed(couponOf(desk, order_id)),
        ...paid.map((payment) => refunded(order_id, payment.method, payment.amount_cents)),
        ...credited(
          desk,
          at(desk.state.orders, order_id),
          sum(byCredit, (item) => item.amount_cents),
        ),
      ];
    },
  },
  change_address: {
    refuse: (desk, { order_id, address }) => [
      ...shippedOrCancelled(desk, order_id),
      must('it goes there already', () => at(desk.state.orders, order_id).address === address),
    ],
    changes: (_desk, { order_id, address }) => [change('orders', order_id, { address })],
  },
  ship_order: {
    refuse: (desk, { order_id }) => [notIn(desk, order_id, ['paid'], 'R10 the order is not paid')],
    changes: (_desk, { order_id }) => [change('orders', order_id, { status: 'shipped' })],
  },
  confirm_delivery: {
    refuse: (desk, { order_id }) => [notIn(desk, order_id, ['shipped'], 'R10 the order is not shipped')],
    changes: ({ today }, { order_id }) => [change('orders', order_id, { status: 'delivered', delivered: today })],
  },
  announce_return: {
    refuse({ state, policy, today }, { line_id, quantity, reason }) {
      const line = at(state.order_lines, line_id);
      const { status, delivered } = at(state.orders, line.order_id);
      const before = where(state.returns, (item) => item.line_id === line_id && item.status !== 'withdrawn');
      return [
        must('R8 the order is not delivered', () => status !== 'delivered'),
        must('R8 delivered too long ago', () => delivered !== null && daysBetween(delivered, today) > policy.return_days),
        must(
          'R8 the product is not taken back',
          () => reason === 'not_wanted' && !at(state.products, line.product_id).returnable,
        ),
        must('R9 more than were bought', () => sum(before, (item) => item.quantity) + quantity > line.quantity),
      ];
    },
    changes: (_desk, { line_id, quantity, reason }) => [
      create('returns', { line_id, quantity, reason, status: 'announced', refund_cents: 0 }),
    ],
  },
  refund_return: {
    refuse: (desk, { return_id }) => [settled(desk, return_id)],
    changes(desk, { return_id }) {
      const { line_id, quantity, reason } = at(desk.state.returns, return_id);
      const { order_id, product_id, unit_price_cents } = at(desk.state.order_lines, line_id);
      const paid = Math.floor((quantity * unit_price_cents * (100 - (couponOf(desk, order_id)?.percent ?? 0))) / 100);
      const kept = reason === 'not_wanted' ? Math.floor((paid * desk.policy.restocking_percent) / 100) : 0;
      const refund = paid - kept;
      const method = paymentsOf(desk, order_id).find((payment) => payment.kind === 'charge')?.method ?? 'card';
      return [
        change('returns', return_id, { status: 'refunded', refund_cents: refund }),
        ...(reason === 'damaged' ? [] : [stocked(desk, product_id, quantity)]),
        ...(refund > 0 ? [refunded(order_id, method, refund)] : []),
        ...(method === 'store_credit' ? credited(desk, at(desk.state.orders, order_id), refund) : []),
      ];
    },
  },
  withdraw_return: {
    refuse: (desk, { return_id }) => [settled(desk, return_id)],
    changes: (_desk, { return_id }) => [change('returns', return_id, { status: 'withdrawn' })],
  },
};
