import { type Change, change, create, must, type Reason, remove } from '../../../domain/contract/form.ts';
import { at } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Movement, PurchaseOrder, WarehousePolicy, WarehouseState } from './design.ts';
import {
  available,
  freeSpace,
  inStock,
  lying,
  openOf,
  promised,
  readContract,
  stockAt,
  underWay,
  type Warehouse,
} from './read-contract.ts';
import type { WarehouseDesk } from './writes.ts';

type State = WarehouseState;

/** Rule R5. */
export function needsApproval({ state, policy }: Pick<Warehouse, 'state' | 'policy'>, { sku, ordered }: PurchaseOrder): boolean {
  return ordered * at(state.products, sku).cost_cents > policy.approval_cents;
}

function notIn({ state }: Warehouse, po_id: string, ...statuses: readonly PurchaseOrder['status'][]): Reason {
  return must('the order is in another state', () => !statuses.includes(at(state.purchase_orders, po_id).status));
}

/** Rule R4. */
const isLocked = (state: State, bin_code: string): Reason =>
  must(`R4 bin ${bin_code} is being counted`, () => at(state.bins, bin_code).locked);

interface Put {
  readonly sku: string;
  readonly bin_code: string;
  readonly quantity: number;
}

/** Why pieces must not lie in a bin: rules R2 and R3. */
function reasonsAgainstPutting(state: State, { sku, bin_code, quantity }: Put): Reason[] {
  const { hazardous } = at(state.products, sku);
  const isHazardZone = at(state.bins, bin_code).zone === 'hazard';
  return [
    must('R3 hazardous goods outside the hazard zone', () => hazardous && !isHazardZone),
    must('R3 harmless goods in the hazard zone', () => !hazardous && isHazardZone),
    must('R2 they do not fit in', () => quantity > freeSpace(state, bin_code)),
  ];
}

interface Booking extends Put {
  readonly kind: Movement['kind'];
  readonly remark?: string | null;
}

/** Rule R1: an entry in the ledger, and the stock record that goes with it. */
function booked({ state }: Warehouse, { sku, bin_code, quantity, kind, remark = null }: Booking): Change[] {
  const movement = create('movements', { sku, bin_code, change: quantity, kind, remark });
  const stock = stockAt(state, sku, bin_code);
  if (!stock) return [movement, create('stock', { sku, bin_code, quantity })];
  const left = stock.quantity + quantity;
  return [movement, left === 0 ? remove('stock', stock.stock_id) : change('stock', stock.stock_id, { quantity: left })];
}

/** What the stock control of the warehouse promises. */
export const contract: ContractOf<WarehouseState, WarehousePolicy, WarehouseDesk> = {
  ...readContract,
  create_purchase_order: {
    refuse: ({ state }, { sku }) => [
      must('R10 the supplier is on stop', () => at(state.suppliers, at(state.products, sku).supplier_id).on_stop),
      must('R10 it is on order already', () => underWay(state, sku).length > 0),
    ],
    changes: (_warehouse, { sku, quantity }) => [
      create('purchase_orders', { sku, ordered: quantity, received: 0, approved: false, status: 'draft' }),
    ],
  },
  approve_purchase_order: {
    refuse(warehouse, { po_id }) {
      const order = at(warehouse.state.purchase_orders, po_id);
      return [
        notIn(warehouse, po_id, 'draft'),
        must('it is approved already', () => order.approved),
        must('R5 it needs no approval', () => !needsApproval(warehouse, order)),
      ];
    },
    changes: (_warehouse, { po_id }) => [change('purchase_orders', po_id, { approved: true })],
  },
  send_purchase_order: {
    refuse(warehouse, { po_id }) {
      const order = at(warehouse.state.purchase_orders, po_id);
      return [
        notIn(warehouse, po_id, 'draft'),
        must('R5 it needs approval and has none', () => needsApproval(warehouse, order) && !order.approved),
      ];
    },
    changes: (_warehouse, { po_id }) => [change('purchase_orders', po_id, { status: 'sent' })],
  },
  cancel_purchase_order: {
    refuse: (warehouse, { po_id }) => [
      notIn(warehouse, po_id, 'draft', 'sent'),
      must('R11 a part has come', () => at(warehouse.state.purchase_orders, po_id).received > 0),
    ],
    changes: (_warehouse, { po_id }) => [change('purchase_orders', po_id, { status: 'cancelled' })],
  },
  receive_goods: {
    refuse(warehouse, { po_id, bin_code, quantity }) {
      const { state, policy } = warehouse;
      const { sku, ordered, received } = at(state.purchase_orders, po_id);
      const most = ordered + Math.floor((ordered * policy.over_delivery_percent) / 100);
      return [
        notIn(warehouse, po_id, 'sent'),
        must('R6 more than may be received', () => received + quantity > most),
        isLocked(state, bin_code),
        ...reasonsAgainstPutting(state, { sku, bin_code, quantity }),
      ];
    },
    changes(warehouse, { po_id, bin_code, quantity }) {
      const order = at(warehouse.state.purchase_orders, po_id);
      const received = order.received + quantity;
      return [
        change('purchase_orders', po_id, { received, status: received >= order.ordered ? 'closed' : 'sent' }),
        ...booked(warehouse, { sku: order.sku, bin_code, quantity, kind: 'receipt' }),
      ];
    },
  },
  close_purchase_order: {
    refuse: (warehouse, { po_id }) => [
      notIn(warehouse, po_id, 'sent'),
      must('nothing has come yet', () => at(warehouse.state.purchase_orders, po_id).received === 0),
    ],
    changes: (_warehouse, { po_id }) => [change('purchase_orders', po_id, { status: 'closed' })],
  },
  transfer_stock: {
    refuse: ({ state }, { sku, from_bin, to_bin, quantity }) => [
      must('the bins are the same', () => from_bin === to_bin),
      isLocked(state, from_bin),
      isLocked(state, to_bin),
      must('R1 the bin has fewer', () => quantity > lying(state, sku, from_bin)),
      ...reasonsAgainstPutting(state, { sku, bin_code: to_bin, quantity }),
    ],
    changes: (warehouse, { sku, from_bin, to_bin, quantity }) => [
      ...booked(warehouse, { sku, bin_code: from_bin, quantity: -quantity, kind: 'transfer' }),
      ...booked(warehouse, { sku, bin_code: to_bin, quantity, kind: 'transfer' }),
    ],
  },
  reserve_stock: {
    refuse({ state, policy }, { customer_order, sku, quantity }) {
      const number = customer_order.trim();
      return [
        must('no customer order is named', () => number === ''),
        must('R12 more than a reservation holds', () => quantity > policy.reserve_limit),
        must('R12 the order has an open reservation of it', () =>
          openOf(state, sku).some((reservation) => reservation.customer_order === number),
        ),
        must('R7 fewer are available', () => quantity > available(state, sku)),
      ];
    },
    changes: (_warehouse, { customer_order, sku, quantity }) => [
      create('reservations', { customer_order: customer_order.trim(), sku, quantity, picked: 0, status: 'open' }),
    ],
  },
  pick_stock: {
    refuse({ state }, { reservation_id, bin_code, quantity }) {
      const reservation = at(state.reservations, reservation_id);
      return [
        must('R8 the reservation is over', () => reservation.status !== 'open'),
        isLocked(state, bin_code),
        must('R8 more than the reservation needs', () => quantity > reservation.quantity - reservation.picked),
        must('R8 more than the bin has', () => quantity > lying(state, reservation.sku, bin_code)),
      ];
    },
    changes(warehouse, { reservation_id, bin_code, quantity }) {
      const reservation = at(warehouse.state.reservations, reservation_id);
      const picked = reservation.picked + quantity;
      return [
        change('reservations', reservation_id, { picked, status: picked === reservation.quantity ? 'picked' : 'open' }),
        ...booked(warehouse, { sku: reservation.sku, bin_code, quantity: -quantity, kind: 'pick' }),
      ];
    },
  },
  release_reservation: {
    refuse({ state }, { reservation_id }) {
      const { status } = at(state.reservations, reservation_id);
      return [must('it is picked', () => status === 'picked'), must('it is released', () => status === 'released')];
    },
    changes: (_warehouse, { reservation_id }) => [change('reservations', reservation_id, { status: 'released' })],
  },
  lock_bin: {
    refuse: ({ state }, { bin_code, locked }) => [must('it is so already', () => at(state.bins, bin_code).locked === locked)],
    changes: (_warehouse, { bin_code, locked }) => [change('bins', bin_code, { locked })],
  },
  record_count: {
    refuse({ state, policy }, { sku, bin_code, counted, explanation = '' }) {
      const more = counted - lying(state, sku, bin_code);
      return [
        must('R9 the bin is not locked', () => !at(state.bins, bin_code).locked),
        must('the books are right', () => more === 0),
        must('R9 the difference is not explained', () => Math.abs(more) > policy.count_tolerance && explanation.trim() === ''),
        ...(more > 0 ? reasonsAgainstPutting(state, { sku, bin_code, quantity: more }) : []),
        must('R7 more are promised than would be left', () => inStock(state, sku) + more < promised(state, sku)),
      ];
    },
    changes(warehouse, { sku, bin_code, counted, explanation = '' }) {
      const quantity = counted - lying(warehouse.state, sku, bin_code);
      return booked(warehouse, { sku, bin_code, quantity, kind: 'count', remark: explanation.trim() || null });
    },
  },
};
