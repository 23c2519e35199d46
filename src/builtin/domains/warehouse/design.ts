import {
  choice,
  constant,
  type Design,
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

/** Stock control of a warehouse with bins, a ledger of movements, purchase orders, reservations, picking and counts. */
export const design = {
  slug: 'warehouse',
  name: 'WarehouseDesk',
  title: 'Warehouse',
  domain: 'inventory and supply',
  summary: 'Stock control of a warehouse with bins, a ledger of movements, purchase orders, reservations, picking and counts.',
  introduction:
    "Stock control of a distributor's warehouse. Goods are ordered from suppliers, put away into bins of limited size, reserved for customer orders, picked, moved and counted; every change of stock is a movement in the ledger. Large purchase orders need approval before they are sent.",
  usefulness: 9,
  modelability: 9,
  terms:
    'warehouse, stock, inventory, bin, sku, purchase order, supplier, reorder, pick, cycle count, goods received, shelf, pallet, delivery, out of stock',
  policy: {
    approval_cents: constant([50000, 100000, 150000], 'Purchase orders worth more than this need approval.'),
    over_delivery_percent: constant([5, 10, 20], 'How much more than ordered may be received.'),
    count_tolerance: constant([1, 2, 4], 'Largest difference in a count that is booked without an explanation.'),
    reserve_limit: constant([25, 40, 60], 'Most pieces one reservation can hold.'),
  },
  entities: {
    Supplier: entity('suppliers', 'A company that delivers.', {
      supplier_id: key('Id of the supplier.', { policy: 'hard' }),
      name: text('Name of the company.', { unique: true }),
      on_stop: flag('Nothing is ordered from it at present.'),
    }),
    Product: entity('products', 'An article.', {
      sku: key('Article number.', { policy: 'hard' }),
      name: text('What it is.', { unique: true }),
      supplier_id: ref('Supplier', 'Who delivers it.'),
      cost_cents: whole('Purchase price of a piece.', { minimum: 1 }),
      reorder_point: whole('Order more when fewer pieces than this are available, those on order included.', { minimum: 0 }),
      hazardous: flag('May be stored in the hazard zone only.'),
    }),
    Bin: entity('bins', 'A place on a shelf.', {
      bin_code: key('Code on the shelf.', { policy: 'hard' }),
      zone: choice(['floor', 'upper', 'hazard'], 'Part of the warehouse.'),
      capacity: whole('How many pieces fit in.', { minimum: 1 }),
      locked: flag('Being counted; nothing goes in or out.'),
    }),
    Stock: entity('stock', 'Pieces of one article in one bin. Gone when none are left.', {
      stock_id: key('Id of the stock record.'),
      sku: ref('Product', 'The article.'),
      bin_code: ref('Bin', 'The bin.'),
      quantity: whole('Number of pieces.', { minimum: 1 }),
    }),
    Movement: entity('movements', 'An entry in the ledger of stock.', {
      movement_id: key('Id of the entry.'),
      sku: ref('Product', 'The article.'),
      bin_code: ref('Bin', 'The bin.'),
      change: whole('Pieces that came (positive) or went (negative).'),
      kind: choice(['opening', 'receipt', 'pick', 'transfer', 'count'], 'Why.'),
      remark: orNull(text('Explanation of a counting difference.', { policy: 'semantic' })),
      booked_at: moment('When it was booked.', { policy: 'exempt' }),
    }),
    PurchaseOrder: entity('purchase_orders', 'An order of one article from its supplier.', {
      po_id: key('Number of the order.'),
      sku: ref('Product', 'The article.'),
      ordered: whole('Pieces ordered.', { minimum: 1 }),
      received: whole('Pieces received so far.', { minimum: 0 }),
      approved: flag('Approved by the buyer, where that is needed.'),
      status: choice(['draft', 'sent', 'closed', 'cancelled'], 'Where the order is in its life.'),
    }),
    Reservation: entity('reservations', 'Pieces promised to a customer order.', {
      reservation_id: key('Id of the reservation.'),
      customer_order: text("Number of the customer's order."),
      sku: ref('Product', 'The article.'),
      quantity: whole('Pieces promised.', { minimum: 1 }),
      picked: whole('Pieces picked so far.', { minimum: 0 }),
      status: choice(['open', 'picked', 'released'], 'Where the reservation is in its life.'),
    }),
  },
  rules: {
    R1: invariant(
      'For every article and bin the movements add up to the pieces in stock, and there is one stock record exactly where that sum is more than zero.',
    ),
    R2: invariant('No bin holds more pieces than fit in.'),
    R3: invariant('Hazardous articles lie in the hazard zone and nothing else does.'),
    R4: guard('Nothing goes into or out of a locked bin except by a count.'),
    R5: guard('A purchase order worth more than {approval_cents} cents is sent only when approved; others need no approval.'),
    R6: guard(
      'Goods are received only on an order that was sent, up to {over_delivery_percent} percent (rounded down) more than ordered in all.',
    ),
    R7: invariant('What is reserved of an article and not yet picked is never more than what is in stock.'),
    R8: guard('A pick takes no more than the reservation still needs and the bin has.'),
    R9: guard(
      'A bin is counted while it is locked, and a difference of more than {count_tolerance} pieces is booked only with an explanation.',
    ),
    R10: guard('An article has at most one purchase order that is a draft or sent, and none is made with a supplier on stop.'),
    R11: guard('A purchase order is cancelled only when nothing has been received on it.'),
    R12: guard(
      'A reservation holds at most {reserve_limit} pieces, and a customer order has at most one open reservation of an article.',
    ),
  },
} satisfies Design;

export type WarehousePolicy = PolicyOf<typeof design.policy>;
export type WarehouseState = StateOf<typeof design.entities>;
export type Supplier = RecordOf<typeof design.entities.Supplier>;
export type Product = RecordOf<typeof design.entities.Product>;
export type Bin = RecordOf<typeof design.entities.Bin>;
export type Stock = RecordOf<typeof design.entities.Stock>;
export type Movement = RecordOf<typeof design.entities.Movement>;
export type PurchaseOrder = RecordOf<typeof design.entities.PurchaseOrder>;
export type Reservation = RecordOf<typeof design.entities.Reservation>;
