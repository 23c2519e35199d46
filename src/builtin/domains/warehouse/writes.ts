import { done, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Bin, Movement, Product, PurchaseOrder, Reservation, WarehousePolicy } from './design.ts';
import { WarehouseReads } from './reads.ts';

declare const POLICY: WarehousePolicy;

export class WarehouseDesk extends WarehouseReads {
  /**
   * Draft an order of an article from its supplier.
   * @effect write  @rules R10
   * @param sku  The article.
   * @param quantity  Pieces to order.
   */
  create_purchase_order({ sku, quantity }: { sku: Ref<Product>; quantity: Integer<1, 2000> }): Result<PurchaseOrder> {
    const product = this.state.products[sku];
    if (!product) return fail(`There is no article ${sku}.`);
    const supplier = this.state.suppliers[product.supplier_id];
    if (!supplier || supplier.on_stop) return fail(`${supplier?.name ?? 'The supplier'} is on stop.`); // R10
    const open = this.sortedOrders((order) => order.sku === sku && (order.status === 'draft' || order.status === 'sent'))[0];
    if (open) return fail(`${product.name} is on order already (${open.po_id}).`); // R10
    const order: PurchaseOrder = {
      po_id: this.newId('PO'),
      sku,
      ordered: quantity,
      received: 0,
      approved: false,
      status: 'draft',
    };
    this.state.purchase_orders[order.po_id] = order;
    return ok(order);
  }

  /**
   * The buyer approves a draft that is too expensive to be sent without approval.
   * @effect write  @rules R5
   * @param po_id  The order.
   */
  approve_purchase_order({ po_id }: { po_id: Ref<PurchaseOrder> }): Result<PurchaseOrder> {
    const order = this.state.purchase_orders[po_id];
    if (!order) return fail(`There is no purchase order ${po_id}.`);
    if (order.status !== 'draft') return fail(`Purchase order ${po_id} is ${order.status}.`);
    if (order.approved) return fail(`Purchase order ${po_id} is approved already.`);
    if (this.worth(order) <= POLICY.approval_cents) return fail(`Purchase order ${po_id} needs no approval.`); // R5
    order.approved = true;
    return ok(order);
  }

  /**
   * Send a draft to the supplier.
   * @effect write  @rules R5
   * @param po_id  The order.
   */
  send_purchase_order({ po_id }: { po_id: Ref<PurchaseOrder> }): Result<PurchaseOrder> {
    const order = this.state.purchase_orders[po_id];
    if (!order) return fail(`There is no purchase order ${po_id}.`);
    if (order.status !== 'draft') return fail(`Purchase order ${po_id} is ${order.status}.`);
    if (this.worth(order) > POLICY.approval_cents && !order.approved)
      return fail(`Purchase order ${po_id} is worth ${this.worth(order)} cents and not approved.`); // R5
    order.status = 'sent';
    return ok(order);
  }

  /**
   * Cancel an order on which nothing has come.
   * @effect write  @rules R11
   * @param po_id  The order.
   */
  cancel_purchase_order({ po_id }: { po_id: Ref<PurchaseOrder> }): Result<PurchaseOrder> {
    const order = this.state.purchase_orders[po_id];
    if (!order) return fail(`There is no purchase order ${po_id}.`);
    if (order.status !== 'draft' && order.status !== 'sent') return fail(`Purchase order ${po_id} is ${order.status}.`);
    if (order.received > 0) return fail(`${order.received} pieces of purchase order ${po_id} have come.`); // R11
    order.status = 'cancelled';
    return ok(order);
  }

  /**
   * Put pieces that a supplier has delivered into a bin. The order is closed once all that was ordered has come.
   * @effect write  @rules R1 R2 R3 R4 R6
   * @param po_id  The order.
   * @param bin_code  Where they go.
   * @param quantity  Pieces delivered.
   */
  receive_goods({
    po_id,
    bin_code,
    quantity,
  }: {
    po_id: Ref<PurchaseOrder>;
    bin_code: Ref<Bin>;
    quantity: Integer<1, 2000>;
  }): Result<PurchaseOrder> {
    const order = this.state.purchase_orders[po_id];
    if (!order) return fail(`There is no purchase order ${po_id}.`);
    const bin = this.state.bins[bin_code];
    if (!bin) return fail(`There is no bin ${bin_code}.`);
    if (order.status !== 'sent') return fail(`Purchase order ${po_id} is ${order.status}.`); // R6
    const most = order.ordered + Math.floor((order.ordered * POLICY.over_delivery_percent) / 100);
    if (order.received + quantity > most)
      return fail(`At most ${most - order.received} more pieces can be received on ${po_id}.`); // R6
    const refusal = this.putRefusal(order.sku, bin, quantity);
    if (refusal) return fail(refusal); // R2 R3 R4
    order.received += quantity;
    if (order.received >= order.ordered) order.status = 'closed';
    this.book(order.sku, bin_code, quantity, 'receipt'); // R1
    return ok(order);
  }

  /**
   * Close an order that was sent and on which only a part has come; the rest is no longer expected.
   * @effect write
   * @param po_id  The order.
   */
  close_purchase_order({ po_id }: { po_id: Ref<PurchaseOrder> }): Result<PurchaseOrder> {
    const order = this.state.purchase_orders[po_id];
    if (!order) return fail(`There is no purchase order ${po_id}.`);
    if (order.status !== 'sent' || order.received === 0) return fail(`Purchase order ${po_id} is not one that has come in part.`);
    order.status = 'closed';
    return ok(order);
  }

  /**
   * Carry pieces from one bin to another.
   * @effect write  @rules R1 R2 R3 R4
   * @param sku  The article.
   * @param from_bin  Where they are.
   * @param to_bin  Where they go.
   * @param quantity  Pieces to carry.
   */
  transfer_stock({
    sku,
    from_bin,
    to_bin,
    quantity,
  }: {
    sku: Ref<Product>;
    from_bin: Ref<Bin>;
    to_bin: Ref<Bin>;
    quantity: Integer<1, 2000>;
  }): Result {
    const product = this.state.products[sku];
    if (!product) return fail(`There is no article ${sku}.`);
    const source = this.state.bins[from_bin];
    if (!source) return fail(`There is no bin ${from_bin}.`);
    const target = this.state.bins[to_bin];
    if (!target) return fail(`There is no bin ${to_bin}.`);
    if (from_bin === to_bin) return fail('The two bins are the same.');
    if (source.locked) return fail(`Bin ${from_bin} is being counted.`); // R4
    const there = this.stockAt(sku, from_bin)?.quantity ?? 0;
    if (quantity > there) return fail(`Bin ${from_bin} has ${there} pieces of ${product.name}.`); // R1
    const refusal = this.putRefusal(sku, target, quantity);
    if (refusal) return fail(refusal); // R2 R3 R4
    this.book(sku, from_bin, -quantity, 'transfer');
    this.book(sku, to_bin, quantity, 'transfer');
    return done(`${quantity} pieces of ${product.name} are in ${to_bin}.`);
  }

  /**
   * Promise available pieces to a customer order.
   * @effect write  @rules R7 R12
   * @param customer_order  Number of the customer order.
   * @param sku  The article.
   * @param quantity  Pieces to promise.
   */
  reserve_stock({
    customer_order,
    sku,
    quantity,
  }: {
    customer_order: string;
    sku: Ref<Product>;
    quantity: Integer<1, 500>;
  }): Result<Reservation> {
    const product = this.state.products[sku];
    if (!product) return fail(`There is no article ${sku}.`);
    const number = customer_order.trim();
    if (number === '') return fail('Which customer order is it for?');
    if (quantity > POLICY.reserve_limit) return fail(`A reservation holds at most ${POLICY.reserve_limit} pieces.`); // R12
    if (
      this.sortedReservations((each) => each.customer_order === number && each.sku === sku && each.status === 'open').length > 0
    ) {
      return fail(`${product.name} is reserved for ${number} already.`); // R12
    }
    const available = this.inStock(sku) - this.promised(sku);
    if (quantity > available) return fail(`Only ${available} pieces of ${product.name} are available.`); // R7
    const reservation: Reservation = {
      reservation_id: this.newId('R'),
      customer_order: number,
      sku,
      quantity,
      picked: 0,
      status: 'open',
    };
    this.state.reservations[reservation.reservation_id] = reservation;
    return ok(reservation);
  }

  /**
   * Take pieces for a reservation out of a bin. The reservation is picked once all its pieces have been taken.
   * @effect write  @rules R1 R4 R8
   * @param reservation_id  The reservation.
   * @param bin_code  The bin.
   * @param quantity  Pieces to take.
   */
  pick_stock({
    reservation_id,
    bin_code,
    quantity,
  }: {
    reservation_id: Ref<Reservation>;
    bin_code: Ref<Bin>;
    quantity: Integer<1, 500>;
  }): Result<Reservation> {
    const reservation = this.state.reservations[reservation_id];
    if (!reservation) return fail(`There is no reservation ${reservation_id}.`);
    const bin = this.state.bins[bin_code];
    if (!bin) return fail(`There is no bin ${bin_code}.`);
    if (reservation.status !== 'open') return fail(`Reservation ${reservation_id} is ${reservation.status}.`); // R8
    if (bin.locked) return fail(`Bin ${bin_code} is being counted.`); // R4
    const needed = reservation.quantity - reservation.picked;
    if (quantity > needed) return fail(`Reservation ${reservation_id} needs only ${needed} more pieces.`); // R8
    const there = this.stockAt(reservation.sku, bin_code)?.quantity ?? 0;
    if (quantity > there) return fail(`Bin ${bin_code} has only ${there} of them.`); // R1 R8
    reservation.picked += quantity;
    if (reservation.picked === reservation.quantity) reservation.status = 'picked';
    this.book(reservation.sku, bin_code, -quantity, 'pick');
    return ok(reservation);
  }

  /**
   * Give up what has not been picked of a reservation.
   * @effect write
   * @param reservation_id  The reservation.
   */
  release_reservation({ reservation_id }: { reservation_id: Ref<Reservation> }): Result<Reservation> {
    const reservation = this.state.reservations[reservation_id];
    if (!reservation) return fail(`There is no reservation ${reservation_id}.`);
    if (reservation.status !== 'open') return fail(`Reservation ${reservation_id} is ${reservation.status}.`);
    reservation.status = 'released';
    return ok(reservation);
  }

  /**
   * Lock a bin for counting, or open it again.
   * @effect write
   * @param bin_code  The bin.
   * @param locked  True to lock it.
   */
  lock_bin({ bin_code, locked }: { bin_code: Ref<Bin>; locked: boolean }): Result<Bin> {
    const bin = this.state.bins[bin_code];
    if (!bin) return fail(`There is no bin ${bin_code}.`);
    if (bin.locked === locked) return fail(`Bin ${bin_code} is ${locked ? 'locked' : 'open'} already.`);
    bin.locked = locked;
    return ok(bin);
  }

  /**
   * Enter how many pieces of an article were counted in a locked bin. The difference from the books is booked.
   * @effect write  @rules R1 R2 R3 R7 R9
   * @param bin_code  The bin.
   * @param sku  The article.
   * @param counted  Pieces counted.
   * @param explanation  Why there is a difference; needed when it is more than {count_tolerance} pieces.
   */
  record_count({
    bin_code,
    sku,
    counted,
    explanation,
  }: {
    bin_code: Ref<Bin>;
    sku: Ref<Product>;
    counted: Integer<0, 2000>;
    explanation: string | undefined;
  }): Result<Movement> {
    const bin = this.state.bins[bin_code];
    if (!bin) return fail(`There is no bin ${bin_code}.`);
    const product = this.state.products[sku];
    if (!product) return fail(`There is no article ${sku}.`);
    if (!bin.locked) return fail(`Bin ${bin_code} is not locked for counting.`); // R9
    const difference = counted - (this.stockAt(sku, bin_code)?.quantity ?? 0);
    if (difference === 0) return fail(`The books have ${counted} pieces too; there is nothing to correct.`);
    const remark = explanation === undefined || explanation.trim() === '' ? null : explanation.trim();
    if (Math.abs(difference) > POLICY.count_tolerance && remark === null) {
      return fail(`The count differs by ${difference} pieces; explain it.`); // R9
    }
    if (difference > 0) {
      if (product.hazardous !== (bin.zone === 'hazard')) return fail(`${product.name} must not lie in ${bin_code}.`); // R3
      if (difference > bin.capacity - this.held(bin_code)) return fail(`Bin ${bin_code} cannot hold ${counted} pieces.`); // R2
    } else if (this.inStock(sku) + difference < this.promised(sku)) {
      return fail(`${this.promised(sku)} pieces of ${product.name} are reserved; release some first.`); // R7
    }
    return ok(this.book(sku, bin_code, difference, 'count', remark)); // R1
  }
}
