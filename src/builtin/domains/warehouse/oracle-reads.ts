import { all, contains, firstOf, inOrderOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import { available, freeSpace, inStock, onOrder, ordersOf, reservationsOf, type Warehouse } from './oracle-facts.ts';
import type { WarehouseState } from './state.ts';

type OfProduct = { readonly sku: string };

const noProduct = ({ state }: Warehouse, { sku }: OfProduct) => firstOf(noSuch(state.products[sku], 'article'));

export const warehouseReads: Oracles<WarehouseState> = {
  find_products: {
    refusal: (_warehouse, { text }: { text: string }) =>
      firstOf([text.trim().length < 2, 'fewer than two characters to look for']),
    answer: ({ state }, { text }: { text: string }) =>
      inOrderOf(
        all(state.products).filter((product) => contains(product.name, text) || contains(product.sku, text)),
        (product) => product.sku,
      ),
  },
  get_product: {
    refusal: noProduct,
    answer: ({ state }, { sku }: OfProduct) => {
      const product = state.products[sku];
      return {
        product: product ?? null,
        supplier_name: state.suppliers[product?.supplier_id ?? '']?.name ?? null,
        in_stock: inStock(state, sku),
        available: available(state, sku),
        on_order: onOrder(state, sku),
        stock: inOrderOf(
          all(state.stock).filter((stock) => stock.sku === sku),
          (stock) => -stock.quantity,
          (stock) => stock.bin_code,
        ),
        reservations: reservationsOf(state, (item) => item.sku === sku && item.status === 'open'),
        purchase_orders: ordersOf(state, (order) => order.sku === sku),
      };
    },
  },
  list_bins: {
    refusal: () => undefined,
    answer: ({ state }) =>
      inOrderOf(all(state.bins), (bin) => bin.bin_code).map((bin) => ({ bin, free_space: freeSpace(state, bin.bin_code) })),
  },
  get_bin: {
    refusal: ({ state }, { bin_code }: { bin_code: string }) => firstOf(noSuch(state.bins[bin_code], 'bin')),
    answer: ({ state }, { bin_code }: { bin_code: string }) => ({
      bin: state.bins[bin_code] ?? null,
      free_space: freeSpace(state, bin_code),
      stock: inOrderOf(
        all(state.stock).filter((stock) => stock.bin_code === bin_code),
        (stock) => stock.sku,
      ),
    }),
  },
  list_low_stock: {
    refusal: () => undefined,
    answer: ({ state }) =>
      inOrderOf(all(state.products), (product) => product.sku)
        .map(({ sku, name, reorder_point }) => {
          const [free, on_order] = [available(state, sku), onOrder(state, sku)];
          return { sku, name, available: free, on_order, reorder_point, shortfall: reorder_point - free - on_order };
        })
        .filter((line) => line.shortfall > 0),
  },
  list_purchase_orders: {
    refusal: ({ state }, { supplier_id }: { supplier_id?: string }) =>
      supplier_id === undefined ? undefined : firstOf(noSuch(state.suppliers[supplier_id], 'supplier')),
    answer: ({ state }, { supplier_id }: { supplier_id?: string }) =>
      ordersOf(state, (order) => supplier_id === undefined || state.products[order.sku]?.supplier_id === supplier_id),
  },
  list_reservations: {
    refusal: ({ state }, { customer_order }: { customer_order: string }) =>
      firstOf([
        reservationsOf(state, (item) => item.customer_order === customer_order.trim()).length === 0,
        'nothing was ever reserved for that order',
      ]),
    answer: ({ state }, { customer_order }: { customer_order: string }) =>
      reservationsOf(state, (item) => item.customer_order === customer_order.trim()),
  },
  list_movements: {
    refusal: noProduct,
    answer: ({ state }, { sku }: OfProduct) =>
      inOrderOf(
        all(state.movements).filter((movement) => movement.sku === sku),
        (movement) => movement.booked_at,
        (movement) => movement.movement_id,
      ),
  },
  list_suppliers: {
    refusal: () => undefined,
    answer: ({ state }) => inOrderOf(all(state.suppliers), (supplier) => supplier.supplier_id),
  },
};
