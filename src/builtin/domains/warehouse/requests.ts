import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import { binMoves } from './bin-requests.ts';
import type { Product, PurchaseOrder, Reservation, Stock, WarehouseState } from './design.ts';
import { pieces, several } from './words.ts';

type Here = Setting<WarehouseState>;

export const warehouseMoves: readonly RequestTemplate<WarehouseState>[] = [
  { name: 'reserve-and-pick', plan: reserveAndPick },
  { name: 'reserve-what-there-is', kind: 'conditional', plan: reserveWhatThereIs },
  { name: 'pick-open-order', plan: pickOpenOrder },
  { name: 'release-customer-order', kind: 'bulk', plan: releaseOrder },
  { name: 'reorder-low-stock', kind: 'bulk', plan: reorderLow },
  { name: 'cancel-or-close', kind: 'conditional', plan: cancelOrClose },
  { name: 'approve-and-send', kind: 'bulk', plan: approveAndSend },
  ...binMoves,
];

export const findProduct = (product: Product): PlannedToolCall => ({ tool: 'find_products', arguments: { text: product.name } });
export const getProduct = (product: Product): PlannedToolCall => ({ tool: 'get_product', arguments: { sku: product.sku } });

function stockOf(state: WarehouseState, sku: string): Stock[] {
  return Object.values(state.stock)
    .filter((stock) => stock.sku === sku)
    .sort((a, b) => b.quantity - a.quantity);
}

export function available(state: WarehouseState, sku: string): number {
  const promised = Object.values(state.reservations).filter(
    (reservation) => reservation.sku === sku && reservation.status === 'open',
  );
  const inStock = stockOf(state, sku).reduce((sum, stock) => sum + stock.quantity, 0);
  return promised.reduce((left, reservation) => left - reservation.quantity + reservation.picked, inStock);
}

export function openOrders(state: WarehouseState, sku: string): PurchaseOrder[] {
  return Object.values(state.purchase_orders).filter(
    (order) => order.sku === sku && (order.status === 'draft' || order.status === 'sent'),
  );
}

/**
 * How a quantity is picked when the bin with most pieces is emptied first; undefined where two bins that matter hold
 * equally many, or one of them is locked, so that the order would not be clear.
 */
function pickPlan({ state }: Here, sku: string, quantity: number): { bin_code: string; quantity: number }[] | undefined {
  const bins = stockOf(state, sku);
  const equal = bins.some((stock, i) => i > 0 && stock.quantity === bins[i - 1]?.quantity);
  if (equal || bins.some((stock) => state.bins[stock.bin_code]?.locked)) return undefined;
  const picks: { bin_code: string; quantity: number }[] = [];
  let left = quantity;
  for (const stock of bins) {
    if (left === 0) break;
    const taken = Math.min(left, stock.quantity);
    picks.push({ bin_code: stock.bin_code, quantity: taken });
    left -= taken;
  }
  return left === 0 ? picks : undefined;
}

export function newOrderNumber({ state, random }: Here): string {
  const used = new Set(Object.values(state.reservations).map((reservation) => reservation.customer_order));
  for (;;) {
    const number = `SO-${random.integer(5000, 5999)}`;
    if (!used.has(number)) return number;
  }
}

function reserveAndPick(here: Here) {
  const { state, random, policy } = here;
  for (const product of random.shuffle(Object.values(state.products))) {
    const most = Math.min(available(state, product.sku), Number(policy.reserve_limit));
    if (most < 2) continue;
    const quantity = random.integer(2, most);
    const picks = pickPlan(here, product.sku, quantity);
    if (!picks) continue;
    const number = newOrderNumber(here);
    const text = random.pick([
      `Customer order ${number} has to go out today: ${pieces(product, quantity)}. Reserve them and pick them straight away, starting with the bin that holds the most and moving on to the next fullest if that one runs out.`,
      `Please get ${pieces(product, quantity)} ready for order ${number}. Reserve first, then pick: empty the bin with the most pieces first before touching another one.`,
    ]);
    return {
      text,
      records: [`products/${product.sku}`, ...picks.map((pick) => `bins/${pick.bin_code}`)],
      calls: [
        findProduct(product),
        getProduct(product),
        { tool: 'reserve_stock', arguments: { customer_order: number, sku: product.sku, quantity } },
        ...picks.map((pick) => ({
          tool: 'pick_stock',
          arguments: {
            reservation_id: { from: 3, path: 'data.reservation_id' },
            bin_code: pick.bin_code,
            quantity: pick.quantity,
          },
        })),
      ],
    };
  }
  return undefined;
}

function reserveWhatThereIs(here: Here) {
  const { state, random, policy } = here;
  const limit = Number(policy.reserve_limit);
  const product = random.shuffle(Object.values(state.products)).find((each) => {
    const there = available(state, each.sku);
    return there >= 2 && there <= limit;
  });
  if (!product) return undefined;
  const there = available(state, product.sku);
  const wish = random.chance(0.5) ? Math.min(limit, there + random.integer(1, 12)) : random.integer(1, there);
  const number = newOrderNumber(here);
  const text = random.pick([
    `Order ${number} wants ${pieces(product, wish)}. Reserve that many if they are available, otherwise as many as we can promise.`,
    `Set aside ${pieces(product, wish)} for ${number}. In case we are short, reserve whatever is left of them.`,
  ]);
  return {
    text,
    records: [`products/${product.sku}`],
    calls: [
      findProduct(product),
      getProduct(product),
      { tool: 'reserve_stock', arguments: { customer_order: number, sku: product.sku, quantity: Math.min(wish, there) } },
    ],
  };
}

function byOrder(state: WarehouseState, status: Reservation['status']): Map<string, Reservation[]> {
  const groups = new Map<string, Reservation[]>();
  for (const reservation of Object.values(state.reservations)) {
    if (reservation.status !== status) continue;
    groups.set(reservation.customer_order, [...(groups.get(reservation.customer_order) ?? []), reservation]);
  }
  return groups;
}

function pickOpenOrder(here: Here) {
  const { state, random } = here;
  for (const [number, reservations] of random.shuffle([...byOrder(state, 'open')])) {
    const picks = reservations.map((reservation) => pickPlan(here, reservation.sku, reservation.quantity - reservation.picked));
    if (picks.some((plan) => plan === undefined)) continue;
    const text = random.pick([
      `Pick everything that is still outstanding on ${number}. For each article take from the bin with the most pieces first.`,
      `Order ${number} is waiting on the dock. Take whatever is missing for it, always from the fullest bin of the article, then the next fullest.`,
    ]);
    return {
      text,
      records: [
        ...reservations.flatMap((reservation) => [`reservations/${reservation.reservation_id}`, `products/${reservation.sku}`]),
        ...picks.flatMap((plan) => (plan ?? []).map((pick) => `bins/${pick.bin_code}`)),
      ],
      calls: [
        { tool: 'list_reservations', arguments: { customer_order: number } },
        ...reservations.map((reservation) => ({ tool: 'get_product', arguments: { sku: reservation.sku } })),
        ...reservations.flatMap((reservation, i) =>
          (picks[i] ?? []).map((pick) => ({
            tool: 'pick_stock',
            arguments: { reservation_id: reservation.reservation_id, bin_code: pick.bin_code, quantity: pick.quantity },
          })),
        ),
      ],
    };
  }
  return undefined;
}

function releaseOrder({ state, random }: Here) {
  const groups = [...byOrder(state, 'open')];
  if (groups.length === 0) return undefined;
  const [number, reservations] = random.pick(groups);
  const text = random.pick([
    `The customer has called off ${number}. Give up everything that is still reserved for it.`,
    `${number} is cancelled, please release all its open reservations.`,
  ]);
  return {
    text,
    records: reservations.flatMap((reservation) => [`reservations/${reservation.reservation_id}`, `products/${reservation.sku}`]),
    calls: [
      { tool: 'list_reservations', arguments: { customer_order: number } },
      ...reservations.map((reservation) => ({
        tool: 'release_reservation',
        arguments: { reservation_id: reservation.reservation_id },
      })),
    ],
  };
}

function reorderLow({ state, random, policy }: Here) {
  const low = Object.values(state.products)
    .map((product) => {
      const coming = openOrders(state, product.sku).reduce((sum, order) => sum + Math.max(0, order.ordered - order.received), 0);
      return { product, short: product.reorder_point - available(state, product.sku) - coming };
    })
    .filter((line) => line.short > 0)
    .sort((a, b) => (a.product.sku < b.product.sku ? -1 : 1));
  const wanted = low.filter(
    ({ product }) => !state.suppliers[product.supplier_id]?.on_stop && openOrders(state, product.sku).length === 0,
  );
  if (wanted.length === 0) return undefined;
  const text = random.pick([
    'Go through everything that has fallen below its reorder point. Order exactly the shortfall of each, except where an order is running already or the supplier is on stop. Send the orders that need no approval; the others stay as drafts.',
    "Please do the reordering: for each article short of its reorder point, draft an order over the missing quantity. Skip articles that have an open order and suppliers on stop. Whatever does not need the buyer's approval goes out at once, the rest waits as a draft.",
  ]);
  const reads: PlannedToolCall[] = [
    { tool: 'list_low_stock', arguments: {} },
    ...low.map(({ product }) => getProduct(product)),
    { tool: 'list_suppliers', arguments: {} },
  ];
  const writes: PlannedToolCall[] = [];
  for (const { product, short } of wanted) {
    writes.push({ tool: 'create_purchase_order', arguments: { sku: product.sku, quantity: short } });
    const call = reads.length + writes.length;
    if (short * product.cost_cents <= Number(policy.approval_cents)) {
      writes.push({ tool: 'send_purchase_order', arguments: { po_id: { from: call, path: 'data.po_id' } } });
    }
  }
  return { text, records: Object.keys(state.products).map((sku) => `products/${sku}`), calls: [...reads, ...writes] };
}

function cancelOrClose({ state, random }: Here) {
  const order = random.shuffle(Object.values(state.purchase_orders)).find((each) => each.status === 'sent');
  const product = order && state.products[order.sku];
  if (!order || !product) return undefined;
  const text = random.pick([
    `${state.suppliers[product.supplier_id]?.name} cannot deliver any more ${several(product)}. If nothing has come on the running order yet, cancel it; if a part has, close it as it is.`,
    `Stop the open purchase order for ${several(product)}: cancel it outright if no pieces were received, otherwise close it with what we got.`,
  ]);
  return {
    text,
    records: [`purchase_orders/${order.po_id}`, `products/${product.sku}`],
    calls: [
      findProduct(product),
      getProduct(product),
      { tool: order.received > 0 ? 'close_purchase_order' : 'cancel_purchase_order', arguments: { po_id: order.po_id } },
    ],
  };
}

function approveAndSend({ state, random, policy }: Here) {
  const drafts = Object.values(state.purchase_orders).filter((order) => order.status === 'draft');
  if (drafts.length === 0) return undefined;
  const text = random.pick([
    'I am the buyer. All draft purchase orders are fine with me: approve the ones that need it and send every one of them.',
    'The buyer has signed off all drafts. Approve where our limit requires it, then send all of them to the suppliers.',
  ]);
  return {
    text,
    records: drafts.flatMap((order) => [`purchase_orders/${order.po_id}`, `products/${order.sku}`]),
    calls: [
      { tool: 'list_purchase_orders', arguments: {} },
      ...drafts.map((order) => ({ tool: 'get_product', arguments: { sku: order.sku } })),
      ...drafts.flatMap((order) => {
        const worth = order.ordered * (state.products[order.sku]?.cost_cents ?? 0);
        const approve: PlannedToolCall[] =
          worth > Number(policy.approval_cents) && !order.approved
            ? [{ tool: 'approve_purchase_order', arguments: { po_id: order.po_id } }]
            : [];
        return [...approve, { tool: 'send_purchase_order', arguments: { po_id: order.po_id } }];
      }),
    ],
  };
}
