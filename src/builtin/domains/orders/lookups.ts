import type { PlannedToolCall, Setting } from '../../kit/domain.ts';
import { plural } from '../../kit/wording.ts';
import type { Customer, Order, OrderLine, OrdersState, Product } from './design.ts';

type OrdersSetting = Setting<OrdersState>;

export function customerOf(state: OrdersState, order: Order): Customer {
  const customer = state.customers[order.customer_id];
  if (!customer) throw new Error(`order ${order.order_id} has no customer`);
  return customer;
}

export function linesOf(state: OrdersState, order: Order): OrderLine[] {
  return Object.values(state.order_lines).filter((line) => line.order_id === order.order_id);
}

export function productOf(state: OrdersState, line: OrderLine): Product {
  const product = state.products[line.product_id];
  if (!product) throw new Error(`line ${line.line_id} has no product`);
  return product;
}

/** Everything an order, its lines and its stock depend on. */
export function recordsOf(state: OrdersState, order: Order): string[] {
  return [
    `customers/${order.customer_id}`,
    `orders/${order.order_id}`,
    ...(order.coupon_id === null ? [] : [`coupons/${order.coupon_id}`]),
    ...linesOf(state, order).map((line) => `products/${line.product_id}`),
  ];
}

/** Orders in a status, in random order. */
export function orders({ state, random }: OrdersSetting, ...statuses: readonly Order['status'][]): Order[] {
  return random.shuffle(Object.values(state.orders).filter((order) => statuses.includes(order.status)));
}

/** Orders of which their customer has only one in that status, so that "her unpaid order" says which. */
export function solitary(setting: OrdersSetting, status: Order['status']): Order[] {
  return orders(setting, status).filter(
    (order) =>
      Object.values(setting.state.orders).filter((other) => other.customer_id === order.customer_id && other.status === status)
        .length === 1,
  );
}

export function unpaidCount(state: OrdersState, customer: Customer): number {
  return Object.values(state.orders).filter((order) => order.customer_id === customer.customer_id && order.status === 'unpaid')
    .length;
}

export function findCustomer(customer: Customer): PlannedToolCall {
  return { tool: 'find_customers', arguments: { text: customer.name } };
}

export function findProduct(product: Product): PlannedToolCall {
  return { tool: 'search_products', arguments: { text: product.name } };
}

/** The calls that lead from a name to one order in a status. */
export function lookUp(customer: Customer, status: Order['status']): PlannedToolCall[] {
  return [findCustomer(customer), { tool: 'find_orders', arguments: { customer_id: customer.customer_id, status } }];
}

/** "two enamel teapots", "one kite" */
export function pieces(quantity: number, product: Product): string {
  const several = product.name.endsWith('knife')
    ? product.name.replace(/knife$/, 'knives')
    : `${product.name}${/(torch)$/.test(product.name) ? 'es' : 's'}`;
  return plural(quantity, product.name, several);
}

export const number = (order: Order): string => order.order_id.replace('SO-', '');
