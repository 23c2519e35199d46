import type { RequestTemplate } from '../../kit/domain.ts';
import type { Product, PurchaseOrder, WarehouseState } from './design.ts';
import { pieces, several } from './words.ts';

const getProduct = ({ sku }: Product) => ({ tool: 'get_product', arguments: { sku } });
const findProduct = ({ name }: Product) => ({ tool: 'find_products', arguments: { text: name } });

/** Purchase orders in a status whose article has no other in it, with the article. */
function soleOrders(
  state: WarehouseState,
  fits: (order: PurchaseOrder) => boolean,
): { order: PurchaseOrder; product: Product }[] {
  const fitting = Object.values(state.purchase_orders).filter(fits);
  return fitting.flatMap((order) => {
    const product = state.products[order.sku];
    return product && fitting.filter((other) => other.sku === order.sku).length === 1 ? [{ order, product }] : [];
  });
}

const cancelPartlyReceived: RequestTemplate<WarehouseState> = {
  name: 'cancel-what-was-partly-received',
  kind: 'infeasible',
  plan({ state, random }) {
    const [found] = random.shuffle(soleOrders(state, ({ status, received }) => status === 'sent' && received > 0));
    if (!found) return undefined;
    const { order, product } = found;
    return {
      text: random.pick([
        `The rest of the ${product.name} order is not needed. Cancel the purchase order; closing it is no good, it has to be cancelled.`,
        `Cancel the purchase order for the ${product.name} that is on its way. If that is not possible, leave it as it is.`,
      ]),
      records: [`products/${product.sku}`],
      calls: [findProduct(product), getProduct(product)],
      refused: [{ tool: 'cancel_purchase_order', arguments: { po_id: order.po_id } }],
      evidence: [
        { collection: 'purchase_orders', key: order.po_id, attributes: ['received', 'status'] },
        { collection: 'products', key: product.sku, attributes: ['name'] },
      ],
    };
  },
};

const orderedAlready: RequestTemplate<WarehouseState> = {
  name: 'order-what-is-on-order',
  kind: 'infeasible',
  plan({ state, random }) {
    const [found] = random.shuffle(soleOrders(state, ({ status }) => status === 'sent' || status === 'draft'));
    if (!found) return undefined;
    const { order, product } = found;
    const quantity = random.integer(2, 9) * 5;
    return {
      text: random.pick([
        `Make out a further purchase order for ${pieces(product, quantity)}, beside whatever there is.`,
        `We want ${quantity} more ${several(product)}: draw up an additional purchase order for them.`,
      ]),
      records: [`products/${product.sku}`],
      calls: [findProduct(product), getProduct(product)],
      refused: [{ tool: 'create_purchase_order', arguments: { sku: product.sku, quantity } }],
      evidence: [
        { collection: 'purchase_orders', key: order.po_id, attributes: ['status', 'sku'] },
        { collection: 'products', key: product.sku, attributes: ['name'] },
      ],
    };
  },
};

const supplierOnStop: RequestTemplate<WarehouseState> = {
  name: 'order-from-a-supplier-on-stop',
  kind: 'infeasible',
  plan({ state, random }) {
    const busy = new Set(
      soleOrders(state, ({ status }) => status === 'sent' || status === 'draft').map(({ order }) => order.sku),
    );
    const product = random
      .shuffle(Object.values(state.products))
      .find((one) => state.suppliers[one.supplier_id]?.on_stop === true && !busy.has(one.sku));
    if (!product) return undefined;
    const quantity = random.integer(2, 9) * 5;
    return {
      text: random.pick([
        `Order ${pieces(product, quantity)} from the usual supplier.`,
        `We are going to need ${quantity} more ${several(product)}, so draw up a purchase order for them.`,
      ]),
      records: [`products/${product.sku}`],
      calls: [findProduct(product), getProduct(product), { tool: 'list_suppliers', arguments: {} }],
      refused: [{ tool: 'create_purchase_order', arguments: { sku: product.sku, quantity } }],
      evidence: [
        { collection: 'suppliers', key: product.supplier_id, attributes: ['on_stop'] },
        { collection: 'products', key: product.sku, attributes: ['supplier_id'] },
      ],
    };
  },
};

const releasedAlready: RequestTemplate<WarehouseState> = {
  name: 'release-what-is-released',
  kind: 'already-done',
  plan({ state, random }) {
    const all = Object.values(state.reservations);
    const reservation = random
      .shuffle(all)
      .find(
        (one) =>
          one.status === 'released' &&
          all.filter((other) => other.customer_order === one.customer_order && other.sku === one.sku).length === 1,
      );
    const product = reservation && state.products[reservation.sku];
    if (!reservation || !product) return undefined;
    return {
      text: random.pick([
        `Customer order ${reservation.customer_order} no longer needs the ${product.name}; make sure that nothing is kept back for it any longer, and tell me how many had been reserved.`,
        `See that the reservation of the ${product.name} for customer order ${reservation.customer_order} is released, and let me know for how many pieces it was.`,
      ]),
      records: [`products/${product.sku}`, `reservations/${reservation.reservation_id}`],
      calls: [{ tool: 'list_reservations', arguments: { customer_order: reservation.customer_order } }],
      refused: [{ tool: 'release_reservation', arguments: { reservation_id: reservation.reservation_id } }],
      // The article itself shows open reservations only: how many had been reserved stands in the reservation alone.
      evidence: [{ collection: 'reservations', key: reservation.reservation_id, attributes: ['status'] }],
      told: [
        {
          about: 'for how many pieces it was',
          type: 'number',
          compute: 'item',
          field: 'quantity',
          where: [{ name: 'reservation_id', value: reservation.reservation_id }],
          from: { call: 1, path: 'data' },
          answer: 'Pieces that had been reserved: {}.',
        },
      ],
    };
  },
};

const cancelledAlready: RequestTemplate<WarehouseState> = {
  name: 'cancel-what-is-cancelled',
  kind: 'already-done',
  plan({ state, random }) {
    const cancelled = soleOrders(state, ({ status }) => status === 'cancelled');
    const [found] = random.shuffle(
      cancelled.filter(
        ({ product }) => Object.values(state.purchase_orders).filter((one) => one.sku === product.sku).length === 1,
      ),
    );
    if (!found) return undefined;
    return {
      text: `We do not want the ${several(found.product)} that were to be bought; make sure that the purchase order is cancelled.`,
      records: [`products/${found.product.sku}`],
      calls: [findProduct(found.product), getProduct(found.product)],
      refused: [{ tool: 'cancel_purchase_order', arguments: { po_id: found.order.po_id } }],
      evidence: [
        { collection: 'purchase_orders', key: found.order.po_id, attributes: ['status'] },
        { collection: 'products', key: found.product.sku, attributes: ['name'] },
      ],
    };
  },
};

export const warehouseInVain: readonly RequestTemplate<WarehouseState>[] = [
  supplierOnStop,
  releasedAlready,
  cancelPartlyReceived,
  orderedAlready,
  cancelledAlready,
];
