import { all, at, where } from '../../../domain/contract/reading.ts';
import type { Finders, RequestedCall, Showing, Sight } from '../../kit/finding.ts';
import { callsOf, requestsOf, showing } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { contract } from './contract.ts';
import { type Bin, design, type Product, type Stock, type WarehousePolicy, type WarehouseState } from './design.ts';
import type { WarehouseDesk } from './writes.ts';

export type Desk = Scene<WarehouseState, WarehousePolicy>;

export const call = callsOf<WarehouseDesk>();

const getProduct = (sku: string): RequestedCall => call('get_product', { sku });

/** How a record is found by whoever knows articles by name. */
const finders: Finders<WarehouseState> = {
  products: ({ name }) => [call('find_products', { text: name })],
  suppliers: () => [call('list_suppliers', {})],
  bins: () => [call('list_bins', {})],
  stock: ({ sku }, { products }) => [at(products, sku), getProduct(sku)],
  purchase_orders: ({ sku }, { products }) => [at(products, sku), getProduct(sku)],
  reservations: ({ customer_order }) => [call('list_reservations', { customer_order })],
};

export const request = requestsOf<WarehouseState, WarehousePolicy>(design, contract, finders);

/** An article is found by its name; what there is of it, and where, stands in one answer. */
export function inFull(product: Product, ...shows: readonly object[]): Sight[] {
  return [product, stockCard(product, ...shows)];
}

export function stockCard({ sku }: Product, ...shows: readonly object[]): Showing {
  return showing(getProduct(sku), ...shows);
}

export function binCard(bin: Bin, ...shows: readonly object[]): Showing {
  return showing(call('get_bin', { bin_code: bin.bin_code }), bin, ...shows);
}

/** What lies where of an article, most pieces first. */
export function stockOf({ state }: Desk, sku: string): Stock[] {
  return where(state.stock, (stock) => stock.sku === sku).sort((one, other) => other.quantity - one.quantity);
}

interface Pick {
  readonly bin: Bin;
  readonly quantity: number;
}

/**
 * How a quantity is picked when the bin with most pieces is emptied first; undefined where two bins hold equally many, or
 * one of them is locked, so that the order would not be clear.
 */
export function picksOf(desk: Desk, sku: string, quantity: number): Pick[] | undefined {
  const stocks = stockOf(desk, sku).map((stock) => ({ stock, bin: at(desk.state.bins, stock.bin_code) }));
  const isUnclear = stocks.some(({ stock, bin }, i) => bin.locked || stock.quantity === stocks[i - 1]?.stock.quantity);
  if (isUnclear) return undefined;
  const picks: Pick[] = [];
  let left = quantity;
  for (const { stock, bin } of stocks) {
    const taken = Math.min(left, stock.quantity);
    if (taken > 0) picks.push({ bin, quantity: taken });
    left -= taken;
  }
  return left === 0 ? picks : undefined;
}

/** The number of a customer order of which nothing was heard before. */
export function newOrderNumber({ state, random }: Desk): string {
  const used = new Set(all(state.reservations).map((reservation) => reservation.customer_order));
  for (;;) {
    const number = `SO-${random.integer(5000, 5999)}`;
    if (!used.has(number)) return number;
  }
}

/** "folding tables", "cans of wood varnish" */
export function several(product: Product): string {
  const [first = '', ...rest] = product.name.split(' of ');
  return [/(s|x|ch)$/.test(first) ? `${first}es` : `${first}s`, ...rest].join(' of ');
}

/** "one desk lamp", "12 cans of wood varnish" */
export function pieces(product: Product, quantity: number): string {
  return quantity === 1 ? `one ${product.name}` : `${quantity} ${several(product)}`;
}
