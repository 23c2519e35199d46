import { at, lookUp, where } from '../../../domain/contract/reading.ts';
import type { Finders, Sight } from '../../kit/finding.ts';
import { callsOf, requestsOf, showing } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { plural } from '../../kit/wording.ts';
import { contract, linesOf } from './contract.ts';
import { type Customer, design, type Order, type OrdersPolicy, type OrdersState, type Product } from './design.ts';
import type { OrderDesk } from './writes.ts';

export type Desk = Scene<OrdersState, OrdersPolicy>;

export const call = callsOf<OrderDesk>();

/** How a record is found by whoever knows customers and products by name. */
const finders: Finders<OrdersState> = {
  customers: ({ name }) => [call('find_customers', { text: name })],
  products: ({ name }) => [call('search_products', { text: name })],
  orders: ({ customer_id }, { customers }) => [at(customers, customer_id), call('find_orders', { customer_id })],
  order_lines: ({ order_id }, { orders }) => [at(orders, order_id), call('list_order_lines', { order_id })],
  coupons: () => [call('list_coupons', {})],
  returns({ line_id }, { order_lines, orders }) {
    const { order_id } = at(order_lines, line_id);
    return [at(orders, order_id), call('list_returns', { order_id })];
  },
};

export const request = requestsOf<OrdersState, OrdersPolicy>(design, contract, finders);

export interface Ordered {
  readonly order: Order;
  readonly customer: Customer;
  /** The order number as people say it. */
  readonly number: string;
  /** How the order is found by whoever knows that it is the customer's only one in its status. */
  readonly found: readonly Sight[];
  /** What changes with the order: its coupon and the products in it. */
  readonly touches: readonly object[];
}

export function ordersIn({ state }: Desk, ...statuses: readonly Order['status'][]): Ordered[] {
  return where(state.orders, ({ status }) => statuses.length === 0 || statuses.includes(status)).map((order) => {
    const { order_id, customer_id, status, coupon_id } = order;
    const customer = at(state.customers, customer_id);
    const coupon = lookUp(state.coupons, coupon_id);
    const products = linesOf({ state }, order_id).map((line) => at(state.products, line.product_id));
    return {
      order,
      customer,
      number: order_id.replace('SO-', ''),
      found: [customer, showing(call('find_orders', { customer_id, status }), order)],
      touches: [...(coupon ? [coupon] : []), ...products],
    };
  });
}

/** Orders of which their customer has only one in that status, so that "her unpaid order" says which. */
export function solitary(desk: Desk, status: Order['status']): Ordered[] {
  const all = ordersIn(desk, status);
  return all.filter(({ customer }) => all.filter((other) => other.customer === customer).length === 1);
}

/** Whether an order is the only one that its customer placed on that day. */
export function isDated({ state }: Desk, { customer_id, placed }: Order): boolean {
  return where(state.orders, (other) => other.customer_id === customer_id && other.placed === placed).length === 1;
}

/** "two enamel teapots", "one kite" */
export function pieces(quantity: number, product: Product): string {
  const several = product.name.endsWith('knife')
    ? product.name.replace(/knife$/, 'knives')
    : `${product.name}${/(torch)$/.test(product.name) ? 'es' : 's'}`;
  return plural(quantity, product.name, several);
}

/** "two-person tent": a number in the name would be taken for the quantity. */
export function countsItself({ name }: Product): boolean {
  return /\b(one|two|three|four|five|six|seven|eight)\b|\d/.test(name);
}
