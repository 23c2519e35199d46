import { all, at, sorted, where } from '../../../domain/contract/reading.ts';
import { answer, showing } from '../../kit/request.ts';
import { needsApproval } from './contract.ts';
import { call, inFull, pieces, request, several, stockCard } from './desk.ts';
import { available, isUnderWay, onOrder } from './read-contract.ts';

const draft = request({
  name: 'draft-purchase-order',
  cases: (desk) => all(desk.state.products).map((product) => ({ product, quantity: desk.random.integer(2, 20) * 5 })),
  ask: ({ product, quantity }) => ({
    says: [
      `Draft a purchase order for ${pieces(product, quantity)}, and leave it at that for now.`,
      `We are going to need ${quantity} more ${several(product)}. Please draft a purchase order, no more than the draft.`,
    ],
    sees: inFull(product),
    does: [call('create_purchase_order', { sku: product.sku, quantity })],
  }),
  refusals: [
    {
      because: 'R10 the supplier is on stop',
      says: ({ product, quantity }) => [
        `Order ${pieces(product, quantity)} from the usual supplier.`,
        `We are going to need ${quantity} more ${several(product)}, so draw up a purchase order for them.`,
      ],
      shows: ({ product }, { state }) => [
        [at(state.suppliers, product.supplier_id), 'on_stop'],
        [product, 'supplier_id'],
      ],
    },
    {
      because: 'R10 it is on order already',
      says: ({ product, quantity }) => [
        `Make out a further purchase order for ${pieces(product, quantity)}, beside whatever there is.`,
        `We want ${quantity} more ${several(product)}: draw up an additional purchase order for them.`,
      ],
      shows: ({ product }, { state }) => [
        ...where(state.purchase_orders, (order) => order.sku === product.sku && isUnderWay(order)).map(
          (order) => [order, 'status', 'sku'] as const,
        ),
        [product, 'name'],
      ],
    },
  ],
  withheld: {
    name: 'order-how-many',
    says: ({ product }) => [
      `We are going to need more ${several(product)}. Please draft a purchase order, no more than the draft.`,
      `Draft a purchase order for ${several(product)}, and leave it at that for now.`,
    ],
    wants: ({ product, quantity }) => `There is a draft of a purchase order for ${pieces(product, quantity)}.`,
    facts: ({ product, quantity }) => [
      {
        kind: 'count',
        about: 'the number of pieces, the quantity',
        says: [`${quantity} pieces.`, `Make it ${quantity}.`],
        question: `How many ${several(product)} should be ordered?`,
        decides: ['quantity'],
      },
    ],
  },
});

const reorderLow = request({
  name: 'reorder-low-stock',
  kind: 'bulk',
  cases: () => ['all'],
  ask(_all, desk) {
    const { state, policy } = desk;
    const low = sorted(all(state.products), 'sku').flatMap((product) => {
      const { sku, reorder_point, cost_cents } = product;
      const short = reorder_point - available(state, sku) - onOrder(state, sku);
      const isCheap = short * cost_cents <= policy.approval_cents;
      return short > 0 ? [{ product, isCheap, order: call('create_purchase_order', { sku, quantity: short }) }] : [];
    });
    const wanted = low.filter(({ order }) => desk.accepts(order));
    if (wanted.length === 0) return undefined;
    return {
      says: [
        'Go through everything that has fallen below its reorder point. Order exactly the shortfall of each, except where an order is running already or the supplier is on stop. Send the orders that need no approval; the others stay as drafts.',
        "Please do the reordering: for each article short of its reorder point, draft an order over the missing quantity. Skip articles that have an open order and suppliers on stop. Whatever does not need the buyer's approval goes out at once, the rest waits as a draft.",
      ],
      sees: [
        showing(call('list_low_stock', {}), ...low.map(({ product }) => product)),
        ...low.map(({ product }) => stockCard(product)),
        call('list_suppliers', {}),
      ],
      does: wanted.map(({ order }) => order),
      afterwards: wanted
        .filter(({ isCheap }) => isCheap)
        .map(({ order }) => call('send_purchase_order', { po_id: answer(order, 'data.po_id') })),
      touches: all(state.products),
    };
  },
});

const cancelOrClose = request({
  name: 'cancel-or-close',
  kind: 'conditional',
  cases: ({ state }) => where(state.purchase_orders, (order) => order.status === 'sent'),
  ask(order, { state }) {
    const { po_id, sku, received } = order;
    const product = at(state.products, sku);
    const supplier = at(state.suppliers, product.supplier_id);
    return {
      says: [
        `${supplier.name} cannot deliver any more ${several(product)}. If nothing has come on the running order yet, cancel it; if a part has, close it as it is.`,
        `Stop the open purchase order for ${several(product)}: cancel it outright if no pieces were received, otherwise close it with what we got.`,
      ],
      sees: inFull(product, order),
      does: [call(received > 0 ? 'close_purchase_order' : 'cancel_purchase_order', { po_id })],
    };
  },
});

const cancel = request({
  name: 'cancel-purchase-order',
  cases: ({ state }) => all(state.purchase_orders),
  ask(order, { state }) {
    const product = at(state.products, order.sku);
    return {
      says: [
        `We do not want the ${several(product)} after all. Cancel the purchase order that is open for them.`,
        `Cancel our open purchase order for ${several(product)}.`,
      ],
      sees: inFull(product, order),
      does: [call('cancel_purchase_order', { po_id: order.po_id })],
    };
  },
  refusals: [
    {
      because: 'R11 a part has come',
      says({ sku }, { state }) {
        const { name } = at(state.products, sku);
        return [
          `The rest of the ${name} order is not needed. Cancel the purchase order; closing it is no good, it has to be cancelled.`,
          `Cancel the purchase order for the ${name} that is on its way. If that is not possible, leave it as it is.`,
        ];
      },
      shows: (order, { state }) => [
        [order, 'received', 'status'],
        [at(state.products, order.sku), 'name'],
      ],
    },
    {
      because: 'the order is in another state',
      kind: 'already-done',
      says({ sku, status }, { state }) {
        const alike = where(state.purchase_orders, (other) => other.sku === sku);
        return status === 'cancelled' && alike.length === 1
          ? [
              `We do not want the ${several(at(state.products, sku))} that were to be bought; make sure that the purchase order is cancelled.`,
            ]
          : undefined;
      },
      shows: (order, { state }) => [
        [order, 'status'],
        [at(state.products, order.sku), 'name'],
      ],
    },
  ],
});

const approveAndSend = request({
  name: 'approve-and-send',
  kind: 'bulk',
  cases: () => ['all'],
  ask(_all, desk) {
    const drafts = where(desk.state.purchase_orders, (order) => order.status === 'draft');
    const unsigned = drafts.filter((order) => needsApproval(desk, order) && !order.approved);
    const ready = drafts.filter((order) => !unsigned.includes(order));
    if (drafts.length === 0) return undefined;
    return {
      says: [
        'I am the buyer. All draft purchase orders are fine with me: approve the ones that need it and send every one of them.',
        'The buyer has signed off all drafts. Approve where our limit requires it, then send all of them to the suppliers.',
      ],
      sees: [
        showing(call('list_purchase_orders', {}), ...drafts),
        ...drafts.map(({ sku }) => at(desk.state.products, sku)).map((product) => stockCard(product, product)),
      ],
      does: [
        ...unsigned.map(({ po_id }) => call('approve_purchase_order', { po_id })),
        ...ready.map(({ po_id }) => call('send_purchase_order', { po_id })),
      ],
      afterwards: unsigned.map(({ po_id }) => call('send_purchase_order', { po_id })),
    };
  },
});

export const purchaseRequests = [reorderLow, cancelOrClose, approveAndSend, draft, cancel];
