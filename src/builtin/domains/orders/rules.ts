import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Order, OrderLine, OrdersState, Payment } from './design.ts';

export class OrdersRules extends Environment<OrdersState> {
  protected linesOf(order_id: string): OrderLine[] {
    const lines = Object.values(this.state.order_lines).filter((line) => line.order_id === order_id);
    return lines.sort((a, b) => (a.line_id < b.line_id ? -1 : 1));
  }

  protected paymentsOf(order_id: string): Payment[] {
    const payments = Object.values(this.state.payments).filter((payment) => payment.order_id === order_id);
    return payments.sort((a, b) => (a.made === b.made ? (a.payment_id < b.payment_id ? -1 : 1) : a.made < b.made ? -1 : 1));
  }

  protected subtotal(order_id: string): number {
    return this.linesOf(order_id).reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0);
  }

  /** Discount and total after the lines or the coupon changed. */
  protected reprice(order: Order): void {
    const coupon = order.coupon_id === null ? undefined : this.state.coupons[order.coupon_id];
    const subtotal = this.subtotal(order.order_id);
    order.discount_cents = coupon ? Math.floor((subtotal * coupon.percent) / 100) : 0;
    order.total_cents = subtotal - order.discount_cents;
  }

  protected book(order_id: string, kind: Payment['kind'], method: Payment['method'], amount_cents: number): Payment {
    const payment: Payment = { payment_id: this.newId('P'), order_id, kind, method, amount_cents, made: this.now() };
    this.state.payments[payment.payment_id] = payment;
    return payment;
  }
}

export const invariants: Invariants<OrdersState> = {
  R11: (state) =>
    Object.values(state.orders).every((order) => {
      const subtotal = Object.values(state.order_lines)
        .filter((line) => line.order_id === order.order_id)
        .reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0);
      const coupon = order.coupon_id === null ? undefined : state.coupons[order.coupon_id];
      const discount = coupon ? Math.floor((subtotal * coupon.percent) / 100) : 0;
      return order.discount_cents === discount && order.total_cents === subtotal - discount;
    }),
  R12: (state) =>
    Object.values(state.orders).every((order) => {
      const sum = (kind: 'charge' | 'refund') =>
        Object.values(state.payments)
          .filter((payment) => payment.order_id === order.order_id && payment.kind === kind)
          .reduce((total, payment) => total + payment.amount_cents, 0);
      const returned = Object.values(state.returns)
        .filter((item) => state.order_lines[item.line_id]?.order_id === order.order_id)
        .reduce((total, item) => total + item.refund_cents, 0);
      switch (order.status) {
        case 'unpaid':
          return sum('charge') === 0 && sum('refund') === 0;
        case 'cancelled':
          return sum('charge') === sum('refund');
        default:
          return order.total_cents > 0 && sum('charge') === order.total_cents && sum('refund') === returned;
      }
    }),
  R13: (state) =>
    Object.values(state.order_lines).every((line) => {
      const items = Object.values(state.returns).filter((item) => item.line_id === line.line_id);
      const open = items.filter((item) => item.status !== 'withdrawn').reduce((sum, item) => sum + item.quantity, 0);
      return open <= line.quantity && (items.length === 0 || state.orders[line.order_id]?.status === 'delivered');
    }),
};
