import { type Change, change, create, remove } from '../../../domain/contract/form.ts';
import { all, inOrderOf, type Moment, type Reason } from '../../kit/oracle.ts';
import type { Movement, PurchaseOrder, Reservation, Stock, WarehouseState } from './state.ts';

/** What the expectations of the warehouse say again and again, read off its rules. */

export type Warehouse = Moment<WarehouseState>;
type State = WarehouseState;

const piecesIn = (stock: readonly Stock[]): number => stock.reduce((sum, item) => sum + item.quantity, 0);

export function stockAt(state: State, sku: string, bin_code: string): Stock | undefined {
  return all(state.stock).find((stock) => stock.sku === sku && stock.bin_code === bin_code);
}

export function inStock(state: State, sku: string): number {
  return piecesIn(all(state.stock).filter((stock) => stock.sku === sku));
}

export function freeSpace(state: State, bin_code: string): number {
  const held = piecesIn(all(state.stock).filter((stock) => stock.bin_code === bin_code));
  return (state.bins[bin_code]?.capacity ?? 0) - held;
}

export function reservationsOf(state: State, fits: (reservation: Reservation) => boolean): Reservation[] {
  return inOrderOf(all(state.reservations).filter(fits), (reservation) => reservation.reservation_id);
}

export function ordersOf(state: State, fits: (order: PurchaseOrder) => boolean): PurchaseOrder[] {
  return inOrderOf(all(state.purchase_orders).filter(fits), (order) => order.po_id);
}

export const isUnderWay = (order: PurchaseOrder): boolean => order.status === 'draft' || order.status === 'sent';

/** Rule R7: pieces reserved and not yet picked. */
export function promised(state: State, sku: string): number {
  const open = reservationsOf(state, (reservation) => reservation.sku === sku && reservation.status === 'open');
  return open.reduce((sum, reservation) => sum + reservation.quantity - reservation.picked, 0);
}

export const available = (state: State, sku: string): number => inStock(state, sku) - promised(state, sku);

/** Pieces still expected on drafts and on orders that were sent. */
export function onOrder(state: State, sku: string): number {
  const orders = ordersOf(state, (order) => order.sku === sku && isUnderWay(order));
  return orders.reduce((sum, order) => sum + order.ordered - order.received, 0);
}

/** Rule R5. */
export function needsApproval({ state, policy }: Warehouse, order: PurchaseOrder | undefined): boolean {
  const cost = state.products[order?.sku ?? '']?.cost_cents ?? 0;
  return (order?.ordered ?? 0) * cost > Number(policy.approval_cents);
}

interface Put {
  readonly sku: string;
  readonly bin_code: string;
  readonly quantity: number;
}

/** Rule R4. */
export const isLocked = (state: State, bin_code: string): Reason => [
  state.bins[bin_code]?.locked === true,
  `R4: bin ${bin_code} is being counted`,
];

/** Why pieces must not lie in a bin: rules R2 and R3. */
export function reasonsAgainstPutting(state: State, { sku, bin_code, quantity }: Put): Reason[] {
  const [bin, product] = [state.bins[bin_code], state.products[sku]];
  return [
    [product?.hazardous === true && bin?.zone !== 'hazard', 'R3: hazardous goods outside the hazard zone'],
    [product?.hazardous === false && bin?.zone === 'hazard', 'R3: harmless goods in the hazard zone'],
    [quantity > freeSpace(state, bin_code), 'R2: they do not fit in'],
  ];
}

interface Booking {
  readonly sku: string;
  readonly bin_code: string;
  readonly change: number;
  readonly kind: Movement['kind'];
  readonly remark?: string | null;
}

/** Rule R1: an entry in the ledger, and the stock record that goes with it. */
export function booked({ state }: Warehouse, booking: Booking): Change[] {
  const { sku, bin_code, change: pieces } = booking;
  const movement = create('movements', { sku, bin_code, change: pieces, kind: booking.kind, remark: booking.remark ?? null });
  const stock = stockAt(state, sku, bin_code);
  if (!stock) return [movement, create('stock', { sku, bin_code, quantity: pieces })];
  const quantity = stock.quantity + pieces;
  return [movement, quantity === 0 ? remove('stock', stock.stock_id) : change('stock', stock.stock_id, { quantity })];
}
