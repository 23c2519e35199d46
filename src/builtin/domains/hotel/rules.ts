import { Environment, type Invariants } from '../../kit/environment.ts';
import type { HotelPolicy, HotelState, Stay } from './design.ts';

declare const POLICY: HotelPolicy;

export class HotelRules extends Environment<HotelState> {
  /** The stay, booked or in house, that shares a night with these dates in a room. */
  protected clash(room_number: string, arrival: string, departure: string, except?: string): Stay | undefined {
    return this.byArrival(Object.values(this.state.stays)).find(
      (stay) =>
        stay.room_number === room_number &&
        stay.stay_id !== except &&
        (stay.status === 'booked' || stay.status === 'in_house') &&
        stay.arrival < departure &&
        arrival < stay.departure,
    );
  }

  protected guestIn(room_number: string): boolean {
    return Object.values(this.state.stays).some((stay) => stay.room_number === room_number && stay.status === 'in_house');
  }

  protected badDates(arrival: string, nights: number): string | undefined {
    const ahead = this.daysBetween(this.today(), arrival);
    if (!(ahead >= 0)) return `${arrival} is past.`;
    if (ahead > POLICY.horizon_days) return `Arrivals can be booked ${POLICY.horizon_days} days ahead at most.`;
    if (nights > POLICY.max_nights) return `The longest stay is ${POLICY.max_nights} nights.`;
    return undefined;
  }

  protected byArrival(stays: Stay[]): Stay[] {
    return stays.sort((a, b) => (a.arrival < b.arrival ? -1 : a.arrival > b.arrival ? 1 : a.stay_id < b.stay_id ? -1 : 1));
  }

  protected nightsPrice(stay: Stay): number {
    return this.daysBetween(stay.arrival, stay.departure) * stay.rate_cents;
  }

  protected depositFor(stay: Stay): number {
    if (this.state.guests[stay.guest_id]?.tier === 'gold') return 0;
    return Math.ceil((this.nightsPrice(stay) * POLICY.deposit_percent) / 100);
  }

  /** What has been received less what was paid back, in cents. */
  protected paid(stay_id: string): number {
    return Object.values(this.state.payments)
      .filter((payment) => payment.stay_id === stay_id)
      .reduce((sum, payment) => sum + (payment.kind === 'received' ? payment.amount_cents : -payment.amount_cents), 0);
  }

  protected owed(stay: Stay): number {
    if (stay.status === 'cancelled') return 0;
    const extras = Object.values(this.state.charges)
      .filter((charge) => charge.stay_id === stay.stay_id)
      .reduce((sum, charge) => sum + charge.amount_cents, 0);
    return this.nightsPrice(stay) + extras - this.paid(stay.stay_id);
  }

  protected words(status: Stay['status']): string {
    return status === 'in_house' ? 'in the house' : status;
  }
}

export const invariants: Invariants<HotelState> = {
  R3: (state) => {
    const held = Object.values(state.stays).filter((stay) => stay.status === 'booked' || stay.status === 'in_house');
    return held.every(
      (stay) =>
        stay.arrival < stay.departure &&
        held.every(
          (other) =>
            other === stay ||
            other.room_number !== stay.room_number ||
            other.departure <= stay.arrival ||
            stay.departure <= other.arrival,
        ),
    );
  },
  R10: (state) =>
    Object.values(state.rooms).every(
      (room) =>
        (room.status === 'out_of_order') ===
        (Object.values(state.repairs).filter((repair) => repair.open && repair.room_number === room.room_number).length === 1),
    ),
  R13: (state) =>
    Object.values(state.rooms).every((room) => {
      const inside = Object.values(state.stays).filter(
        (stay) => stay.status === 'in_house' && stay.room_number === room.room_number,
      );
      return inside.length <= (room.status === 'out_of_order' ? 0 : 1);
    }),
};
