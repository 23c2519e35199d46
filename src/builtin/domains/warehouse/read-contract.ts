import { desc, inOrder, must, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, found, lookUp, sorted, sum, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { PurchaseOrder, Reservation, Stock, WarehousePolicy, WarehouseState } from './design.ts';
import type { WarehouseReads } from './reads.ts';

export type Warehouse = World<WarehouseState, WarehousePolicy>;
type State = WarehouseState;

const pieces = (stock: readonly Stock[]): number => sum(stock, ({ quantity }) => quantity);

export function stockAt(state: State, sku: string, bin_code: string): Stock | undefined {
  return all(state.stock).find((stock) => stock.sku === sku && stock.bin_code === bin_code);
}

export const lying = (state: State, sku: string, bin_code: string): number => stockAt(state, sku, bin_code)?.quantity ?? 0;

export function inStock(state: State, sku: string): number {
  return pieces(where(state.stock, (stock) => stock.sku === sku));
}

export function freeSpace(state: State, bin_code: string): number {
  return at(state.bins, bin_code).capacity - pieces(where(state.stock, (stock) => stock.bin_code === bin_code));
}

export const isUnderWay = ({ status }: PurchaseOrder): boolean => status === 'draft' || status === 'sent';

export function openOf(state: State, sku: string): Reservation[] {
  return where(state.reservations, (reservation) => reservation.sku === sku && reservation.status === 'open');
}

/** Rule R7: pieces reserved and not yet picked. */
export function promised(state: State, sku: string): number {
  return sum(openOf(state, sku), ({ quantity, picked }) => quantity - picked);
}

export const available = (state: State, sku: string): number => inStock(state, sku) - promised(state, sku);

export function underWay(state: State, sku: string): PurchaseOrder[] {
  return where(state.purchase_orders, (order) => order.sku === sku && isUnderWay(order));
}

/** Pieces still expected on drafts and on orders that were sent. */
export const onOrder = (state: State, sku: string): number =>
  sum(underWay(state, sku), ({ ordered, received }) => ordered - received);

/** What the reading operations of stock control promise. */
export const readContract: ContractOf<WarehouseState, WarehousePolicy, WarehouseReads> = {
  find_products: {
    refuse: (_warehouse, { text }) => [must('fewer than two characters to look for', () => text.trim().length < 2)],
    answer: ({ state }, { text }) =>
      inOrder(
        where(state.products, (product) => contains(product.name, text) || contains(product.sku, text)),
        'sku',
      ),
  },
  get_product: {
    answer({ state }, { sku }) {
      const product = at(state.products, sku);
      return {
        product,
        supplier_name: at(state.suppliers, product.supplier_id).name,
        in_stock: inStock(state, sku),
        available: available(state, sku),
        on_order: onOrder(state, sku),
        stock: sorted(
          where(state.stock, (stock) => stock.sku === sku),
          desc('quantity'),
          'bin_code',
        ),
        reservations: sorted(openOf(state, sku), 'reservation_id'),
        purchase_orders: sorted(
          where(state.purchase_orders, (order) => order.sku === sku),
          'po_id',
        ),
      };
    },
  },
  list_bins: {
    answer: ({ state }) =>
      inOrder(
        all(state.bins).map((bin) => ({ bin, free_space: freeSpace(state, bin.bin_code) })),
        ({ bin }) => bin.bin_code,
      ),
  },
  get_bin: {
    answer: ({ state }, { bin_code }) => ({
      bin: at(state.bins, bin_code),
      free_space: freeSpace(state, bin_code),
      stock: sorted(
        where(state.stock, (stock) => stock.bin_code === bin_code),
        'sku',
      ),
    }),
  },
  list_low_stock: {
    answer({ state }) {
      const lines = all(state.products).map(({ sku, name, reorder_point }) => {
        const [free, on_order] = [available(state, sku), onOrder(state, sku)];
        return { sku, name, available: free, on_order, reorder_point, shortfall: reorder_point - free - on_order };
      });
      return inOrder(
        lines.filter(({ shortfall }) => shortfall > 0),
        'sku',
      );
    },
  },
  list_purchase_orders: {
    refuse: ({ state }, { supplier_id }) => [
      must('there is no such supplier', () => supplier_id !== undefined && !lookUp(state.suppliers, supplier_id)),
    ],
    answer: ({ state }, { supplier_id }) =>
      inOrder(
        where(
          state.purchase_orders,
          ({ sku }) => supplier_id === undefined || at(state.products, sku).supplier_id === supplier_id,
        ),
        'po_id',
      ),
  },
  list_reservations: found('nothing was ever reserved for that order', ({ state }, { customer_order }) =>
    inOrder(
      where(state.reservations, (reservation) => reservation.customer_order === customer_order.trim()),
      'reservation_id',
    ),
  ),
  list_movements: {
    answer: ({ state }, { sku }) =>
      inOrder(
        where(state.movements, (movement) => movement.sku === sku),
        'booked_at',
        'movement_id',
      ),
  },
  list_suppliers: { answer: ({ state }) => inOrder(all(state.suppliers), 'supplier_id') },
};
