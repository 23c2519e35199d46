import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Bin, Movement, Product, PurchaseOrder, Reservation, Stock, Supplier } from './design.ts';
import { WarehouseRules } from './rules.ts';

export class WarehouseReads extends WarehouseRules {
  /**
   * Find articles by a part of their name or number, in order of their number.
   * @effect read
   * @param text  Part of the name or number, at least two characters.
   */
  find_products({ text }: { text: string }): Result<Product[]> {
    const wanted = text.trim().toLowerCase();
    if (wanted.length < 2) return fail('Give at least two characters.');
    return ok(
      Object.values(this.state.products)
        .filter((product) => product.name.toLowerCase().includes(wanted) || product.sku.toLowerCase().includes(wanted))
        .sort((a, b) => (a.sku < b.sku ? -1 : 1)),
    );
  }

  /**
   * An article with its stock by bin (most pieces first), open reservations and all purchase orders by number; available
   * means in stock and not reserved, on order still to come on drafts and orders that were sent.
   * @effect read
   * @param sku  Article number.
   */
  get_product({ sku }: { sku: Ref<Product> }): Result<{
    product: Product;
    supplier_name: string;
    in_stock: Integer;
    available: Integer;
    on_order: Integer;
    stock: Stock[];
    reservations: Reservation[];
    purchase_orders: PurchaseOrder[];
  }> {
    const product = this.state.products[sku];
    if (!product) return fail(`There is no article ${sku}.`);
    return ok({
      product,
      supplier_name: this.state.suppliers[product.supplier_id]?.name ?? '',
      in_stock: this.inStock(sku),
      available: this.inStock(sku) - this.promised(sku),
      on_order: this.onOrder(sku),
      stock: Object.values(this.state.stock)
        .filter((stock) => stock.sku === sku)
        .sort((a, b) => b.quantity - a.quantity || (a.bin_code < b.bin_code ? -1 : 1)),
      reservations: this.sortedReservations((reservation) => reservation.sku === sku && reservation.status === 'open'),
      purchase_orders: this.sortedOrders((order) => order.sku === sku),
    });
  }

  /**
   * All bins by code, each with the pieces that still fit in.
   * @effect read
   */
  list_bins(): Result<{ bin: Bin; free_space: Integer }[]> {
    return ok(
      Object.values(this.state.bins)
        .map((bin) => ({ bin, free_space: bin.capacity - this.held(bin.bin_code) }))
        .sort((a, b) => (a.bin.bin_code < b.bin.bin_code ? -1 : 1)),
    );
  }

  /**
   * A bin with what lies in it, by article number.
   * @effect read
   * @param bin_code  Code of the bin.
   */
  get_bin({ bin_code }: { bin_code: Ref<Bin> }): Result<{ bin: Bin; free_space: Integer; stock: Stock[] }> {
    const bin = this.state.bins[bin_code];
    if (!bin) return fail(`There is no bin ${bin_code}.`);
    return ok({
      bin,
      free_space: bin.capacity - this.held(bin_code),
      stock: Object.values(this.state.stock)
        .filter((stock) => stock.bin_code === bin_code)
        .sort((a, b) => (a.sku < b.sku ? -1 : 1)),
    });
  }

  /**
   * Articles of which fewer pieces are available and on order, taken together, than their reorder point, by number, with
   * the shortfall.
   * @effect read
   */
  list_low_stock(): Result<
    { sku: string; name: string; available: Integer; on_order: Integer; reorder_point: Integer; shortfall: Integer }[]
  > {
    return ok(
      Object.values(this.state.products)
        .map((product) => {
          const available = this.inStock(product.sku) - this.promised(product.sku);
          const on_order = this.onOrder(product.sku);
          return {
            sku: product.sku,
            name: product.name,
            available,
            on_order,
            reorder_point: product.reorder_point,
            shortfall: product.reorder_point - available - on_order,
          };
        })
        .filter((line) => line.shortfall > 0)
        .sort((a, b) => (a.sku < b.sku ? -1 : 1)),
    );
  }

  /**
   * All purchase orders, by number.
   * @effect read
   * @param supplier_id  Only orders from this supplier.
   */
  list_purchase_orders({ supplier_id }: { supplier_id: Ref<Supplier> | undefined }): Result<PurchaseOrder[]> {
    if (supplier_id !== undefined && !this.state.suppliers[supplier_id]) return fail(`There is no supplier ${supplier_id}.`);
    return ok(
      this.sortedOrders((order) => supplier_id === undefined || this.state.products[order.sku]?.supplier_id === supplier_id),
    );
  }

  /**
   * All reservations ever made for a customer order, by id; refused when there are none.
   * @effect read
   * @param customer_order  Number of the customer order, exactly.
   */
  list_reservations({ customer_order }: { customer_order: string }): Result<Reservation[]> {
    const found = this.sortedReservations((reservation) => reservation.customer_order === customer_order.trim());
    if (found.length === 0) return fail(`Nothing was ever reserved for "${customer_order}".`);
    return ok(found);
  }

  /**
   * The ledger of an article, oldest entry first.
   * @effect read
   * @param sku  Article number.
   */
  list_movements({ sku }: { sku: Ref<Product> }): Result<Movement[]> {
    if (!this.state.products[sku]) return fail(`There is no article ${sku}.`);
    return ok(
      Object.values(this.state.movements)
        .filter((movement) => movement.sku === sku)
        .sort((a, b) =>
          a.booked_at < b.booked_at ? -1 : a.booked_at > b.booked_at ? 1 : a.movement_id < b.movement_id ? -1 : 1,
        ),
    );
  }

  /**
   * All suppliers, by id.
   * @effect read
   */
  list_suppliers(): Result<Supplier[]> {
    return ok(Object.values(this.state.suppliers).sort((a, b) => (a.supplier_id < b.supplier_id ? -1 : 1)));
  }
}
