import { change, create } from '../../../domain/contract/form.ts';
import { firstOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import {
  available,
  booked,
  inStock,
  isLocked,
  isUnderWay,
  needsApproval,
  ordersOf,
  promised,
  reasonsAgainstPutting,
  reservationsOf,
  stockAt,
  type Warehouse,
} from './oracle-facts.ts';
import { warehouseReads } from './oracle-reads.ts';
import type { PurchaseOrder, WarehouseState } from './state.ts';

type OfOrder = { readonly po_id: string };
type OfReservation = { readonly reservation_id: string };
type Delivery = OfOrder & { readonly bin_code: string; readonly quantity: number };
type Transfer = { readonly sku: string; readonly from_bin: string; readonly to_bin: string; readonly quantity: number };
type Promise = { readonly customer_order: string; readonly sku: string; readonly quantity: number };
type Pick = OfReservation & { readonly bin_code: string; readonly quantity: number };
type Count = { readonly bin_code: string; readonly sku: string; readonly counted: number; readonly explanation?: string };

const notIn = (order: PurchaseOrder | undefined, ...statuses: readonly PurchaseOrder['status'][]): Reason[] => [
  noSuch(order, 'purchase order'),
  [order !== undefined && !statuses.includes(order.status), `the order is ${order?.status}`],
];

const difference = ({ state }: Warehouse, { sku, bin_code, counted }: Count): number =>
  counted - (stockAt(state, sku, bin_code)?.quantity ?? 0);

/** What the stock control of the warehouse promises. */
export const warehouseExpectations: Oracles<WarehouseState> = {
  ...warehouseReads,
  create_purchase_order: {
    refusal: ({ state }, { sku }: { sku: string }) =>
      firstOf(
        noSuch(state.products[sku], 'article'),
        [state.suppliers[state.products[sku]?.supplier_id ?? '']?.on_stop === true, 'R10: the supplier is on stop'],
        [ordersOf(state, (order) => order.sku === sku && isUnderWay(order)).length > 0, 'R10: it is on order already'],
      ),
    changes: (_warehouse, { sku, quantity }: { sku: string; quantity: number }) => [
      create('purchase_orders', { sku, ordered: quantity, received: 0, approved: false, status: 'draft' }),
    ],
  },
  approve_purchase_order: {
    refusal(warehouse, { po_id }: OfOrder) {
      const order = warehouse.state.purchase_orders[po_id];
      return firstOf(
        ...notIn(order, 'draft'),
        [order?.approved === true, 'it is approved already'],
        [!needsApproval(warehouse, order), 'R5: it needs no approval'],
      );
    },
    changes: (_warehouse, { po_id }: OfOrder) => [change('purchase_orders', po_id, { approved: true })],
  },
  send_purchase_order: {
    refusal(warehouse, { po_id }: OfOrder) {
      const order = warehouse.state.purchase_orders[po_id];
      return firstOf(...notIn(order, 'draft'), [
        needsApproval(warehouse, order) && order?.approved === false,
        'R5: it needs approval and has none',
      ]);
    },
    changes: (_warehouse, { po_id }: OfOrder) => [change('purchase_orders', po_id, { status: 'sent' })],
  },
  cancel_purchase_order: {
    refusal({ state }, { po_id }: OfOrder) {
      const order = state.purchase_orders[po_id];
      return firstOf(...notIn(order, 'draft', 'sent'), [(order?.received ?? 0) > 0, 'R11: a part has come']);
    },
    changes: (_warehouse, { po_id }: OfOrder) => [change('purchase_orders', po_id, { status: 'cancelled' })],
  },
  receive_goods: {
    refusal({ state, policy }, { po_id, bin_code, quantity }: Delivery) {
      const order = state.purchase_orders[po_id];
      const ordered = order?.ordered ?? 0;
      const most = ordered + Math.floor((ordered * Number(policy.over_delivery_percent)) / 100);
      return firstOf(
        noSuch(state.bins[bin_code], 'bin'),
        ...notIn(order, 'sent'),
        [(order?.received ?? 0) + quantity > most, 'R6: more than may be received'],
        isLocked(state, bin_code),
        ...reasonsAgainstPutting(state, { sku: order?.sku ?? '', bin_code, quantity }),
      );
    },
    changes(warehouse, { po_id, bin_code, quantity }: Delivery) {
      const order = warehouse.state.purchase_orders[po_id];
      if (!order) return [];
      const received = order.received + quantity;
      const status = received >= order.ordered ? 'closed' : 'sent';
      return [
        change('purchase_orders', po_id, { received, status }),
        ...booked(warehouse, { sku: order.sku, bin_code, change: quantity, kind: 'receipt' }),
      ];
    },
  },
  close_purchase_order: {
    refusal({ state }, { po_id }: OfOrder) {
      const order = state.purchase_orders[po_id];
      return firstOf(...notIn(order, 'sent'), [order?.received === 0, 'nothing has come yet']);
    },
    changes: (_warehouse, { po_id }: OfOrder) => [change('purchase_orders', po_id, { status: 'closed' })],
  },
  transfer_stock: {
    refusal({ state }, { sku, from_bin, to_bin, quantity }: Transfer) {
      return firstOf(
        noSuch(state.products[sku], 'article'),
        noSuch(state.bins[from_bin], 'bin'),
        noSuch(state.bins[to_bin], 'bin'),
        [from_bin === to_bin, 'the bins are the same'],
        isLocked(state, from_bin),
        isLocked(state, to_bin),
        [quantity > (stockAt(state, sku, from_bin)?.quantity ?? 0), 'R1: the bin has fewer'],
        ...reasonsAgainstPutting(state, { sku, bin_code: to_bin, quantity }),
      );
    },
    changes: (warehouse, { sku, from_bin, to_bin, quantity }: Transfer) => [
      ...booked(warehouse, { sku, bin_code: from_bin, change: -quantity, kind: 'transfer' }),
      ...booked(warehouse, { sku, bin_code: to_bin, change: quantity, kind: 'transfer' }),
    ],
  },
  reserve_stock: {
    refusal({ state, policy }, { customer_order, sku, quantity }: Promise) {
      const number = customer_order.trim();
      const own = reservationsOf(state, (item) => item.customer_order === number && item.sku === sku && item.status === 'open');
      return firstOf(
        noSuch(state.products[sku], 'article'),
        [number === '', 'no customer order is named'],
        [quantity > Number(policy.reserve_limit), 'R12: more than a reservation holds'],
        [own.length > 0, 'R12: the order has an open reservation of it'],
        [quantity > available(state, sku), 'R7: fewer are available'],
      );
    },
    changes: (_warehouse, { customer_order, sku, quantity }: Promise) => [
      create('reservations', { customer_order: customer_order.trim(), sku, quantity, picked: 0, status: 'open' }),
    ],
  },
  pick_stock: {
    refusal({ state }, { reservation_id, bin_code, quantity }: Pick) {
      const reservation = state.reservations[reservation_id];
      return firstOf(
        noSuch(reservation, 'reservation'),
        noSuch(state.bins[bin_code], 'bin'),
        [reservation?.status !== 'open', 'R8: the reservation is over'],
        isLocked(state, bin_code),
        [quantity > (reservation?.quantity ?? 0) - (reservation?.picked ?? 0), 'R8: more than the reservation needs'],
        [quantity > (stockAt(state, reservation?.sku ?? '', bin_code)?.quantity ?? 0), 'R8: more than the bin has'],
      );
    },
    changes(warehouse, { reservation_id, bin_code, quantity }: Pick) {
      const reservation = warehouse.state.reservations[reservation_id];
      if (!reservation) return [];
      const picked = reservation.picked + quantity;
      return [
        change('reservations', reservation_id, { picked, status: picked === reservation.quantity ? 'picked' : 'open' }),
        ...booked(warehouse, { sku: reservation.sku, bin_code, change: -quantity, kind: 'pick' }),
      ];
    },
  },
  release_reservation: {
    refusal: ({ state }, { reservation_id }: OfReservation) =>
      firstOf(
        noSuch(state.reservations[reservation_id], 'reservation'),
        [state.reservations[reservation_id]?.status === 'picked', 'it is picked'],
        [state.reservations[reservation_id]?.status === 'released', 'it is released'],
      ),
    changes: (_warehouse, { reservation_id }: OfReservation) => [change('reservations', reservation_id, { status: 'released' })],
  },
  lock_bin: {
    refusal: ({ state }, { bin_code, locked }: { bin_code: string; locked: boolean }) =>
      firstOf(noSuch(state.bins[bin_code], 'bin'), [state.bins[bin_code]?.locked === locked, 'it is so already']),
    changes: (_warehouse, { bin_code, locked }: { bin_code: string; locked: boolean }) => [change('bins', bin_code, { locked })],
  },
  record_count: {
    refusal(warehouse, args: Count) {
      const { state, policy } = warehouse;
      const { sku, bin_code, explanation = '' } = args;
      const more = difference(warehouse, args);
      return firstOf(
        noSuch(state.bins[bin_code], 'bin'),
        noSuch(state.products[sku], 'article'),
        [state.bins[bin_code]?.locked === false, 'R9: the bin is not locked'],
        [more === 0, 'the books are right'],
        [Math.abs(more) > Number(policy.count_tolerance) && explanation.trim() === '', 'R9: the difference is not explained'],
        ...(more > 0 ? reasonsAgainstPutting(state, { sku, bin_code, quantity: more }) : []),
        [inStock(state, sku) + more < promised(state, sku), 'R7: more are promised than would be left'],
      );
    },
    changes: (warehouse, args: Count) =>
      booked(warehouse, {
        sku: args.sku,
        bin_code: args.bin_code,
        change: difference(warehouse, args),
        kind: 'count',
        remark: (args.explanation ?? '').trim() || null,
      }),
  },
};
