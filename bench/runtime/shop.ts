/** A workshop that sells furniture parts: customers order, pay, receive, and send back; staff keep the shelves and the prices. */

/** The numbers of the business. */
export const POLICY = {
  max_open_orders: 3,
  max_quantity: 20,
  low_stock: 5,
  return_days: 30,
  shipping_cents: 490,
  free_shipping_cents: 15000,
  restocking_percent: 10,
} as const;

export type Category = 'board' | 'leg' | 'hinge' | 'handle' | 'finish';
export type OrderStatus = 'open' | 'paid' | 'shipped' | 'cancelled';

export interface Product {
  product_id: string;
  name: string;
  category: Category;
  price_cents: number;
  stock: number;
  reserved: number;
  discontinued: boolean;
}

export interface Customer {
  customer_id: string;
  name: string;
  email: string;
  city: string;
  level: 'basic' | 'trade';
  credit_cents: number;
  blocked: boolean;
}

export interface Line {
  product_id: string;
  quantity: number;
  unit_cents: number;
}

export interface Order {
  order_id: string;
  customer_id: string;
  status: OrderStatus;
  lines: Line[];
  coupon_id: string | null;
  paid_cents: number;
  placed: string;
  shipped: string | null;
}

export interface Coupon {
  coupon_id: string;
  percent: number;
  minimum_cents: number;
  uses_left: number;
  valid_until: string;
}

export interface Return {
  return_id: string;
  order_id: string;
  product_id: string;
  quantity: number;
  reason: string;
  status: 'requested' | 'settled';
  refund_cents: number;
}

export interface State {
  products: Record<string, Product>;
  customers: Record<string, Customer>;
  orders: Record<string, Order>;
  coupons: Record<string, Coupon>;
  returns: Record<string, Return>;
}

interface Quote {
  goods_cents: number;
  discount_cents: number;
  shipping_cents: number;
  total_cents: number;
}

export class PartsShop extends Environment<State> {
  /** Products of a category, in stock or not, cheapest first. */
  find_products({ category, max_price_cents }: { category: Category; max_price_cents?: number }): Result<Product[]> {
    const found = Object.values(this.state.products).filter(
      (product) =>
        product.category === category &&
        !product.discontinued &&
        (max_price_cents === undefined || product.price_cents <= max_price_cents),
    );
    return ok(found.sort((a, b) => a.price_cents - b.price_cents || (a.product_id < b.product_id ? -1 : 1)));
  }

  /** One product with what can still be ordered of it. */
  get_product({ product_id }: { product_id: string }): Result<Product & { available: number }> {
    const product = this.state.products[product_id];
    if (!product) return fail(`No product ${product_id}.`);
    return ok({ ...product, available: product.stock - product.reserved });
  }

  /** Products of which little is left. */
  list_low_stock(): Result<{ product_id: string; available: number }[]> {
    const low: { product_id: string; available: number }[] = [];
    for (const product of Object.values(this.state.products)) {
      const available = product.stock - product.reserved;
      if (!product.discontinued && available <= POLICY.low_stock) low.push({ product_id: product.product_id, available });
    }
    return ok(low);
  }

  get_customer({ customer_id }: { customer_id: string }): Result<Customer> {
    const customer = this.state.customers[customer_id];
    return customer ? ok(customer) : fail(`No customer ${customer_id}.`);
  }

  /** Customers whose name contains a text, upper and lower case alike. */
  find_customers({ name }: { name: string }): Result<{ customer_id: string; name: string }[]> {
    const wanted = name.toLowerCase();
    const found = Object.values(this.state.customers).filter((customer) => customer.name.toLowerCase().includes(wanted));
    if (found.length === 0) return fail(`No customer is called "${name}".`);
    return ok(found.map((customer) => ({ customer_id: customer.customer_id, name: customer.name })));
  }

  get_order({ order_id }: { order_id: string }): Result<Order> {
    const order = this.state.orders[order_id];
    return order ? ok(order) : fail(`No order ${order_id}.`);
  }

  /** Orders of a customer, the latest first. */
  list_orders({ customer_id, status }: { customer_id: string; status?: OrderStatus }): Result<Order[]> {
    if (!this.state.customers[customer_id]) return fail(`No customer ${customer_id}.`);
    const orders = this.ordersOf(customer_id).filter((order) => status === undefined || order.status === status);
    return ok(orders.sort((a, b) => (a.placed === b.placed ? (a.order_id < b.order_id ? -1 : 1) : a.placed > b.placed ? -1 : 1)));
  }

  /** What an order would cost now. */
  quote_order({ order_id }: { order_id: string }): Result<Quote> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    return ok(this.quote(order));
  }

  list_returns({ order_id }: { order_id: string }): Result<Return[]> {
    if (!this.state.orders[order_id]) return fail(`No order ${order_id}.`);
    return ok(Object.values(this.state.returns).filter((one) => one.order_id === order_id));
  }

  /** Coupons that can be used today. */
  list_coupons(): Result<Coupon[]> {
    const today = this.today();
    return ok(Object.values(this.state.coupons).filter((coupon) => coupon.uses_left > 0 && coupon.valid_until >= today));
  }

  register_customer({ name, email, city }: { name: string; email: string; city: string }): Result<Customer> {
    if (Object.values(this.state.customers).some((customer) => customer.email === email)) {
      return fail(`There is a customer with the address ${email}.`);
    }
    const customer: Customer = {
      customer_id: this.newId('C'),
      name,
      email,
      city,
      level: 'basic',
      credit_cents: 0,
      blocked: false,
    };
    this.state.customers[customer.customer_id] = customer;
    return ok(customer);
  }

  /** Put delivered pieces on the shelf. */
  restock_product({ product_id, quantity }: { product_id: string; quantity: number }): Result<{ stock: number }> {
    const product = this.state.products[product_id];
    if (!product) return fail(`No product ${product_id}.`);
    if (product.discontinued) return fail(`${product.name} is discontinued.`);
    product.stock += quantity;
    return ok({ stock: product.stock });
  }

  /** A new price; open orders keep theirs. */
  set_price({ product_id, price_cents }: { product_id: string; price_cents: number }): Result {
    const product = this.state.products[product_id];
    if (!product) return fail(`No product ${product_id}.`);
    if (product.price_cents === price_cents) return fail(`${product.name} costs ${price_cents} already.`);
    product.price_cents = price_cents;
    return done(`${product.name} costs ${price_cents} from now on.`);
  }

  /** An order with its first line. */
  create_order(args: { customer_id: string; product_id: string; quantity: number }): Result<Order> {
    const { customer_id, product_id, quantity } = args;
    const customer = this.state.customers[customer_id];
    if (!customer) return fail(`No customer ${customer_id}.`);
    if (customer.blocked) return fail(`${customer.name} is blocked.`);
    const open = this.ordersOf(customer_id).filter((order) => order.status === 'open').length;
    if (open >= POLICY.max_open_orders) return fail(`${customer.name} has ${open} open orders already.`);
    const problem = this.cannotReserve(product_id, quantity);
    if (problem !== '') return fail(problem);

    const line = this.reserve(product_id, quantity);
    const order: Order = {
      order_id: this.newId('O'),
      customer_id,
      status: 'open',
      lines: [line],
      coupon_id: null,
      paid_cents: 0,
      placed: this.now(),
      shipped: null,
    };
    this.state.orders[order.order_id] = order;
    return ok(order);
  }

  /** More of a product that is on the order raises its line. */
  add_order_line(args: { order_id: string; product_id: string; quantity: number }): Result<Order> {
    const { order_id, product_id, quantity } = args;
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'open') return fail(`Order ${order_id} is ${order.status}.`);
    const known = order.lines.find((line) => line.product_id === product_id);
    const problem = this.cannotReserve(product_id, quantity + (known?.quantity ?? 0), known?.quantity);
    if (problem !== '') return fail(problem);
    const line = this.reserve(product_id, quantity);
    if (known) known.quantity += quantity;
    else order.lines.push(line);
    return ok(order);
  }

  remove_order_line({ order_id, product_id }: { order_id: string; product_id: string }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'open') return fail(`Order ${order_id} is ${order.status}.`);
    const at = order.lines.findIndex((line) => line.product_id === product_id);
    const line = order.lines[at];
    if (!line) return fail(`Product ${product_id} is not on order ${order_id}.`);
    if (order.lines.length === 1) return fail('The last line cannot be removed; cancel the order.');
    this.release(line);
    order.lines.splice(at, 1);
    return ok(order);
  }

  apply_coupon({ order_id, coupon_id }: { order_id: string; coupon_id: string }): Result<Quote> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'open') return fail(`Order ${order_id} is ${order.status}.`);
    if (order.coupon_id !== null) return fail(`Order ${order_id} has the coupon ${order.coupon_id}.`);
    const coupon = this.state.coupons[coupon_id];
    if (!coupon) return fail(`No coupon ${coupon_id}.`);
    if (coupon.uses_left <= 0) return fail(`Coupon ${coupon_id} is used up.`);
    if (coupon.valid_until < this.today()) return fail(`Coupon ${coupon_id} ended on ${coupon.valid_until}.`);
    if (this.goods(order) < coupon.minimum_cents)
      return fail(`Coupon ${coupon_id} needs ${coupon.minimum_cents} cents of goods.`);
    coupon.uses_left -= 1;
    order.coupon_id = coupon_id;
    return ok(this.quote(order));
  }

  /** Pay an order from the customer's credit. */
  pay_order({ order_id }: { order_id: string }): Result<{ paid_cents: number; credit_cents: number }> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'open') return fail(`Order ${order_id} is ${order.status}.`);
    const customer = this.state.customers[order.customer_id];
    if (!customer) return fail(`Order ${order_id} has no customer.`);
    const { total_cents } = this.quote(order);
    if (customer.credit_cents < total_cents) {
      return fail(`${customer.name} has ${customer.credit_cents} cents; the order costs ${total_cents}.`);
    }
    customer.credit_cents -= total_cents;
    order.paid_cents = total_cents;
    order.status = 'paid';
    return ok({ paid_cents: total_cents, credit_cents: customer.credit_cents });
  }

  ship_order({ order_id }: { order_id: string }): Result<Order> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'paid') return fail(`Order ${order_id} is ${order.status}, not paid.`);
    for (const line of order.lines) {
      const product = this.state.products[line.product_id];
      if (!product) return fail(`Product ${line.product_id} is gone.`);
      if (product.stock < line.quantity) return fail(`Only ${product.stock} of ${product.name} are here.`);
    }
    for (const line of order.lines) {
      this.release(line);
      const product = this.state.products[line.product_id];
      if (product) product.stock -= line.quantity;
    }
    order.status = 'shipped';
    order.shipped = this.now();
    return ok(order);
  }

  /** Cancel an order that has not left; what was paid goes back to the credit. */
  cancel_order({ order_id }: { order_id: string }): Result<{ refund_cents: number }> {
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status === 'shipped' || order.status === 'cancelled') return fail(`Order ${order_id} is ${order.status}.`);
    for (const line of order.lines) this.release(line);
    const coupon = order.coupon_id === null ? undefined : this.state.coupons[order.coupon_id];
    if (coupon) coupon.uses_left += 1;
    const customer = this.state.customers[order.customer_id];
    if (customer) customer.credit_cents += order.paid_cents;
    order.status = 'cancelled';
    return ok({ refund_cents: order.paid_cents });
  }

  request_return(args: { order_id: string; product_id: string; quantity: number; reason: string }): Result<Return> {
    const { order_id, product_id, quantity, reason } = args;
    const order = this.state.orders[order_id];
    if (!order) return fail(`No order ${order_id}.`);
    if (order.status !== 'shipped' || order.shipped === null) return fail(`Order ${order_id} is ${order.status}, not shipped.`);
    if (this.daysBetween(order.shipped, this.now()) > POLICY.return_days)
      return fail(`Order ${order_id} was shipped too long ago.`);
    const line = order.lines.find((one) => one.product_id === product_id);
    if (!line) return fail(`Product ${product_id} is not on order ${order_id}.`);
    let sent = 0;
    for (const one of Object.values(this.state.returns)) {
      if (one.order_id === order_id && one.product_id === product_id) sent += one.quantity;
    }
    if (sent + quantity > line.quantity) return fail(`Only ${line.quantity - sent} of ${product_id} can be sent back.`);
    const gross = line.unit_cents * quantity;
    const entry: Return = {
      return_id: this.newId('R'),
      order_id,
      product_id,
      quantity,
      reason,
      status: 'requested',
      refund_cents: gross - Math.floor((gross * POLICY.restocking_percent) / 100),
    };
    this.state.returns[entry.return_id] = entry;
    return ok(entry);
  }

  /** Take a return back on the shelf and refund it. */
  settle_return({ return_id }: { return_id: string }): Result<{ refund_cents: number }> {
    const entry = this.state.returns[return_id];
    if (!entry) return fail(`No return ${return_id}.`);
    if (entry.status === 'settled') return fail(`Return ${return_id} is settled.`);
    const order = this.state.orders[entry.order_id];
    const customer = order ? this.state.customers[order.customer_id] : undefined;
    const product = this.state.products[entry.product_id];
    if (!customer || !product) return fail(`Return ${return_id} has lost its order.`);
    product.stock += entry.quantity;
    customer.credit_cents += entry.refund_cents;
    entry.status = 'settled';
    return ok({ refund_cents: entry.refund_cents });
  }

  private ordersOf(customer_id: string): Order[] {
    return Object.values(this.state.orders).filter((order) => order.customer_id === customer_id);
  }

  private goods(order: Order): number {
    return order.lines.reduce((sum, line) => sum + line.unit_cents * line.quantity, 0);
  }

  private quote(order: Order): Quote {
    const goods_cents = this.goods(order);
    const coupon = order.coupon_id === null ? undefined : this.state.coupons[order.coupon_id];
    const discount_cents = coupon ? Math.floor((goods_cents * coupon.percent) / 100) : 0;
    const level = this.state.customers[order.customer_id]?.level;
    const free = level === 'trade' || goods_cents - discount_cents >= POLICY.free_shipping_cents;
    const shipping_cents = free ? 0 : POLICY.shipping_cents;
    return { goods_cents, discount_cents, shipping_cents, total_cents: goods_cents - discount_cents + shipping_cents };
  }

  /** Why pieces of a product cannot be reserved, or an empty text. `held` of them are reserved already. */
  private cannotReserve(product_id: string, quantity: number, held = 0): string {
    const product = this.state.products[product_id];
    if (!product) return `No product ${product_id}.`;
    if (product.discontinued) return `${product.name} is discontinued.`;
    if (quantity > POLICY.max_quantity) return `At most ${POLICY.max_quantity} of ${product.name} fit into one order.`;
    const available = product.stock - product.reserved + held;
    return available < quantity ? `Only ${available} of ${product.name} are available.` : '';
  }

  private reserve(product_id: string, quantity: number): Line {
    const product = this.state.products[product_id];
    if (product) product.reserved += quantity;
    return { product_id, quantity, unit_cents: product?.price_cents ?? 0 };
  }

  private release(line: Line): void {
    const product = this.state.products[line.product_id];
    if (product) product.reserved -= line.quantity;
  }
}

export const invariants: Invariants<State> = {
  // No more is reserved than there is.
  R1: (state) => Object.values(state.products).every((product) => product.reserved >= 0 && product.reserved <= product.stock),
  // What is reserved is on orders that have not left.
  R2: (state) => {
    const reserved: Record<string, number> = {};
    for (const order of Object.values(state.orders)) {
      if (order.status !== 'open' && order.status !== 'paid') continue;
      for (const line of order.lines) reserved[line.product_id] = (reserved[line.product_id] ?? 0) + line.quantity;
    }
    return Object.values(state.products).every((product) => product.reserved === (reserved[product.product_id] ?? 0));
  },
  R3: (state) => Object.values(state.customers).every((customer) => customer.credit_cents >= 0),
};
