import { readFileSync } from 'node:fs';

/** The benchmark's environment: about 400 lines, 22 tools; see shop.ts. */
export const source = readFileSync(new URL('./shop.ts', import.meta.url), 'utf8');

const text = { type: 'string' };
const count = { type: 'integer', minimum: 1 };
const status = { type: 'string', enum: ['open', 'paid', 'shipped', 'cancelled'] };
const category = { type: 'string', enum: ['board', 'leg', 'hinge', 'handle', 'finish'] };

const reads = {
  find_products: { category, 'max_price_cents?': count },
  get_product: { product_id: text },
  list_low_stock: {},
  get_customer: { customer_id: text },
  find_customers: { name: text },
  get_order: { order_id: text },
  list_orders: { customer_id: text, 'status?': status },
  quote_order: { order_id: text },
  list_returns: { order_id: text },
  list_coupons: {},
};

const writes = {
  register_customer: { name: text, email: text, city: text },
  restock_product: { product_id: text, quantity: count },
  set_price: { product_id: text, price_cents: count },
  create_order: { customer_id: text, product_id: text, quantity: count },
  add_order_line: { order_id: text, product_id: text, quantity: count },
  remove_order_line: { order_id: text, product_id: text },
  apply_coupon: { order_id: text, coupon_id: text },
  pay_order: { order_id: text },
  ship_order: { order_id: text },
  cancel_order: { order_id: text },
  request_return: { order_id: text, product_id: text, quantity: count, reason: text },
  settle_return: { return_id: text },
};

function toolsOf(group, effect) {
  return Object.entries(group).map(([name, parameters]) => ({
    name,
    effect,
    description: name.replaceAll('_', ' '),
    parameters: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(parameters).map(([key, schema]) => [key.replace('?', ''), schema])),
      required: Object.keys(parameters).filter((key) => !key.endsWith('?')),
      additionalProperties: false,
    },
  }));
}

export const writeTools = Object.keys(writes);

/** The sandbox reads nothing of a skeleton but its name. */
export const environment = {
  source,
  tools: [...toolsOf(reads, 'read'), ...toolsOf(writes, 'write')],
  skeleton: { name: 'PartsShop' },
};

export const start = { seed: 'benchmark', start: '2026-03-09T09:00:00Z' };

const names = ['Ana', 'Bo', 'Cem', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun', 'Kai'];
const surnames = ['Lind', 'Okafor'];
const woods = ['oak', 'beech', 'pine', 'walnut', 'steel', 'brass', 'ash', 'birch'];

/** About 21 KB of JSON: 40 products, 22 customers, 30 orders, 3 coupons, 3 returns. `variant` makes another state of that size. */
export function makeState(variant = 0) {
  const categories = category.enum;
  const products = {};
  for (let i = 0; i < 40; i++) {
    const product_id = `P-${101 + i}`;
    const kind = categories[i % 5];
    const name = `${woods[i % 8]} ${kind} no. ${i + 1}, workshop series`;
    const price_cents = 450 + ((i * 737 + variant * 13) % 9000);
    products[product_id] = {
      product_id,
      name,
      category: kind,
      price_cents,
      stock: 4 + ((i * 7) % 40),
      reserved: 0,
      discontinued: i === 39,
    };
  }
  const customers = {};
  for (let i = 0; i < 22; i++) {
    const customer_id = `C-${101 + i}`;
    const name = `${names[i % 11]} ${surnames[i % 2]}`;
    customers[customer_id] = {
      customer_id,
      name,
      email: `${name.toLowerCase().replace(' ', '.')}${variant}@parts.example`,
      city: ['Lund', 'Graz', 'Porto', 'Ghent'][i % 4],
      level: i % 5 === 0 ? 'trade' : 'basic',
      credit_cents: 20000 + i * 1500,
      blocked: i === 9,
    };
  }
  const orders = {};
  for (let i = 0; i < 30; i++) {
    const order_id = `O-${2001 + i}`;
    const state = ['shipped', 'open', 'paid', 'shipped', 'cancelled', 'shipped'][i % 6];
    const lines = Array.from({ length: 2 + (i % 3) }, (_, line) => {
      const product_id = `P-${101 + ((i * 11 + line * 5) % 39)}`;
      return { product_id, quantity: 1 + ((i + line) % 2), unit_cents: products[product_id].price_cents };
    });
    if (state === 'open' || state === 'paid') for (const line of lines) products[line.product_id].reserved += line.quantity;
    const placed = `2026-02-${String(10 + (i % 15)).padStart(2, '0')}T10:${String(10 + i)}:00Z`;
    orders[order_id] = {
      order_id,
      customer_id: `C-${101 + ((i * 3) % 22)}`,
      status: state,
      lines,
      coupon_id: i % 7 === 0 ? 'K-1' : null,
      paid_cents: state === 'open' || state === 'cancelled' ? 0 : 4000 + i * 100,
      placed,
      shipped: state === 'shipped' ? placed.replace('T10', 'T16') : null,
    };
  }
  for (const product of Object.values(products)) product.stock += product.reserved;
  const coupons = Object.fromEntries(
    [5, 10, 15].map((percent, i) => [
      `K-${i + 1}`,
      { coupon_id: `K-${i + 1}`, percent, minimum_cents: 1000 * i, uses_left: 9 - i, valid_until: '2026-12-31' },
    ]),
  );
  const returns = Object.fromEntries(
    [0, 6, 12].map((at, i) => {
      const order = orders[`O-${2001 + at}`];
      const { product_id, unit_cents } = order.lines[0];
      const entry = { product_id, quantity: 1, reason: 'too long', status: 'requested', refund_cents: unit_cents };
      return [`R-${301 + i}`, { return_id: `R-${301 + i}`, order_id: order.order_id, ...entry }];
    }),
  );
  return { products, customers, orders, coupons, returns };
}

/** Ten reads, eight writes, two refusals. `order` is the id of the order that the episode itself makes. */
export function callsWith(order) {
  const calls = [
    ['find_customers', { name: 'cem' }],
    ['get_customer', { customer_id: 'C-103' }],
    ['find_products', { category: 'hinge', max_price_cents: 6000 }],
    ['get_product', { product_id: 'P-107' }],
    ['restock_product', { product_id: 'P-107', quantity: 12 }],
    ['create_order', { customer_id: 'C-103', product_id: 'P-108', quantity: 2 }],
    ['get_order', { order_id: order }],
    ['add_order_line', { order_id: order, product_id: 'P-111', quantity: 1 }],
    ['add_order_line', { order_id: order, product_id: 'P-140', quantity: 1 }],
    ['quote_order', { order_id: order }],
    ['apply_coupon', { order_id: order, coupon_id: 'K-2' }],
    ['pay_order', { order_id: order }],
    ['list_orders', { customer_id: 'C-103', status: 'paid' }],
    ['ship_order', { order_id: order }],
    ['cancel_order', { order_id: order }],
    ['request_return', { order_id: order, product_id: 'P-108', quantity: 1, reason: 'scratched' }],
    ['list_returns', { order_id: order }],
    ['register_customer', { name: 'Noor Haddad', email: 'noor@parts.example', city: 'Lund' }],
    ['list_low_stock', {}],
    ['list_coupons', {}],
  ];
  return calls.map(([tool, args]) => ({ tool, arguments: args }));
}

const checkTexts = [
  "({ initial, final }) => Object.values(final.orders).some((one) => !initial.orders[one.order_id] && one.customer_id === 'C-103' && one.status === 'shipped')",
  '({ initial, final }) => Object.keys(final.orders).filter((key) => !initial.orders[key]).length === 1',
  "({ initial, final }) => final.products['P-107']?.stock === (initial.products['P-107']?.stock ?? 0) + 12",
  "({ initial, final }) => (final.customers['C-103']?.credit_cents ?? 0) < (initial.customers['C-103']?.credit_cents ?? 0)",
  "({ initial, final }) => Object.values(final.returns).some((one) => !initial.returns[one.return_id] && one.reason === 'scratched')",
  "({ initial, final }) => final.coupons['K-2']?.uses_left === (initial.coupons['K-2']?.uses_left ?? 0) - 1",
  '({ final }) => Object.values(final.customers).every((one) => one.credit_cents >= 0)',
  '({ final }) => Object.values(final.products).every((one) => one.reserved >= 0 && one.reserved <= one.stock)',
  "({ initial, final }) => Object.values(final.customers).some((one) => !initial.customers[one.customer_id] && one.name === 'Noor Haddad')",
  "({ initial, final }) => sameValue(initial.orders['O-2001'], final.orders['O-2001'])",
];

/** The ten checks of the episode, the same as in reference.py. */
export const checks = checkTexts.map((text, i) => ({
  id: `check-${i + 1}`,
  question: `Question ${i + 1}?`,
  role: 'credit',
  predicate: { kind: 'code' },
  source: text,
}));
