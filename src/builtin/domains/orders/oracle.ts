import { daysBetween } from '../../../base/days.ts';
import { type Change, change, create, remove } from '../../../domain/contract/form.ts';
import { all, contains, firstOf, inOrderOf, type Moment, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import type { Order, OrderLine, OrdersState } from './state.ts';

type Coupon = OrdersState['coupons'][string];
type Payment = OrdersState['payments'][string];
type Return = OrdersState['returns'][string];
type Desk = Moment<OrdersState>;
type OfOrder = { readonly order_id: string };

function linesOf(state: OrdersState, order_id: string): OrderLine[] {
  return inOrderOf(
    all(state.order_lines).filter((line) => line.order_id === order_id),
    (line) => line.line_id,
  );
}

function paymentsOf(state: OrdersState, order_id: string): Payment[] {
  return inOrderOf(
    all(state.payments).filter((payment) => payment.order_id === order_id),
    (payment) => payment.made,
    (payment) => payment.payment_id,
  );
}

function couponOf(state: OrdersState, order: Order | undefined): Coupon | undefined {
  return state.coupons[order?.coupon_id ?? ''];
}

const sumOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0);

/** Rule R11: what an order costs with a sum of lines and a coupon. */
function priced(sum: number, coupon: Coupon | undefined): { discount_cents: number; total_cents: number } {
  const discount_cents = coupon ? Math.floor((sum * coupon.percent) / 100) : 0;
  return { discount_cents, total_cents: sum - discount_cents };
}

const noOrder = ({ state }: Desk, { order_id }: OfOrder): Reason => [!state.orders[order_id], 'there is no such order'];

const notIn = ({ state }: Desk, { order_id }: OfOrder, statuses: readonly Order['status'][], why: string): Reason => [
  !statuses.includes(state.orders[order_id]?.status ?? 'cancelled'),
  why,
];

interface ProductSearch {
  readonly text: string;
  readonly category?: string;
  readonly available_only: boolean;
}

function productsFor({ state }: Desk, { text, category, available_only }: ProductSearch): OrdersState['products'][string][] {
  return all(state.products)
    .filter((product) => contains(product.name, text) && (category === undefined || product.category === category))
    .filter((product) => !available_only || (product.status === 'on_sale' && product.stock > 0));
}

interface Line {
  readonly order_id: string;
  readonly product_id: string;
  readonly quantity: number;
}

/** The line of an order with a product, and how many pieces more there will be. */
function lineChange({ state }: Desk, { order_id, product_id, quantity }: Line): { line: OrderLine | undefined; more: number } {
  const line = linesOf(state, order_id).find((item) => item.product_id === product_id);
  return { line, more: quantity - (line?.quantity ?? 0) };
}

function sumAfter(desk: Desk, args: Line): number {
  const { line, more } = lineChange(desk, args);
  const price = line?.unit_price_cents ?? desk.state.products[args.product_id]?.price_cents ?? 0;
  return sumOf(linesOf(desk.state, args.order_id)) + more * price;
}

interface ReturnedGoods {
  readonly item: Return;
  readonly line: OrderLine;
  readonly order: Order;
  readonly refund: number;
  readonly method: Payment['method'];
}

function returnedGoods({ state, policy }: Desk, return_id: string): ReturnedGoods | undefined {
  const item = state.returns[return_id];
  const line = state.order_lines[item?.line_id ?? ''];
  const order = state.orders[line?.order_id ?? ''];
  const charge = order && paymentsOf(state, order.order_id).find((payment) => payment.kind === 'charge');
  if (!item || !line || !order || !charge) return undefined;
  const percent = couponOf(state, order)?.percent ?? 0;
  const paid = Math.floor((item.quantity * line.unit_price_cents * (100 - percent)) / 100);
  const kept = item.reason === 'not_wanted' ? Math.floor((paid * Number(policy.restocking_percent)) / 100) : 0;
  return { item, line, order, refund: paid - kept, method: charge.method };
}

function refunded(order: Order, method: Payment['method'], amount_cents: number): Change {
  return create('payments', { order_id: order.order_id, kind: 'refund', method, amount_cents });
}

function credited({ state }: Desk, order: Order, amount: number): Change[] {
  const customer = state.customers[order.customer_id];
  if (!customer) return [];
  return [change('customers', customer.customer_id, { store_credit_cents: customer.store_credit_cents + amount })];
}

function stocked({ state }: Desk, product_id: string, pieces: number): Change[] {
  const product = state.products[product_id];
  return product ? [change('products', product_id, { stock: product.stock + pieces })] : [];
}

/** What the order desk promises. */
export const ordersExpectations: Oracles<OrdersState> = {
  find_customers: {
    refusal: ({ state }, { text }: { text: string }) =>
      firstOf([
        !all(state.customers).some((one) => contains(one.name, text) || contains(one.email, text)),
        'no customer matches',
      ]),
    answer: ({ state }, { text }: { text: string }) =>
      inOrderOf(
        all(state.customers).filter((one) => contains(one.name, text) || contains(one.email, text)),
        (one) => one.name,
      ),
  },
  search_products: {
    refusal: (desk, args: ProductSearch) => firstOf([productsFor(desk, args).length === 0, 'no product matches']),
    answer: (desk, args: ProductSearch) =>
      inOrderOf(
        productsFor(desk, args),
        (product) => product.price_cents,
        (product) => product.name,
      ),
  },
  find_orders: {
    refusal: ({ state }, { customer_id, status }: { customer_id?: string; status?: string }) =>
      firstOf(
        [customer_id === undefined && status === undefined, 'neither a customer nor a status is named'],
        [customer_id !== undefined && !state.customers[customer_id], 'there is no such customer'],
      ),
    answer: ({ state }, { customer_id, status }: { customer_id?: string; status?: string }) =>
      inOrderOf(
        all(state.orders).filter(
          (order) => [undefined, order.customer_id].includes(customer_id) && [undefined, order.status].includes(status as never),
        ),
        (order) => order.placed,
        (order) => order.order_id,
      ),
  },
  get_order: {
    refusal: (desk, args: OfOrder) => firstOf(noOrder(desk, args)),
    answer: ({ state }, { order_id }: OfOrder) => state.orders[order_id] ?? null,
  },
  list_order_lines: {
    refusal: (desk, args: OfOrder) => firstOf(noOrder(desk, args)),
    answer: ({ state }, { order_id }: OfOrder) => linesOf(state, order_id),
  },
  list_payments: {
    refusal: (desk, args: OfOrder) => firstOf(noOrder(desk, args)),
    answer: ({ state }, { order_id }: OfOrder) => paymentsOf(state, order_id),
  },
  list_coupons: {
    refusal: () => undefined,
    answer: ({ state }) => inOrderOf(all(state.coupons), (coupon) => coupon.coupon_id),
  },
  list_returns: {
    refusal: (desk, args: OfOrder) => firstOf(noOrder(desk, args)),
    answer: ({ state }, { order_id }: OfOrder) =>
      inOrderOf(
        all(state.returns).filter((item) => state.order_lines[item.line_id]?.order_id === order_id),
        (item) => item.return_id,
      ),
  },
  create_order: {
    refusal({ state, policy }, { customer_id }: { customer_id: string }) {
      const unpaid = all(state.orders).filter((order) => order.customer_id === customer_id && order.status === 'unpaid');
      return firstOf(
        noSuch(state.customers[customer_id], 'customer'),
        [state.customers[customer_id]?.blocked === true, 'R1: the customer is blocked'],
        [unpaid.length >= Number(policy.max_unpaid_orders), 'R2: as many unpaid orders as allowed'],
      );
    },
    changes: ({ state, today }, { customer_id }: { customer_id: string }) => [
      create('orders', {
        customer_id,
        status: 'unpaid',
        placed: today,
        delivered: null,
        address: state.customers[customer_id]?.address ?? '',
        coupon_id: null,
        discount_cents: 0,
        total_cents: 0,
        cancel_reason: null,
      }),
    ],
  },
  set_line: {
    refusal(desk, args: Line) {
      const { state, policy } = desk;
      const product = state.products[args.product_id];
      const coupon = couponOf(state, state.orders[args.order_id]);
      const { more } = lineChange(desk, args);
      return firstOf(
        noOrder(desk, args),
        noSuch(product, 'product'),
        notIn(desk, args, ['unpaid'], 'R3: the order is not unpaid'),
        [more === 0, 'the order has that many already'],
        [more > 0 && product?.status === 'discontinued', 'R4: the product is discontinued'],
        [args.quantity > Number(policy.max_quantity), 'R4: more than may be in an order'],
        [more > (product?.stock ?? 0), 'R4: not enough in stock'],
        [coupon !== undefined && sumAfter(desk, args) < coupon.minimum_cents, 'R5: below the minimum of the coupon'],
      );
    },
    changes(desk, args: Line) {
      const { state } = desk;
      const { order_id, product_id, quantity } = args;
      const { line, more } = lineChange(desk, args);
      const unit_price_cents = state.products[product_id]?.price_cents ?? 0;
      const lines = !line
        ? create('order_lines', { order_id, product_id, quantity, unit_price_cents })
        : quantity === 0
          ? remove('order_lines', line.line_id)
          : change('order_lines', line.line_id, { quantity });
      return [
        ...stocked(desk, product_id, -more),
        lines,
        change('orders', order_id, priced(sumAfter(desk, args), couponOf(state, state.orders[order_id]))),
      ];
    },
  },
  apply_coupon: {
    refusal(desk, { order_id, coupon_id }: OfOrder & { coupon_id: string }) {
      const { state, today } = desk;
      const coupon = state.coupons[coupon_id];
      const sum = sumOf(linesOf(state, order_id));
      return firstOf(
        noOrder(desk, { order_id }),
        noSuch(coupon, 'coupon'),
        notIn(desk, { order_id }, ['unpaid'], 'R3: the order is not unpaid'),
        [state.orders[order_id]?.coupon_id !== null, 'R5: the order has a coupon'],
        [(coupon?.valid_until ?? '') < today, 'R5: the coupon ran out'],
        [coupon?.uses_left === 0, 'R5: the coupon is used up'],
        [sum < (coupon?.minimum_cents ?? 0) || sum === 0, 'R5: the minimum is not reached'],
      );
    },
    changes({ state }, { order_id, coupon_id }: OfOrder & { coupon_id: string }) {
      const coupon = state.coupons[coupon_id];
      return [
        change('orders', order_id, { coupon_id, ...priced(sumOf(linesOf(state, order_id)), coupon) }),
        change('coupons', coupon_id, { uses_left: (coupon?.uses_left ?? 0) - 1 }),
      ];
    },
  },
  remove_coupon: {
    refusal: (desk, args: OfOrder) =>
      firstOf(noOrder(desk, args), notIn(desk, args, ['unpaid'], 'R3: the order is not unpaid'), [
        desk.state.orders[args.order_id]?.coupon_id === null,
        'the order has no coupon',
      ]),
    changes({ state }, { order_id }: OfOrder) {
      const coupon = couponOf(state, state.orders[order_id]);
      return [
        change('orders', order_id, { coupon_id: null, ...priced(sumOf(linesOf(state, order_id)), undefined) }),
        ...(coupon ? [change('coupons', coupon.coupon_id, { uses_left: coupon.uses_left + 1 })] : []),
      ];
    },
  },
  pay_order: {
    refusal(desk, { order_id, method }: OfOrder & { method: string }) {
      const order = desk.state.orders[order_id];
      const credit = desk.state.customers[order?.customer_id ?? '']?.store_credit_cents ?? 0;
      return firstOf(
        noOrder(desk, { order_id }),
        notIn(desk, { order_id }, ['unpaid'], 'R3: the order is not unpaid'),
        [order?.total_cents === 0, 'R6: the order is empty'],
        [method === 'store_credit' && credit < (order?.total_cents ?? 0), 'R6: not enough store credit'],
      );
    },
    changes(desk, { order_id, method }: OfOrder & { method: string }) {
      const order = desk.state.orders[order_id];
      if (!order) return [];
      return [
        change('orders', order_id, { status: 'paid' }),
        create('payments', { order_id, kind: 'charge', method, amount_cents: order.total_cents }),
        ...(method === 'store_credit' ? credited(desk, order, -order.total_cents) : []),
      ];
    },
  },
  cancel_order: {
    refusal: (desk, args: OfOrder) =>
      firstOf(noOrder(desk, args), notIn(desk, args, ['unpaid', 'paid'], 'R7: the order is shipped or over')),
    changes(desk, { order_id, reason }: OfOrder & { reason: string }) {
      const { state } = desk;
      const order = state.orders[order_id];
      if (!order) return [];
      const coupon = couponOf(state, order);
      const paid = paymentsOf(state, order_id);
      const credit = paid.filter((item) => item.method === 'store_credit').reduce((sum, item) => sum + item.amount_cents, 0);
      return [
        change('orders', order_id, { status: 'cancelled', cancel_reason: reason }),
        ...linesOf(state, order_id).flatMap((line) => stocked(desk, line.product_id, line.quantity)),
        ...(coupon ? [change('coupons', coupon.coupon_id, { uses_left: coupon.uses_left + 1 })] : []),
        ...paid.map((payment) => refunded(order, payment.method, payment.amount_cents)),
        ...(credit > 0 ? credited(desk, order, credit) : []),
      ];
    },
  },
  change_address: {
    refusal: (desk, args: OfOrder & { address: string }) =>
      firstOf(noOrder(desk, args), notIn(desk, args, ['unpaid', 'paid'], 'R7: the order is shipped or over'), [
        desk.state.orders[args.order_id]?.address === args.address,
        'it goes there already',
      ]),
    changes: (_desk, { order_id, address }: OfOrder & { address: string }) => [change('orders', order_id, { address })],
  },
  ship_order: {
    refusal: (desk, args: OfOrder) => firstOf(noOrder(desk, args), notIn(desk, args, ['paid'], 'R10: the order is not paid')),
    changes: (_desk, { order_id }: OfOrder) => [change('orders', order_id, { status: 'shipped' })],
  },
  confirm_delivery: {
    refusal: (desk, args: OfOrder) =>
      firstOf(noOrder(desk, args), notIn(desk, args, ['shipped'], 'R10: the order is not shipped')),
    changes: ({ today }, { order_id }: OfOrder) => [change('orders', order_id, { status: 'delivered', delivered: today })],
  },
  announce_return: {
    refusal({ state, policy, today }, { line_id, quantity, reason }: { line_id: string; quantity: number; reason: string }) {
      const line = state.order_lines[line_id];
      const order = state.orders[line?.order_id ?? ''];
      const before = all(state.returns)
        .filter((item) => item.line_id === line_id && item.status !== 'withdrawn')
        .reduce((sum, item) => sum + item.quantity, 0);
      return firstOf(
        noSuch(line, 'order line'),
        [order?.status !== 'delivered', 'R8: the order is not delivered'],
        [daysBetween(order?.delivered ?? today, today) > Number(policy.return_days), 'R8: delivered too long ago'],
        [
          state.products[line?.product_id ?? '']?.returnable === false && reason === 'not_wanted',
          'R8: the product is not taken back',
        ],
        [before + quantity > (line?.quantity ?? 0), 'R9: more than were bought'],
      );
    },
    changes: (_desk, { line_id, quantity, reason }: { line_id: string; quantity: number; reason: string }) => [
      create('returns', { line_id, quantity, reason, status: 'announced', refund_cents: 0 }),
    ],
  },
  refund_return: {
    refusal: ({ state }, { return_id }: { return_id: string }) =>
      firstOf(noSuch(state.returns[return_id], 'return'), [
        state.returns[return_id]?.status !== 'announced',
        'R10: the return is settled',
      ]),
    changes(desk, { return_id }: { return_id: string }) {
      const goods = returnedGoods(desk, return_id);
      if (!goods) return [];
      const { item, line, order, refund, method } = goods;
      return [
        change('returns', return_id, { status: 'refunded', refund_cents: refund }),
        ...(item.reason === 'damaged' ? [] : stocked(desk, line.product_id, item.quantity)),
        ...(refund > 0 ? [refunded(order, method, refund)] : []),
        ...(refund > 0 && method === 'store_credit' ? credited(desk, order, refund) : []),
      ];
    },
  },
  withdraw_return: {
    refusal: ({ state }, { return_id }: { return_id: string }) =>
      firstOf(noSuch(state.returns[return_id], 'return'), [
        state.returns[return_id]?.status !== 'announced',
        'R10: the return is settled',
      ]),
    changes: (_desk, { return_id }: { return_id: string }) => [change('returns', return_id, { status: 'withdrawn' })],
  },
};
