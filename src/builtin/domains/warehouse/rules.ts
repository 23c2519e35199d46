import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Bin, Movement, PurchaseOrder, Reservation, Stock, WarehouseState } from './design.ts';

export class WarehouseRules extends Environment<WarehouseState> {
  protected stockAt(sku: string, bin_code: string): Stock | undefined {
    return Object.values(this.state.stock).find((stock) => stock.sku === sku && stock.bin_code === bin_code);
  }

  protected inStock(sku: string): number {
    return Object.values(this.state.stock).reduce((sum, stock) => sum + (stock.sku === sku ? stock.quantity : 0), 0);
  }

  /** Pieces reserved and not yet picked. */
  protected promised(sku: string): number {
    return this.sortedReservations((reservation) => reservation.sku === sku && reservation.status === 'open').reduce(
      (sum, reservation) => sum + reservation.quantity - reservation.picked,
      0,
    );
  }

  /** Pieces still expected on orders that were drafted or sent. */
  protected onOrder(sku: string): number {
    return this.sortedOrders((order) => order.sku === sku && (order.status === 'draft' || order.status === 'sent')).reduce(
      (sum, order) => sum + Math.max(0, order.ordered - order.received),
      0,
    );
  }

  protected held(bin_code: string): number {
    return Object.values(this.state.stock).reduce((sum, stock) => sum + (stock.bin_code === bin_code ? stock.quantity : 0), 0);
  }

  protected worth(order: PurchaseOrder): number {
    return order.ordered * (this.state.products[order.sku]?.cost_cents ?? 0);
  }

  protected sortedOrders(fits: (order: PurchaseOrder) => boolean): PurchaseOrder[] {
    return Object.values(this.state.purchase_orders)
      .filter(fits)
      .sort((a, b) => (a.po_id < b.po_id ? -1 : 1));
  }

  protected sortedReservations(fits: (reservation: Reservation) => boolean): Reservation[] {
    return Object.values(this.state.reservations)
      .filter(fits)
      .sort((a, b) => (a.reservation_id < b.reservation_id ? -1 : 1));
  }

  /** Why pieces cannot be put into a bin, if so. */
  protected putRefusal(sku: string, bin: Bin, quantity: number): string | undefined {
    const product = this.state.products[sku];
    if (!product) return `There is no article ${sku}.`;
    if (bin.locked) return `Bin ${bin.bin_code} is being counted.`; // R4
    if (product.hazardous && bin.zone !== 'hazard')
      return `${product.name} is hazardous and ${bin.bin_code} is not in the hazard zone.`; // R3
    if (!product.hazardous && bin.zone === 'hazard') return `Bin ${bin.bin_code} is for hazardous goods only.`; // R3
    const space = bin.capacity - this.held(bin.bin_code);
    if (quantity > space) return `Only ${space} more pieces fit into ${bin.bin_code}.`; // R2
    return undefined;
  }

  /** Enter a movement and bring the stock record into line with it. */
  protected book(sku: string, bin_code: string, change: number, kind: Movement['kind'], remark: string | null = null): Movement {
    const movement: Movement = { movement_id: this.newId('M'), sku, bin_code, change, kind, remark, booked_at: this.now() };
    this.state.movements[movement.movement_id] = movement;
    const stock = this.stockAt(sku, bin_code);
    if (!stock) {
      const stock_id = this.newId('K');
      this.state.stock[stock_id] = { stock_id, sku, bin_code, quantity: change };
    } else if (stock.quantity + change === 0) {
      delete this.state.stock[stock.stock_id];
    } else {
      stock.quantity += change;
    }
    return movement;
  }
}

export const invariants: Invariants<WarehouseState> = {
  R1: (state) => {
    const sums = new Map<string, number>();
    for (const movement of Object.values(state.movements)) {
      const place = `${movement.sku} ${movement.bin_code}`;
      sums.set(place, (sums.get(place) ?? 0) + movement.change);
    }
    const records = Object.values(state.stock);
    const places = new Set(records.map((stock) => `${stock.sku} ${stock.bin_code}`));
    return (
      places.size === records.length &&
      records.every((stock) => stock.quantity > 0 && sums.get(`${stock.sku} ${stock.bin_code}`) === stock.quantity) &&
      [...sums].every(([place, sum]) => sum === 0 || places.has(place))
    );
  },
  R2: (state) =>
    Object.values(state.bins).every(
      (bin) =>
        Object.values(state.stock).reduce((sum, stock) => sum + (stock.bin_code === bin.bin_code ? stock.quantity : 0), 0) <=
        bin.capacity,
    ),
  R3: (state) =>
    Object.values(state.stock).every(
      (stock) => state.products[stock.sku]?.hazardous === (state.bins[stock.bin_code]?.zone === 'hazard'),
    ),
  R7: (state) =>
    Object.values(state.products).every((product) => {
      const stock = Object.values(state.stock).reduce((sum, each) => sum + (each.sku === product.sku ? each.quantity : 0), 0);
      const promised = Object.values(state.reservations).reduce(
        (sum, each) => sum + (each.sku === product.sku && each.status === 'open' ? each.quantity - each.picked : 0),
        0,
      );
      return promised <= stock;
    }),
};
