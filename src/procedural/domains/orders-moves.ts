import type { Move, MoveCall, Setting } from '../domain.ts';
import { only } from '../records.ts';
import { addDays, countOf, listOf, longDate, shortDate } from '../wording.ts';
import type { Customer, Order, OrderLine, OrdersState, Product } from './orders-state.ts';

type OrdersSetting = Setting<OrdersState>;

function customerOf(state: OrdersState, order: Order): Customer {
  const customer = state.customers[order.customer_id];
  if (!customer) throw new Error(`order ${order.order_id} has no customer`);
  return customer;
}

function linesOf(state: OrdersState, order: Order): OrderLine[] {
  return Object.values(state.order_lines).filter((line) => line.order_id === order.order_id);
}

function productOf(state: OrdersState, line: OrderLine): Product {
  const product = state.products[line.product_id];
  if (!product) throw new Error(`line ${line.line_id} has no product`);
  return product;
}

/** Everything an order, its lines and its stock depend on. */
function recordsOf(state: OrdersState, order: Order): string[] {
  return [
    `customers/${order.customer_id}`,
    `orders/${order.order_id}`,
    ...(order.coupon_id === null ? [] : [`coupons/${order.coupon_id}`]),
    ...linesOf(state, order).map((line) => `products/${line.product_id}`),
  ];
}

/** Orders in a status, in random order. */
function orders({ state, random }: OrdersSetting, ...statuses: readonly Order['status'][]): Order[] {
  return random.shuffle(Object.values(state.orders).filter((order) => statuses.includes(order.status)));
}

/** Orders of which their customer has only one in that status, so that "her unpaid order" says which. */
function solitary(setting: OrdersSetting, status: Order['status']): Order[] {
  return orders(setting, status).filter(
    (order) =>
      Object.values(setting.state.orders).filter((other) => other.customer_id === order.customer_id && other.status === status)
        .length === 1,
  );
}

function unpaidCount(state: OrdersState, customer: Customer): number {
  return Object.values(state.orders).filter((order) => order.customer_id === customer.customer_id && order.status === 'unpaid')
    .length;
}

function findCustomer(customer: Customer): MoveCall {
  return { tool: 'find_customers', arguments: { text: customer.name } };
}

function findProduct(product: Product): MoveCall {
  return { tool: 'search_products', arguments: { text: product.name } };
}

/** The calls that lead from a name to one order in a status. */
function lookUp(customer: Customer, status: Order['status']): MoveCall[] {
  return [findCustomer(customer), { tool: 'find_orders', arguments: { customer_id: customer.customer_id, status } }];
}

/** "two enamel teapots", "one kite" */
function pieces(quantity: number, product: Product): string {
  const plural = product.name.endsWith('knife')
    ? product.name.replace(/knife$/, 'knives')
    : `${product.name}${/(torch)$/.test(product.name) ? 'es' : 's'}`;
  return countOf(quantity, product.name, plural);
}

const number = (order: Order): string => order.order_id.replace('SO-', '');

const placeOrder: Move<OrdersState> = {
  name: 'place an order',
  plan({ state, policy, random }) {
    const max = Number(policy.max_unpaid_orders);
    const customer = random.shuffle(Object.values(state.customers)).find((one) => !one.blocked && unpaidCount(state, one) < max);
    const products = random
      .shuffle(Object.values(state.products))
      .filter((product) => product.status === 'on_sale' && product.stock >= 3)
      .slice(0, random.integer(1, 3));
    if (!customer || products.length === 0) return undefined;
    const items = products.map((product) => ({ product, quantity: random.integer(1, 3) }));
    const total = items.reduce((sum, item) => sum + item.quantity * item.product.price_cents, 0);
    const paying = random.chance(0.7);
    const method = customer.store_credit_cents >= total ? 'store_credit' : 'card';
    const goods = listOf(items.map((item) => pieces(item.quantity, item.product)));
    const given = customer.name.split(' ')[0];
    const payment = !paying
      ? random.pick([`${given} will pay later, so leave it unpaid.`, 'Leave it unpaid; the payment comes by itself.'])
      : method === 'store_credit'
        ? `${given} pays with store credit.`
        : random.pick([`${given} pays by card.`, 'Charge the card for it.']);
    const finds = items.map((item) => findProduct(item.product));
    const created = 2 + finds.length;
    return {
      text: `${random.pick([
        `${customer.name} wants to order ${goods}.`,
        `Please place an order for ${customer.name}: ${goods}.`,
        `There is a phone order from ${customer.name} for ${goods}, to the usual address.`,
      ])} ${payment}`,
      records: [`customers/${customer.customer_id}`, ...products.map((product) => `products/${product.product_id}`)],
      calls: [
        findCustomer(customer),
        ...finds,
        { tool: 'create_order', arguments: { customer_id: customer.customer_id } },
        ...items.map((item) => ({
          tool: 'set_line',
          arguments: {
            order_id: { from: created, path: 'data.order_id' },
            product_id: item.product.product_id,
            quantity: item.quantity,
          },
        })),
        ...(paying ? [{ tool: 'pay_order', arguments: { order_id: { from: created, path: 'data.order_id' }, method } }] : []),
      ],
    };
  },
};

const cancelOrder: Move<OrdersState> = {
  name: 'cancel an order',
  plan(setting) {
    const { state, random } = setting;
    const order = orders(setting, 'unpaid', 'paid')[0];
    if (!order) return undefined;
    const customer = customerOf(state, order);
    const [reason, words] = random.pick([
      ['customer_request', `${customer.name} does not want order ${number(order)} any more. Please cancel it.`],
      ['customer_request', `Cancel order ${number(order)} of ${customer.name}; that is the customer's own wish.`],
      [
        'address_problem',
        `The address on order ${number(order)} of ${customer.name} does not exist, so cancel it because of the address problem.`,
      ],
      [
        'out_of_stock',
        `We cannot deliver order ${number(order)} for ${customer.name}: the goods turned out to be out of stock. Cancel it for that reason.`,
      ],
    ] as const);
    return {
      text: words,
      records: recordsOf(state, order),
      calls: [...lookUp(customer, order.status), { tool: 'cancel_order', arguments: { order_id: order.order_id, reason } }],
    };
  },
};

const cancelStale: Move<OrdersState> = {
  name: 'cancel stale unpaid orders',
  plan({ state, today, random }) {
    const days = random.pick([7, 8, 12]);
    const limit = addDays(today, -days);
    const stale = Object.values(state.orders).filter((order) => order.status === 'unpaid' && order.placed < limit);
    if (stale.length === 0 || stale.length > 4) return undefined;
    return {
      text: random.pick([
        `Cancel every unpaid order that was placed before ${longDate(limit)}; they were simply not paid.`,
        `Our unpaid orders from before ${longDate(limit)} have to go. Cancel all of them as not paid.`,
      ]),
      records: stale.flatMap((order) => recordsOf(state, order)),
      calls: [
        { tool: 'find_orders', arguments: { status: 'unpaid' } },
        ...stale.map((order) => ({ tool: 'cancel_order', arguments: { order_id: order.order_id, reason: 'not_paid' } })),
      ],
    };
  },
};

const changeAddress: Move<OrdersState> = {
  name: 'change an address',
  plan(setting) {
    const { state, random } = setting;
    const order = orders(setting, 'paid', 'shipped', 'unpaid')[0];
    if (!order || order.status === 'shipped') return undefined;
    const customer = customerOf(state, order);
    const address = random.pick([
      '3 Foundry Lane, Ghent',
      '27 Lighthouse Road, Cork',
      '112 Mulberry Street, Graz',
      '8 Weavers Yard, Lund',
      '41 Abbey Walk, York',
    ]);
    if (order.address === address) return undefined;
    return {
      text: random.pick([
        `${customer.name} is moving, so order ${number(order)} should go to ${address} instead.`,
        `Please redirect order ${number(order)} of ${customer.name} to ${address}.`,
        `For order ${number(order)}, ${customer.name} gave us a new delivery address: ${address}.`,
      ]),
      records: recordsOf(state, order),
      calls: [...lookUp(customer, order.status), { tool: 'change_address', arguments: { order_id: order.order_id, address } }],
    };
  },
};

const raiseQuantity: Move<OrdersState> = {
  name: 'raise a quantity if stock allows',
  plan(setting) {
    const { state, policy, random } = setting;
    for (const order of solitary(setting, 'unpaid')) {
      const lines = linesOf(state, order);
      const line = random.pick(lines);
      const product = productOf(state, line);
      const wanted = line.quantity + random.integer(2, 4);
      if (lines.length < 2 || product.status !== 'on_sale' || order.coupon_id !== null || wanted > Number(policy.max_quantity))
        continue;
      const enough = product.stock >= wanted - line.quantity;
      const customer = customerOf(state, order);
      return {
        text: random.pick([
          `${customer.name} would like ${pieces(wanted, product)} altogether in the unpaid order. If our stock does not allow that, take the ${product.name} out of it completely.`,
          `In the unpaid order of ${customer.name}, set the quantity of the ${product.name} to ${wanted} if we have enough pieces; otherwise remove that product from the order.`,
        ]),
        records: recordsOf(state, order),
        calls: [
          ...lookUp(customer, 'unpaid'),
          { tool: 'list_order_lines', arguments: { order_id: order.order_id } },
          findProduct(product),
          {
            tool: 'set_line',
            arguments: { order_id: order.order_id, product_id: product.product_id, quantity: enough ? wanted : 0 },
          },
        ],
      };
    }
    return undefined;
  },
};

const addCheapest: Move<OrdersState> = {
  name: 'add the cheapest of a category',
  plan(setting) {
    const { state, random } = setting;
    const category = random.pick(['kitchen', 'outdoor', 'office', 'toys'] as const);
    const available = Object.values(state.products)
      .filter((product) => product.category === category && product.status === 'on_sale' && product.stock > 0)
      .sort((a, b) => a.price_cents - b.price_cents);
    const [cheapest, second] = available;
    if (!cheapest || cheapest.price_cents === second?.price_cents) return undefined;
    const order = solitary(setting, 'unpaid').find((one) =>
      linesOf(state, one).every((line) => line.product_id !== cheapest.product_id),
    );
    if (!order) return undefined;
    const customer = customerOf(state, order);
    const kind = { kitchen: 'kitchen product', outdoor: 'outdoor product', office: 'office product', toys: 'toy' }[category];
    return {
      text: random.pick([
        `${customer.name} asks for the cheapest ${kind} we have in stock. Add one to the unpaid order.`,
        `Add one piece of our cheapest available ${kind} to the unpaid order of ${customer.name}.`,
      ]),
      records: [...recordsOf(state, order), `products/${cheapest.product_id}`],
      calls: [
        ...lookUp(customer, 'unpaid'),
        { tool: 'search_products', arguments: { category, available_only: true } },
        { tool: 'set_line', arguments: { order_id: order.order_id, product_id: cheapest.product_id, quantity: 1 } },
      ],
    };
  },
};

const applyCoupon: Move<OrdersState> = {
  name: 'apply the first coupon that works',
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

const payBest: Move<OrdersState> = {
  name: 'pay with credit if it covers',
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

const announceReturn: Move<OrdersState> = {
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

const settleReturn: Move<OrdersState> = {
  name: 'settle an announced return',
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

const shipPaid: Move<OrdersState> = {
  name: 'ship paid orders',
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

const replaceOrder: Move<OrdersState> = {
  name: 'cancel and order something else',
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

const confirmDelivery: Move<OrdersState> = {
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

export const moves: readonly Move<OrdersState>[] = [
  placeOrder,
  cancelOrder,
  cancelStale,
  changeAddress,
  raiseQuantity,
  addCheapest,
  applyCoupon,
  payBest,
  announceReturn,
  settleReturn,
  shipPaid,
  replaceOrder,
  confirmDelivery,
];
