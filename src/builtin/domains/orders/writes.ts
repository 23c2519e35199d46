import { fail, type Integer, ok, type Ref, type Result, type Text } from '../../kit/environment.ts';
import type { Coupon, Customer, Order, OrderLine, OrdersPolicy, Payment, Product, Return } from './design.ts';
import { OrdersReads } from './reads.ts';

declare const POLICY: OrdersPolicy;

export class OrderDesk extends OrdersReads {
  /**
   * Open an empty, unpaid order for a customer, to be sent to the usual address.
   * @effect write  @rules R1 R2
   * @param customer_id  Who orders.
   */
  create_order({ customer_id }: { customer_id: Ref<Customer> }): Result<Order> {
    const customer = this.state.customers[customer_id];
    if (!customer) return fail(`No customer ${customer_id}.`);
    if (customer.blocked) return fail(`${customer.name} is blocked and cannot order.`); // R1
    const unpaid = Object.values(this.state.orders).filter(
      (order) => order.customer_id === customer_id && order.status === 'unpaid',
    ).length;
    if (unpaid >= POLICY.max_unpaid_orders) return fail(`${customer.name} already has ${unpaid} unpaid orders.`); // R2

    const order: Order = {
      order_id: this.newId('SO'),
      customer_id,
      status: 'unpaid',
      placed: this.today(),
      delivered: null,
      address: customer.address,
      coupon_id: null,
      discount_cents: 0,
      total_cents: 0,
      cancel_reason: null,
    };
    this.state.orders[order.order_id] = order;
    return ok(order);
  }

  /**
   * Put a product into an unpaid order with this quantity; 0 takes it out. A quantity that is there already is replaced.
   * @effect write  @rules R3 R4 R5
   * @param order_id  The order number.
   * @param product_id  The product.
   * @param quantity  Pieces in the order afterwards, at most {max_quantity}.
   */
  set_line({
    order_id,
    product_id,
    quantity,
  }: {
    order_id: Ref<Order>;
    product_id: Ref<Product>;
    quantity: Integer<0, 999>;
  }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    const product = this.state.products[product_id];
    if (!product) return fail(`No product ${product_id}.`);
    if (order.status !== 'unpaid') return fail(`Order ${order_id} is ${order.status}; its lines are fixed.`); // R3
    const line = this.linesOf(order_id).find((item) => item.product_id === product_id);
    const before = line ? line.quantity : 0;
    if (quantity === before) return fail(`Order ${order_id} already has ${before} of ${product.name}.`);
    const more = quantity - before;
    if (more > 0 && product.status === 'discontinued') return fail(`${product.name} is discontinued.`); // R4
    if (quantity > POLICY.max_quantity) return fail(`At most ${POLICY.max_quantity} of one product per order.`); // R4
    if (more > product.stock) return fail(`Only ${product.stock} more of ${product.name} in stock.`); // R4
    const price = line ? line.unit_price_cents : product.price_cents;
    const coupon = order.coupon_id === null ? undefined : this.state.coupons[order.coupon_id];
    const subtotal = this.subtotal(order_id) + more * price;
    if (coupon && subtotal < coupon.minimum_cents)
      return fail(`The order would fall below the minimum of coupon ${coupon.coupon_id}; remove the coupon first.`); // R5

    product.stock -= more;
    if (line && quantity === 0) delete this.state.order_lines[line.line_id];
    else if (line) line.quantity = quantity;
    else {
      const created: OrderLine = { line_id: this.newId('L'), order_id, product_id, quantity, unit_price_cents: price };
      this.state.order_lines[created.line_id] = created;
    }
    this.reprice(order);
    return ok(order);
  }

  /**
   * Use a coupon for an unpaid order.
   * @effect write  @rules R3 R5
   * @param order_id  The order number.
   * @param coupon_id  The code of the coupon.
   */
  apply_coupon({ order_id, coupon_id }: { order_id: Ref<Order>; coupon_id: Ref<Coupon> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    const coupon = this.state.coupons[coupon_id];
    if (!coupon) return fail(`There is no coupon ${coupon_id}.`);
    if (order.status !== 'unpaid') return fail(`Order ${order_id} is ${order.status}.`); // R3
    if (order.coupon_id !== null) return fail(`Order ${order_id} already has coupon ${order.coupon_id}.`); // R5
    if (coupon.valid_until < this.today()) return fail(`Coupon ${coupon_id} ended on ${coupon.valid_until}.`); // R5
    if (coupon.uses_left === 0) return fail(`Coupon ${coupon_id} is used up.`); // R5
    if (this.subtotal(order_id) < coupon.minimum_cents || this.subtotal(order_id) === 0)
      return fail(`Order ${order_id} does not reach the minimum of coupon ${coupon_id}.`); // R5

    order.coupon_id = coupon_id;
    coupon.uses_left -= 1;
    this.reprice(order);
    return ok(order);
  }

  /**
   * Take the coupon off an unpaid order; it can be used again.
   * @effect write  @rules R3
   * @param order_id  The order number.
   */
  remove_coupon({ order_id }: { order_id: Ref<Order> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'unpaid') return fail(`Order ${order_id} is ${order.status}.`); // R3
    const coupon = order.coupon_id === null ? undefined : this.state.coupons[order.coupon_id];
    if (!coupon) return fail(`Order ${order_id} has no coupon.`);

    order.coupon_id = null;
    coupon.uses_left += 1;
    this.reprice(order);
    return ok(order);
  }

  /**
   * Charge the whole total of an unpaid order to the customer's card or store credit.
   * @effect write  @rules R3 R6
   * @param order_id  The order number.
   * @param method  How it is paid.
   */
  pay_order({ order_id, method }: { order_id: Ref<Order>; method: Payment['method'] }): Result<Payment> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    const customer = this.state.customers[order.customer_id];
    if (!customer) return fail(`No customer ${order.customer_id}.`);
    if (order.status !== 'unpaid') return fail(`Order ${order_id} is ${order.status}.`); // R3
    if (order.total_cents === 0) return fail(`Order ${order_id} is empty.`); // R6
    if (method === 'store_credit' && customer.store_credit_cents < order.total_cents)
      return fail(`${customer.name} has only ${customer.store_credit_cents} cents of store credit.`); // R6

    if (method === 'store_credit') customer.store_credit_cents -= order.total_cents;
    order.status = 'paid';
    return ok(this.book(order_id, 'charge', method, order.total_cents));
  }

  /**
   * Cancel an order that is not shipped. Stock and coupon come back; what was paid goes back the way it came.
   * @effect write  @rules R7
   * @param order_id  The order number.
   * @param reason  Why.
   */
  cancel_order({ order_id, reason }: { order_id: Ref<Order>; reason: Order['cancel_reason'] }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    const customer = this.state.customers[order.customer_id];
    if (!customer) return fail(`No customer ${order.customer_id}.`);
    if (order.status !== 'unpaid' && order.status !== 'paid') return fail(`Order ${order_id} is already ${order.status}.`); // R7

    for (const line of this.linesOf(order_id)) {
      const product = this.state.products[line.product_id];
      if (product) product.stock += line.quantity;
    }
    const coupon = order.coupon_id === null ? undefined : this.state.coupons[order.coupon_id];
    if (coupon) coupon.uses_left += 1;
    for (const payment of this.paymentsOf(order_id)) {
      if (payment.method === 'store_credit') customer.store_credit_cents += payment.amount_cents;
      this.book(order_id, 'refund', payment.method, payment.amount_cents);
    }
    order.status = 'cancelled';
    order.cancel_reason = reason;
    return ok(order);
  }

  /**
   * Send an order that is not shipped to another address.
   * @effect write  @rules R7
   * @param order_id  The order number.
   * @param address  Street and city.
   */
  change_address({ order_id, address }: { order_id: Ref<Order>; address: Text<'\\S'> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'unpaid' && order.status !== 'paid') return fail(`Order ${order_id} is already ${order.status}.`); // R7
    if (order.address === address) return fail(`Order ${order_id} already goes there.`);

    order.address = address;
    return ok(order);
  }

  /**
   * Mark a paid order as shipped.
   * @effect write  @rules R10
   * @param order_id  The order number.
   */
  ship_order({ order_id }: { order_id: Ref<Order> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'paid') return fail(`Order ${order_id} is ${order.status}, not paid.`); // R10

    order.status = 'shipped';
    return ok(order);
  }

  /**
   * Mark a shipped order as delivered today.
   * @effect write  @rules R10
   * @param order_id  The order number.
   */
  confirm_delivery({ order_id }: { order_id: Ref<Order> }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'shipped') return fail(`Order ${order_id} is ${order.status}, not shipped.`); // R10

    order.status = 'delivered';
    order.delivered = this.today();
    return ok(order);
  }

  /**
   * Note that a customer sends pieces of a delivered order back.
   * @effect write  @rules R8 R9
   * @param line_id  The order line.
   * @param quantity  How many pieces.
   * @param reason  Why.
   */
  announce_return({
    line_id,
    quantity,
    reason,
  }: {
    line_id: Ref<OrderLine>;
    quantity: Integer<1, 999>;
    reason: Return['reason'];
  }): Result<Return> {
    const line = this.state.order_lines[line_id];
    if (!line) return fail(`No order line ${line_id}.`);
    const order = this.state.orders[line.order_id];
    const product = this.state.products[line.product_id];
    if (!order || !product) return fail(`Order line ${line_id} is incomplete.`);
    if (order.status !== 'delivered' || order.delivered === null) return fail(`Order ${order.order_id} is not delivered.`); // R8
    if (this.daysBetween(order.delivered, this.today()) > POLICY.return_days)
      return fail(`Order ${order.order_id} was delivered more than ${POLICY.return_days} days ago.`); // R8
    if (!product.returnable && reason === 'not_wanted') return fail(`${product.name} is not taken back.`); // R8
    const returned = Object.values(this.state.returns)
      .filter((item) => item.line_id === line_id && item.status !== 'withdrawn')
      .reduce((sum, item) => sum + item.quantity, 0);
    if (returned + quantity > line.quantity)
      return fail(`Only ${line.quantity - returned} of ${product.name} can still be returned.`); // R9

    const created: Return = { return_id: this.newId('RT'), line_id, quantity, reason, status: 'announced', refund_cents: 0 };
    this.state.returns[created.return_id] = created;
    return ok(created);
  }

  /**
   * Book announced goods as arrived and pay them back the way the order was paid, less the discount of its coupon;
   * {restocking_percent} percent are kept when the goods were only not wanted. Goods that are not damaged go back into
   * stock.
   * @effect write  @rules R10
   * @param return_id  The return.
   */
  refund_return({ return_id }: { return_id: Ref<Return> }): Result<Return> {
    const item = this.state.returns[return_id];
    if (!item) return fail(`No return ${return_id}.`);
    if (item.status !== 'announced') return fail(`Return ${return_id} is already ${item.status}.`); // R10
    const line = this.state.order_lines[item.line_id];
    const order = line && this.state.orders[line.order_id];
    const product = line && this.state.products[line.product_id];
    const customer = order && this.state.customers[order.customer_id];
    const charge = order && this.paymentsOf(order.order_id).find((payment) => payment.kind === 'charge');
    if (!line || !order || !product || !customer || !charge) return fail(`Return ${return_id} is incomplete.`);

    const coupon = order.coupon_id === null ? undefined : this.state.coupons[order.coupon_id];
    const paid = Math.floor((item.quantity * line.unit_price_cents * (100 - (coupon ? coupon.percent : 0))) / 100);
    const kept = item.reason === 'not_wanted' ? Math.floor((paid * POLICY.restocking_percent) / 100) : 0;
    item.status = 'refunded';
    item.refund_cents = paid - kept;
    if (item.reason !== 'damaged') product.stock += item.quantity;
    if (item.refund_cents > 0) {
      if (charge.method === 'store_credit') customer.store_credit_cents += item.refund_cents;
      this.book(order.order_id, 'refund', charge.method, item.refund_cents);
    }
    return ok(item);
  }

  /**
   * Note that the customer keeps announced goods after all.
   * @effect write  @rules R10
   * @param return_id  The return.
   */
  withdraw_return({ return_id }: { return_id: Ref<Return> }): Result<Return> {
    const item = this.state.returns[return_id];
    if (!item) return fail(`No return ${return_id}.`);
    if (item.status !== 'announced') return fail(`Return ${return_id} is already ${item.status}.`); // R10

    item.status = 'withdrawn';
    return ok(item);
  }
}
