import { fail, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Coupon, Customer, Order, OrderLine, Payment, Product, Return } from './design.ts';
import { OrdersRules } from './rules.ts';

export class OrdersReads extends OrdersRules {
  /**
   * Customers whose name or e-mail contains a text, by name.
   * @effect read
   * @param text  Part of a name or e-mail, e.g. "okafor".
   */
  find_customers({ text }: { text: string }): Result<Customer[]> {
    const wanted = text.trim().toLowerCase();
    const found = Object.values(this.state.customers).filter(
      (customer) => customer.name.toLowerCase().includes(wanted) || customer.email.toLowerCase().includes(wanted),
    );
    if (found.length === 0) return fail(`No customer matches "${text}".`);
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * Products of the catalogue, the cheapest first.
   * @effect read
   * @param text  Part of the name.
   * @param category  Only this category.
   * @param available_only  Only what is on sale and in stock.
   */
  search_products({
    text = '',
    category,
    available_only = false,
  }: {
    text?: string;
    category: Product['category'] | undefined;
    available_only?: boolean;
  }): Result<Product[]> {
    const wanted = text.trim().toLowerCase();
    const found = Object.values(this.state.products).filter(
      (product) =>
        product.name.toLowerCase().includes(wanted) &&
        (category === undefined || product.category === category) &&
        (!available_only || (product.status === 'on_sale' && product.stock > 0)),
    );
    if (found.length === 0) return fail('No product matches.');
    return ok(found.sort((a, b) => a.price_cents - b.price_cents || (a.name < b.name ? -1 : 1)));
  }

  /**
   * Orders by customer and status, the oldest first. At least one of both is needed.
   * @effect read
   * @param customer_id  Only orders of this customer.
   * @param status  Only orders in this status.
   */
  find_orders({
    customer_id,
    status,
  }: {
    customer_id: Ref<Customer> | undefined;
    status: Order['status'] | undefined;
  }): Result<Order[]> {
    if (customer_id === undefined && status === undefined) return fail('Name a customer or a status.');
    if (customer_id !== undefined && !this.state.customers[customer_id]) return fail(`No customer ${customer_id}.`);
    const found = Object.values(this.state.orders).filter(
      (order) =>
        (customer_id === undefined || order.customer_id === customer_id) && (status === undefined || order.status === status),
    );
    return ok(found.sort((a, b) => (a.placed === b.placed ? (a.order_id < b.order_id ? -1 : 1) : a.placed < b.placed ? -1 : 1)));
  }

  /**
   * One order.
   * @effect read
   * @param order_id  The order number.
   */
  get_order({ order_id }: { order_id: Ref<Order> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    return ok(order);
  }

  /**
   * The lines of an order.
   * @effect read
   * @param order_id  The order number.
   */
  list_order_lines({ order_id }: { order_id: Ref<Order> }): Result<OrderLine[]> {
    if (!this.state.orders[order_id]) return fail(`No order ${order_id}.`);
    return ok(this.linesOf(order_id));
  }

  /**
   * Charges and refunds of an order, in the order in which they were made.
   * @effect read
   * @param order_id  The order number.
   */
  list_payments({ order_id }: { order_id: Ref<Order> }): Result<Payment[]> {
    if (!this.state.orders[order_id]) return fail(`No order ${order_id}.`);
    return ok(this.paymentsOf(order_id));
  }

  /**
   * All coupons, by code.
   * @effect read
   */
  list_coupons(): Result<Coupon[]> {
    return ok(Object.values(this.state.coupons).sort((a, b) => (a.coupon_id < b.coupon_id ? -1 : 1)));
  }

  /**
   * Returns of an order.
   * @effect read
   * @param order_id  The order number.
   */
  list_returns({ order_id }: { order_id: Ref<Order> }): Result<Return[]> {
    if (!this.state.orders[order_id]) return fail(`No order ${order_id}.`);
    const lines = this.linesOf(order_id).map((line) => line.line_id);
    const found = Object.values(this.state.returns).filter((item) => lines.includes(item.line_id));
    return ok(found.sort((a, b) => (a.return_id < b.return_id ? -1 : 1)));
  }
}
