import type { RequestTemplate } from '../../kit/domain.ts';
import type { OrdersState } from './design.ts';
import { customerOf, findProduct, linesOf, lookUp, number, orders, pieces, productOf, recordsOf, solitary } from './lookups.ts';

/** Why an order is cancelled, as the tool knows it and as people say it. */
const reasons = [
  ['customer_request', 'The customer simply does not want it any more.'],
  ['address_problem', 'There is a problem with the address: it does not exist.'],
  ['out_of_stock', 'The goods turned out to be out of stock.'],
] as const;

const cancelWhy: RequestTemplate<OrdersState> = {
  name: 'cancel an order for a reason not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    const [order] = orders(setting, 'unpaid', 'paid');
    if (!order) return undefined;
    const customer = customerOf(state, order);
    const [reason, says] = random.pick(reasons);
    return {
      text: random.pick([
        `Order ${number(order)} of ${customer.name} has to be cancelled.`,
        `Please cancel order ${number(order)}; it is the one of ${customer.name}.`,
      ]),
      records: recordsOf(state, order),
      calls: [...lookUp(customer, order.status), { tool: 'cancel_order', arguments: { order_id: order.order_id, reason } }],
      user: {
        wants: `Order ${number(order)} of ${customer.name} is cancelled, with the right reason. ${says}`,
        facts: [
          {
            kind: 'choice',
            about: 'the reason why it is cancelled',
            says,
            question: `For what reason is order ${number(order)} cancelled?`,
            before: 3,
            decides: [{ call: 3, argument: 'reason' }],
          },
        ],
      },
    };
  },
};

const addWhat: RequestTemplate<OrdersState> = {
  name: 'add a product not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    for (const order of solitary(setting, 'unpaid')) {
      const inside = new Set(linesOf(state, order).map((line) => line.product_id));
      const product = random
        .shuffle(Object.values(state.products))
        .find((one) => one.status === 'on_sale' && one.stock >= 6 && !inside.has(one.product_id) && !countsItself(one.name));
      if (!product || order.coupon_id !== null) continue;
      const customer = customerOf(state, order);
      const quantity = random.integer(2, 4);
      return {
        text: random.pick([
          `${customer.name} wants something added to the unpaid order.`,
          `Can you add another product to the unpaid order of ${customer.name}?`,
        ]),
        records: [...recordsOf(state, order), `products/${product.product_id}`],
        calls: [
          ...lookUp(customer, 'unpaid'),
          findProduct(product),
          { tool: 'set_line', arguments: { order_id: order.order_id, product_id: product.product_id, quantity } },
        ],
        user: {
          wants: `${pieces(quantity, product)} are added to the unpaid order of ${customer.name}.`,
          facts: [
            {
              kind: 'record',
              about: 'the product to add',
              says: random.pick([`It is the ${product.name}.`, `The ${product.name}, please.`]),
              question: `Which product should I add to the order of ${customer.name}?`,
              before: 3,
              decides: [{ call: 4, argument: 'product_id' }],
            },
            {
              kind: 'count',
              about: 'the quantity in pieces',
              says: `${quantity} pieces of it.`,
              question: 'How many pieces of it?',
              before: 4,
              decides: [{ call: 4, argument: 'quantity' }],
            },
          ],
        },
      };
    }
    return undefined;
  },
};

/** "two-person tent": a number in the name would be taken for the quantity. */
function countsItself(product: string): boolean {
  return /\b(one|two|three|four|five|six|seven|eight)\b|\d/.test(product);
}

const changeAddress: RequestTemplate<OrdersState> = {
  name: 'change an address not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    const [order] = orders(setting, 'paid', 'unpaid');
    const address = random.pick([
      '3 Foundry Lane, Ghent',
      '27 Lighthouse Road, Cork',
      '112 Mulberry Street, Graz',
      '8 Weavers Yard, Lund',
      '41 Abbey Walk, York',
    ]);
    if (!order || order.address === address) return undefined;
    const customer = customerOf(state, order);
    return {
      text: random.pick([
        `${customer.name} has moved, so order ${number(order)} has to go to the new address.`,
        `The delivery address on order ${number(order)} of ${customer.name} is wrong. Please correct it.`,
      ]),
      records: recordsOf(state, order),
      calls: [...lookUp(customer, order.status), { tool: 'change_address', arguments: { order_id: order.order_id, address } }],
      user: {
        wants: `Order ${number(order)} of ${customer.name} goes to ${address}.`,
        facts: [
          {
            kind: 'text',
            about: 'the right delivery address',
            says: random.pick([`The address is ${address}.`, `It should go to ${address}.`]),
            question: `What is the right delivery address for order ${number(order)}?`,
            before: 3,
            decides: [{ call: 3, argument: 'address' }],
          },
        ],
      },
    };
  },
};

const changeQuantity: RequestTemplate<OrdersState> = {
  name: 'change a quantity not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, policy, random } = setting;
    for (const order of solitary(setting, 'unpaid')) {
      const line = random.pick(linesOf(state, order));
      const product = productOf(state, line);
      const wanted = line.quantity + random.integer(1, 3);
      const possible =
        product.status === 'on_sale' && product.stock > wanted - line.quantity && wanted <= Number(policy.max_quantity);
      if (!possible || order.coupon_id !== null || countsItself(product.name)) continue;
      const customer = customerOf(state, order);
      return {
        text: random.pick([
          `${customer.name} wants another quantity of the ${product.name} in the unpaid order. Please change it.`,
          `Please change how many pieces of the ${product.name} are in the unpaid order of ${customer.name}.`,
        ]),
        records: recordsOf(state, order),
        calls: [
          ...lookUp(customer, 'unpaid'),
          { tool: 'list_order_lines', arguments: { order_id: order.order_id } },
          findProduct(product),
          { tool: 'set_line', arguments: { order_id: order.order_id, product_id: product.product_id, quantity: wanted } },
        ],
        user: {
          wants: `The unpaid order of ${customer.name} holds ${pieces(wanted, product)}; everything else in it stays as it is.`,
          facts: [
            {
              kind: 'count',
              about: 'the number of pieces altogether',
              says: random.pick([`Altogether ${pieces(wanted, product)}.`, `It should be ${wanted} in all.`]),
              question: `How many pieces of the ${product.name} should be in the order altogether?`,
              before: 5,
              decides: [{ call: 5, argument: 'quantity' }],
            },
          ],
        },
      };
    }
    return undefined;
  },
};

export const ordersOpen: readonly RequestTemplate<OrdersState>[] = [cancelWhy, changeAddress, changeQuantity, addWhat];
