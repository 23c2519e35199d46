import { addDays } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import { listOf, longDate } from '../../kit/wording.ts';
import type { OrdersState } from './design.ts';
import {
  customerOf,
  findCustomer,
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

const placeOrder: RequestTemplate<OrdersState> = {
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
    const payment = !paying
      ? random.pick(['The customer will pay later, so leave it unpaid.', 'Leave it unpaid; the payment comes by itself.'])
      : method === 'store_credit'
        ? 'It is paid with store credit.'
        : random.pick(['It is paid by card.', 'Charge the card for it.']);
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

const cancelOrder: RequestTemplate<OrdersState> = {
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

const cancelStale: RequestTemplate<OrdersState> = {
  name: 'cancel stale unpaid orders',
  kind: 'bulk',
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

const changeAddress: RequestTemplate<OrdersState> = {
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

const raiseQuantity: RequestTemplate<OrdersState> = {
  name: 'raise a quantity if stock allows',
  kind: 'conditional',
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

const addCheapest: RequestTemplate<OrdersState> = {
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

export const orderMoves: readonly RequestTemplate<OrdersState>[] = [
  placeOrder,
  cancelOrder,
  cancelStale,
  changeAddress,
  raiseQuantity,
  addCheapest,
];
