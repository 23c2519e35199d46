import { addDays } from '../../../base/days.ts';
import type { Random } from '../../../base/random.ts';
import type { Setting } from '../../kit/domain.ts';
import { address, people } from '../../kit/names.ts';
import { keyBy } from '../../kit/records.ts';
import type { Coupon, Customer, Order, OrderLine, OrdersState, Payment, Product, Return } from './design.ts';

const catalogue: readonly (readonly [string, Product['category'], number])[] = [
  ['cast iron skillet', 'kitchen', 4290],
  ['bread knife', 'kitchen', 2450],
  ['enamel teapot', 'kitchen', 3190],
  ['spice grinder', 'kitchen', 1875],
  ['pasta machine', 'kitchen', 5600],
  ['two-person tent', 'outdoor', 14900],
  ['camping stove', 'outdoor', 5450],
  ['head torch', 'outdoor', 2799],
  ['picnic blanket', 'outdoor', 3325],
  ['folding chair', 'outdoor', 4050],
  ['desk lamp', 'office', 3799],
  ['fountain pen', 'office', 2650],
  ['document shredder', 'office', 7925],
  ['monitor stand', 'office', 4580],
  ['wall calendar', 'office', 1290],
  ['wooden train set', 'toys', 6250],
  ['kite', 'toys', 1999],
  ['marble run', 'toys', 4475],
  ['hand puppet', 'toys', 1640],
  ['puzzle globe', 'toys', 2980],
];

function makeProducts(random: Random): Product[] {
  const chosen = (['kitchen', 'outdoor', 'office', 'toys'] as const).flatMap((category) =>
    random.sample(
      catalogue.filter((item) => item[1] === category),
      4,
    ),
  );
  const stocks = random.shuffle([0, 0, 1, 2, 2, 3, 4, 5, 6, 8, 9, 11, 14, 17, 20, 25]);
  return chosen.map(([name, category, price], i) => ({
    product_id: `PR-${101 + i * 7}`,
    name,
    category,
    price_cents: price + random.integer(-4, 6) * 50,
    stock: stocks[i] ?? 5,
    status: i % 8 === 3 ? 'discontinued' : 'on_sale',
    returnable: i % 5 !== 1,
  }));
}

/** Status of every order, its age in days and (where delivered) how many days ago it arrived. */
const histories: readonly { status: Order['status']; age: readonly [number, number]; arrived?: readonly [number, number] }[] = [
  { status: 'unpaid', age: [0, 2] },
  { status: 'unpaid', age: [1, 4] },
  { status: 'unpaid', age: [9, 12] },
  { status: 'unpaid', age: [13, 20] },
  { status: 'paid', age: [1, 2] },
  { status: 'paid', age: [2, 4] },
  { status: 'paid', age: [5, 8] },
  { status: 'shipped', age: [3, 6] },
  { status: 'shipped', age: [5, 9] },
  { status: 'delivered', age: [6, 10], arrived: [1, 3] },
  { status: 'delivered', age: [10, 13], arrived: [4, 7] },
  { status: 'delivered', age: [14, 17], arrived: [9, 11] },
  { status: 'delivered', age: [60, 90], arrived: [45, 55] },
  { status: 'cancelled', age: [7, 20] },
  { status: 'cancelled', age: [21, 30] },
  { status: 'cancelled', age: [15, 40] },
  { status: 'cancelled', age: [20, 50] },
];
const cancelReasons = ['customer_request', 'not_paid', 'out_of_stock', 'address_problem'] as const;

/** A shop with orders at every point of their life. */
export function makeState({ today, random }: Omit<Setting<OrdersState>, 'state'>): OrdersState {
  const customers = people(random, 9).map(
    (person, i): Customer => ({
      customer_id: `C-${210 + i * 3}`,
      name: person.name,
      email: person.email,
      address: address(random),
      blocked: i === 8,
      store_credit_cents: i % 3 === 0 ? 0 : random.integer(8, 90) * 250,
    }),
  );
  const products = makeProducts(random);
  const coupons: Coupon[] = [
    { coupon_id: 'WELCOME10', percent: 10, minimum_cents: 2000, valid_until: addDays(today, 90), uses_left: 40 },
    {
      coupon_id: 'SPRING15',
      percent: 15,
      minimum_cents: 5000,
      valid_until: addDays(today, random.integer(-6, 12)),
      uses_left: random.integer(2, 12),
    },
    { coupon_id: 'FREQUENT20', percent: 20, minimum_cents: 12000, valid_until: addDays(today, 30), uses_left: 3 },
    { coupon_id: 'FLASH25', percent: 25, minimum_cents: 3000, valid_until: addDays(today, 2), uses_left: 0 },
    { coupon_id: 'WINTER5', percent: 5, minimum_cents: 0, valid_until: addDays(today, -11), uses_left: 17 },
  ];
  const orders: Order[] = [];
  const lines: OrderLine[] = [];
  const payments: Payment[] = [];
  const returns: Return[] = [];
  const buyers = random.shuffle(customers.slice(0, 8));
  const numbers = random.sample(
    Array.from({ length: 80 }, (_, i) => 5013 + i * 11),
    histories.length,
  );
  for (const [i, history] of histories.entries()) {
    const customer = buyers[(i * 3) % buyers.length];
    if (!customer) continue;
    const order_id = `SO-${numbers[i]}`;
    const placed = addDays(today, -random.integer(...history.age));
    const own = random.sample(products, random.integer(1, 3)).map(
      (product, n): OrderLine => ({
        line_id: `L-${800 + i * 10 + n}`,
        order_id,
        product_id: product.product_id,
        quantity: random.integer(1, 3),
        unit_price_cents: product.price_cents,
      }),
    );
    const subtotal = own.reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0);
    const coupon = i % 5 === 1 && subtotal >= 2000 ? coupons[0] : undefined;
    const discount = coupon ? Math.floor((subtotal * coupon.percent) / 100) : 0;
    const method = i % 4 === 2 ? 'store_credit' : 'card';
    orders.push({
      order_id,
      customer_id: customer.customer_id,
      status: history.status,
      placed,
      delivered: history.arrived ? addDays(today, -random.integer(...history.arrived)) : null,
      address: customer.address,
      coupon_id: coupon?.coupon_id ?? null,
      discount_cents: discount,
      total_cents: subtotal - discount,
      cancel_reason: history.status === 'cancelled' ? (cancelReasons[i - 13] ?? null) : null,
    });
    lines.push(...own);
    const pay = (kind: Payment['kind'], amount_cents: number, made: string): void => {
      payments.push({ payment_id: `P-${3000 + payments.length * 4}`, order_id, kind, method, amount_cents, made });
    };
    const wasPaid = history.status !== 'unpaid' && i !== 14;
    if (wasPaid) pay('charge', subtotal - discount, `${placed}T15:20:00Z`);
    if (wasPaid && history.status === 'cancelled') pay('refund', subtotal - discount, `${addDays(placed, 1)}T10:05:00Z`);
    const line = own[0];
    if (history.status !== 'delivered' || !line) continue;
    const status = (['announced', 'announced', 'refunded', 'withdrawn'] as const)[i - 9] ?? 'withdrawn';
    const reason = (['damaged', 'not_wanted', 'wrong_item', 'not_wanted'] as const)[i - 9] ?? 'damaged';
    const refund = status === 'refunded' ? Math.floor((line.unit_price_cents * (100 - (coupon?.percent ?? 0))) / 100) : 0;
    returns.push({ return_id: `RT-${60 + i}`, line_id: line.line_id, quantity: 1, reason, status, refund_cents: refund });
    if (refund > 0) pay('refund', refund, `${addDays(today, -2)}T11:40:00Z`);
  }
  return {
    customers: keyBy(customers, 'customer_id'),
    products: keyBy(products, 'product_id'),
    orders: keyBy(orders, 'order_id'),
    order_lines: keyBy(lines, 'line_id'),
    coupons: keyBy(coupons, 'coupon_id'),
    payments: keyBy(payments, 'payment_id'),
    returns: keyBy(returns, 'return_id'),
  };
}
