import { addDays } from '../../../base/days.ts';
import { all, at, pairs, where } from '../../../domain/contract/reading.ts';
import { answer, showing } from '../../kit/request.ts';
import { listOf, longDate, shortDate } from '../../kit/wording.ts';
import { linesOf } from './contract.ts';
import { call, countsItself, isDated, ordersIn, pieces, request, solitary } from './desk.ts';

const placeOrder = request({
  name: 'place an order',
  cases: ({ state }) => all(state.customers),
  ask(customer, { state, random }) {
    const items = random
      .shuffle(where(state.products, (product) => product.status === 'on_sale' && product.stock >= 3))
      .slice(0, random.integer(1, 3))
      .map((product) => ({ product, quantity: random.integer(1, 3) }));
    if (items.length === 0) return undefined;
    const total = items.reduce((sum, { product, quantity }) => sum + quantity * product.price_cents, 0);
    const method = customer.store_credit_cents >= total ? 'store_credit' : 'card';
    const goods = listOf(items.map(({ product, quantity }) => pieces(quantity, product)));
    const pays = random.chance(0.7);
    const payment = !pays
      ? random.pick(['The customer will pay later, so leave it unpaid.', 'Leave it unpaid; the payment comes by itself.'])
      : method === 'store_credit'
        ? 'It is paid with store credit.'
        : random.pick(['It is paid by card.', 'Charge the card for it.']);
    const created = call('create_order', { customer_id: customer.customer_id });
    const order_id = answer(created, 'data.order_id');
    return {
      says: [
        `${customer.name} wants to order ${goods}. ${payment}`,
        `Please place an order for ${customer.name}: ${goods}. ${payment}`,
        `There is a phone order from ${customer.name} for ${goods}, to the usual address. ${payment}`,
      ],
      does: [created],
      afterwards: [
        ...items.map(({ product: { product_id }, quantity }) => call('set_line', { order_id, product_id, quantity })),
        ...(pays ? [call('pay_order', { order_id, method })] : []),
      ],
    };
  },
});

/** Why an order is cancelled, as the tool knows it and as people say it when they are asked. */
const reasons = [
  ['customer_request', 'The customer simply does not want it any more.'],
  ['address_problem', 'There is a problem with the address: it does not exist.'],
  ['out_of_stock', 'The goods turned out to be out of stock.'],
] as const;

const cancelOrder = request({
  name: 'cancel an order',
  cases: (desk) =>
    ordersIn(desk).map((item) => {
      const [reason, says] = desk.random.pick(reasons);
      return { ...item, reason, says };
    }),
  ask({ order, customer, number, touches, reason }) {
    const words = {
      customer_request: [
        `${customer.name} does not want order ${number} any more. Please cancel it.`,
        `Cancel order ${number} of ${customer.name}; that is the customer's own wish.`,
      ],
      address_problem: [
        `The address on order ${number} of ${customer.name} does not exist, so cancel it because of the address problem.`,
      ],
      out_of_stock: [
        `We cannot deliver order ${number} for ${customer.name}: the goods turned out to be out of stock. Cancel it for that reason.`,
      ],
    };
    return { says: words[reason], sees: [order], does: [call('cancel_order', { order_id: order.order_id, reason })], touches };
  },
  refusals: [
    {
      because: 'R7 the order is shipped',
      says: ({ order, customer: { name }, reason }, desk) =>
        isDated(desk, order) && reason === 'customer_request'
          ? [
              `${name} has changed plans and wants the order of ${shortDate(order.placed)} cancelled.`,
              `Cancel the order that ${name} placed on ${shortDate(order.placed)}; the customer asked for it.`,
            ]
          : undefined,
      shows: ({ order }) => [[order, 'status', 'placed']],
    },
    {
      because: 'R7 the order is cancelled',
      kind: 'already-done',
      says: ({ order, customer: { name }, reason }, desk) =>
        isDated(desk, order) && reason === 'customer_request'
          ? [
              `${name} does not want what was ordered on ${shortDate(order.placed)}; make sure that this order is cancelled.`,
              `The order of ${name} from ${shortDate(order.placed)} must not go out. See that it is cancelled.`,
            ]
          : undefined,
      shows: ({ order }) => [[order, 'status', 'placed']],
    },
  ],
  withheld: {
    name: 'cancel an order for a reason not said',
    says: ({ customer, number }) => [
      `Order ${number} of ${customer.name} has to be cancelled.`,
      `Please cancel order ${number}; it is the one of ${customer.name}.`,
    ],
    wants: ({ customer, number, says }) => `Order ${number} of ${customer.name} is cancelled, with the right reason. ${says}`,
    facts: ({ number, says }) => [
      {
        kind: 'choice',
        about: 'the reason why it is cancelled',
        says: [says],
        question: `For what reason is order ${number} cancelled?`,
        decides: ['reason'],
      },
    ],
  },
});

const cancelStale = request({
  name: 'cancel stale unpaid orders',
  kind: 'bulk',
  cases: () => [7, 8, 12],
  ask(days, desk) {
    const limit = addDays(desk.today, -days);
    const stale = ordersIn(desk, 'unpaid').filter(({ order }) => order.placed < limit);
    if (stale.length === 0 || stale.length > 4) return undefined;
    return {
      says: [
        `Cancel every unpaid order that was placed before ${longDate(limit)}; they were simply not paid.`,
        `Our unpaid orders from before ${longDate(limit)} have to go. Cancel all of them as not paid.`,
      ],
      sees: [showing(call('find_orders', { status: 'unpaid' }), ...stale.map(({ order }) => order))],
      does: stale.map(({ order: { order_id } }) => call('cancel_order', { order_id, reason: 'not_paid' })),
      touches: stale.flatMap(({ touches }) => touches),
    };
  },
});

const addresses = [
  '3 Foundry Lane, Ghent',
  '27 Lighthouse Road, Cork',
  '112 Mulberry Street, Graz',
  '8 Weavers Yard, Lund',
  '41 Abbey Walk, York',
];

const changeAddress = request({
  name: 'change an address',
  cases: (desk) => ordersIn(desk).map((item) => ({ ...item, address: desk.random.pick(addresses) })),
  ask: ({ order, customer, number, touches, address }) => ({
    says: [
      `${customer.name} is moving, so order ${number} should go to ${address} instead.`,
      `Please redirect order ${number} of ${customer.name} to ${address}.`,
      `For order ${number}, ${customer.name} gave us a new delivery address: ${address}.`,
    ],
    sees: [order],
    does: [call('change_address', { order_id: order.order_id, address })],
    touches,
  }),
  refusals: [
    {
      because: 'R7 the order is shipped',
      says: ({ order, customer, address }, desk) =>
        order.status === 'shipped' && isDated(desk, order)
          ? [`${customer.name} has moved. The order of ${shortDate(order.placed)} should go to ${address} instead.`]
          : undefined,
      shows: ({ order }) => [[order, 'status', 'placed']],
    },
  ],
  withheld: {
    name: 'change an address not said',
    says: ({ customer, number }) => [
      `${customer.name} has moved, so order ${number} has to go to the new address.`,
      `The delivery address on order ${number} of ${customer.name} is wrong. Please correct it.`,
    ],
    wants: ({ customer, number, address }) => `Order ${number} of ${customer.name} goes to ${address}.`,
    facts: ({ number, address }) => [
      {
        kind: 'text',
        about: 'the right delivery address',
        says: [`The address is ${address}.`, `It should go to ${address}.`],
        question: `What is the right delivery address for order ${number}?`,
        decides: ['address'],
      },
    ],
  },
});

const changeQuantity = request({
  name: 'change a quantity',
  cases: (desk) =>
    solitary(desk, 'unpaid').flatMap((item) =>
      linesOf(desk, item.order.order_id).map((line) => ({
        ...item,
        line,
        product: at(desk.state.products, line.product_id),
        quantity: line.quantity + desk.random.integer(1, 3),
      })),
    ),
  ask: ({ order: { order_id }, customer, found, touches, line, product, quantity }) => ({
    says: [
      `${customer.name} wants ${pieces(quantity, product)} altogether in the unpaid order. Please change it.`,
      `Please set the ${product.name} in the unpaid order of ${customer.name} to a quantity of ${quantity} in all.`,
    ],
    sees: [...found, line, product],
    does: [call('set_line', { order_id, product_id: product.product_id, quantity })],
    touches,
  }),
  withheld: {
    name: 'change a quantity not said',
    isOpen: ({ product }) => !countsItself(product),
    says: ({ customer, product }) => [
      `${customer.name} wants another quantity of the ${product.name} in the unpaid order. Please change it.`,
      `Please change how many pieces of the ${product.name} are in the unpaid order of ${customer.name}.`,
    ],
    wants: ({ customer, product, quantity }) =>
      `The unpaid order of ${customer.name} holds ${pieces(quantity, product)}; everything else in it stays as it is.`,
    facts: ({ product, quantity }) => [
      {
        kind: 'count',
        about: 'the number of pieces altogether',
        says: [`Altogether ${pieces(quantity, product)}.`, `It should be ${quantity} in all.`],
        question: `How many pieces of the ${product.name} should be in the order altogether?`,
        decides: ['quantity'],
      },
    ],
  },
});

const raiseQuantity = request({
  name: 'raise a quantity if stock allows',
  kind: 'conditional',
  cases: (desk) =>
    solitary(desk, 'unpaid').flatMap((item) => linesOf(desk, item.order.order_id).map((line) => ({ ...item, line }))),
  ask({ order, customer, found, touches, line }, desk) {
    const { order_id, coupon_id } = order;
    const product = at(desk.state.products, line.product_id);
    const more = desk.random.integer(2, 4);
    const wanted = line.quantity + more;
    // What stands in the way must be the stock alone, and the order must not become empty.
    if (product.status !== 'on_sale' || coupon_id !== null || wanted > desk.policy.max_quantity) return undefined;
    if (linesOf(desk, order_id).length < 2) return undefined;
    const quantity = product.stock >= more ? wanted : 0;
    return {
      says: [
        `${customer.name} would like ${pieces(wanted, product)} altogether in the unpaid order. If our stock does not allow that, take the ${product.name} out of it completely.`,
        `In the unpaid order of ${customer.name}, set the quantity of the ${product.name} to ${wanted} if we have enough pieces; otherwise remove that product from the order.`,
      ],
      sees: [...found, line, product],
      does: [call('set_line', { order_id, product_id: product.product_id, quantity })],
      touches,
    };
  },
});

const addProduct = request({
  name: 'add a product',
  cases: (desk) =>
    pairs(solitary(desk, 'unpaid'), all(desk.state.products)).flatMap(([item, product]) => {
      const isIn = linesOf(desk, item.order.order_id).some((line) => line.product_id === product.product_id);
      return isIn ? [] : [{ ...item, product, quantity: desk.random.integer(2, 4) }];
    }),
  ask: ({ order: { order_id }, customer, found, touches, product, quantity }) => ({
    says: [
      `${customer.name} wants ${pieces(quantity, product)} added to the unpaid order.`,
      `Please add ${pieces(quantity, product)} to the unpaid order of ${customer.name}.`,
    ],
    sees: [...found, product],
    does: [call('set_line', { order_id, product_id: product.product_id, quantity })],
    touches,
  }),
  withheld: {
    name: 'add a product not said',
    isOpen: ({ product }) => !countsItself(product),
    says: ({ customer }) => [
      `${customer.name} wants something added to the unpaid order.`,
      `Can you add another product to the unpaid order of ${customer.name}?`,
    ],
    wants: ({ customer, product, quantity }) => `${pieces(quantity, product)} are added to the unpaid order of ${customer.name}.`,
    facts: ({ customer, product, quantity }) => [
      {
        kind: 'record',
        about: 'the product to add',
        says: [`It is the ${product.name}.`, `The ${product.name}, please.`],
        question: `Which product should I add to the order of ${customer.name}?`,
        decides: ['product_id'],
        tells: [product],
      },
      {
        kind: 'count',
        about: 'the quantity in pieces',
        says: [`${quantity} pieces of it.`],
        question: 'How many pieces of it?',
        decides: ['quantity'],
      },
    ],
  },
});

export const orderRequests = [placeOrder, cancelOrder, cancelStale, changeAddress, raiseQuantity, changeQuantity, addProduct];
