import {
  choice,
  constant,
  type Design,
  day,
  entity,
  flag,
  guard,
  invariant,
  key,
  moment,
  orNull,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

/** Order desk of an online shop. */
export const design = {
  slug: 'orders',
  name: 'OrderDesk',
  title: 'Orders',
  domain: 'retail',
  summary: 'Order desk of an online shop',
  introduction:
    'The order desk of an online shop keeps customers, products with stock, orders with their lines, payments, coupons and returns. Clerks place and change orders while they are unpaid, take payments, ship, cancel and refund. Stock is reserved when a line is added and comes back when it is removed or the order is cancelled.',
  usefulness: 9,
  modelability: 9,
  terms:
    'order, online shop, webshop, cart, checkout, refund, return an item, send back, coupon, discount code, shipping address, cancel my order, in stock, delivery, package, store credit',
  policy: {
    return_days: constant([14, 30, 21], 'Days after delivery within which goods can be returned.'),
    max_unpaid_orders: constant([2, 3], 'Unpaid orders a customer may have at a time.'),
    max_quantity: constant([6, 10, 8], 'Most pieces of one product in an order.'),
    restocking_percent: constant(
      [10, 15, 20],
      'Part of the price kept when goods are returned only because they are not wanted.',
    ),
  },
  entities: {
    Customer: entity('customers', 'Someone who buys in the shop.', {
      customer_id: key('Key.'),
      name: text('Full name.'),
      email: text('Where messages go.', { unique: true }),
      address: text('Usual delivery address.'),
      blocked: flag('Whether the customer may not place orders.'),
      store_credit_cents: whole('Credit that can pay for orders.', { minimum: 0 }),
    }),
    Product: entity('products', 'Something the shop sells.', {
      product_id: key('Key.'),
      name: text('Name in the catalogue.', { unique: true }),
      category: choice(['kitchen', 'outdoor', 'office', 'toys'], 'Where it stands in the catalogue.'),
      price_cents: whole('Price of one piece.', { minimum: 1 }),
      stock: whole('Pieces that are free to sell.', { minimum: 0 }),
      status: choice(['on_sale', 'discontinued'], 'Discontinued products can no longer be ordered.'),
      returnable: flag('Whether it is taken back.'),
    }),
    Order: entity('orders', 'An order of one customer.', {
      order_id: key('The order number.'),
      customer_id: ref('Customer', 'Who ordered.'),
      status: choice(['unpaid', 'paid', 'shipped', 'delivered', 'cancelled'], 'How far it is.'),
      placed: day('Day it was placed.'),
      delivered: orNull(day('Day it arrived.')),
      address: text('Where it goes.'),
      coupon_id: orNull(ref('Coupon', 'The coupon that was applied.')),
      discount_cents: whole('What the coupon takes off.', { minimum: 0 }),
      total_cents: whole('Sum of the lines less the discount.', { minimum: 0 }),
      cancel_reason: orNull(choice(['customer_request', 'not_paid', 'out_of_stock', 'address_problem'], 'Why it was cancelled.')),
    }),
    OrderLine: entity('order_lines', 'One product in an order.', {
      line_id: key('Key.'),
      order_id: ref('Order', 'The order it belongs to.'),
      product_id: ref('Product', 'What was ordered.'),
      quantity: whole('How many pieces.', { minimum: 1 }),
      unit_price_cents: whole('Price of one piece when it was ordered.', { minimum: 1 }),
    }),
    Coupon: entity('coupons', 'A discount code.', {
      coupon_id: key('The code that customers type, e.g. "SPRING15".', { policy: 'hard' }),
      percent: whole('What it takes off.', { minimum: 1, maximum: 50 }),
      minimum_cents: whole('Sum of the lines from which it can be used.', { minimum: 0 }),
      valid_until: day('Last day.'),
      uses_left: whole('How often it can still be used.', { minimum: 0 }),
    }),
    Payment: entity('payments', 'Money that came in for an order or went back.', {
      payment_id: key('Key.'),
      order_id: ref('Order', 'The order it belongs to.'),
      kind: choice(['charge', 'refund'], 'In or out.'),
      method: choice(['card', 'store_credit'], 'Which way the money went.'),
      amount_cents: whole('How much.', { minimum: 1 }),
      made: moment('When.', { policy: 'exempt' }),
    }),
    Return: entity('returns', 'Goods that a customer sends back.', {
      return_id: key('Key.'),
      line_id: ref('OrderLine', 'The order line it is about.'),
      quantity: whole('How many pieces.', { minimum: 1 }),
      reason: choice(['damaged', 'wrong_item', 'not_wanted'], 'Why.'),
      status: choice(['announced', 'refunded', 'withdrawn'], 'How far it is.'),
      refund_cents: whole('What was paid back; 0 until then.', { minimum: 0 }),
    }),
  },
  rules: {
    R1: guard('A blocked customer cannot place an order.'),
    R2: guard('A customer has at most {max_unpaid_orders} unpaid orders at a time.'),
    R3: guard('Lines, coupon and payment of an order can be changed only while it is unpaid.'),
    R4: guard(
      'A product can be ordered only while it is on sale and enough of it is in stock, at most {max_quantity} pieces per order.',
    ),
    R5: guard(
      'A coupon works until its last day, as long as uses are left, once per order, and only while the lines reach its minimum.',
    ),
    R6: guard('Only an order with lines can be paid; store credit must cover the whole total.'),
    R7: guard('An order can be cancelled, or sent to another address, only before it is shipped.'),
    R8: guard(
      'Goods can be returned only when they were delivered, at most {return_days} days ago, and are returnable (damaged or wrong goods always are).',
    ),
    R9: guard('No more pieces can be returned than were bought.'),
    R10: guard('Orders move from paid to shipped to delivered, and a return from announced to refunded or withdrawn.'),
    R11: invariant('The total of an order is the sum of its lines less the discount, and the discount is what its coupon gives.'),
    R12: invariant(
      'Money fits the status: nothing was charged for unpaid orders, the total for paid ones, and cancelled ones were paid back in full; refunds of delivered orders equal those of their returns.',
    ),
    R13: invariant('The pieces returned of a line never exceed the pieces bought, and only delivered orders have returns.'),
  },
} satisfies Design;

export type OrdersPolicy = PolicyOf<typeof design.policy>;
export type OrdersState = StateOf<typeof design.entities>;
export type Customer = RecordOf<typeof design.entities.Customer>;
export type Product = RecordOf<typeof design.entities.Product>;
export type Order = RecordOf<typeof design.entities.Order>;
export type OrderLine = RecordOf<typeof design.entities.OrderLine>;
export type Coupon = RecordOf<typeof design.entities.Coupon>;
export type Payment = RecordOf<typeof design.entities.Payment>;
export type Return = RecordOf<typeof design.entities.Return>;
