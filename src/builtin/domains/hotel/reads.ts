import { type Day, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Charge, Guest, HotelPolicy, Payment, Repair, Room, Stay } from './design.ts';
import { HotelRules } from './rules.ts';

declare const POLICY: HotelPolicy;

export class HotelReads extends HotelRules {
  /**
   * Find guests by a part of their name, in order of their ids.
   * @effect read
   * @param name  Part of the name, at least two letters.
   */
  find_guests({ name }: { name: string }): Result<Guest[]> {
    const wanted = name.trim().toLowerCase();
    if (wanted.length < 2) return fail('Give at least two letters of the name.');
    return ok(
      Object.values(this.state.guests)
        .filter((guest) => guest.name.toLowerCase().includes(wanted))
        .sort((a, b) => (a.guest_id < b.guest_id ? -1 : 1)),
    );
  }

  /**
   * All stays of a guest, earliest arrival first.
   * @effect read
   * @param guest_id  The guest.
   */
  list_guest_stays({ guest_id }: { guest_id: Ref<Guest> }): Result<Stay[]> {
    if (!this.state.guests[guest_id]) return fail(`There is no guest ${guest_id}.`);
    return ok(this.byArrival(Object.values(this.state.stays).filter((stay) => stay.guest_id === guest_id)));
  }

  /**
   * A stay with its charges and payments (in order of their ids), the price of the nights and what is owed (for a
   * cancelled stay nothing is owed).
   * @effect read
   * @param stay_id  The stay.
   */
  get_folio({ stay_id }: { stay_id: Ref<Stay> }): Result<{
    stay: Stay;
    guest_name: string;
    nights_cents: Integer;
    deposit_cents: Integer;
    paid_cents: Integer;
    owed_cents: Integer;
    charges: Charge[];
    payments: Payment[];
  }> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    return ok({
      stay,
      guest_name: this.state.guests[stay.guest_id]?.name ?? '',
      nights_cents: this.nightsPrice(stay),
      deposit_cents: this.depositFor(stay),
      paid_cents: this.paid(stay_id),
      owed_cents: this.owed(stay),
      charges: Object.values(this.state.charges)
        .filter((charge) => charge.stay_id === stay_id)
        .sort((a, b) => (a.charge_id < b.charge_id ? -1 : 1)),
      payments: Object.values(this.state.payments)
        .filter((payment) => payment.stay_id === stay_id)
        .sort((a, b) => (a.payment_id < b.payment_id ? -1 : 1)),
    });
  }

  /**
   * All rooms with their rate and state of housekeeping, by number.
   * @effect read
   */
  list_rooms(): Result<Room[]> {
    return ok(Object.values(this.state.rooms).sort((a, b) => (a.room_number < b.room_number ? -1 : 1)));
  }

  /**
   * Rooms that are free for all nights of a stay and not out of order, cheapest first.
   * @effect read  @rules R4
   * @param arrival  First day.
   * @param nights  Number of nights.
   * @param party  Number of people.
   * @param kind  Only rooms of this kind.
   * @param view  Only rooms with this view.
   */
  find_free_rooms({
    arrival,
    nights,
    party = 1,
    kind,
    view,
  }: {
    arrival: Day;
    nights: Integer<1, 60>;
    party?: Integer<1, 6>;
    kind: Room['kind'] | undefined;
    view: Room['view'] | undefined;
  }): Result<Room[]> {
    const problem = this.badDates(arrival, nights);
    if (problem) return fail(problem); // R4
    const departure = this.addDays(arrival, nights);
    return ok(
      Object.values(this.state.rooms)
        .filter((room) => room.status !== 'out_of_order' && room.beds >= party)
        .filter((room) => (kind === undefined || room.kind === kind) && (view === undefined || room.view === view))
        .filter((room) => !this.clash(room.room_number, arrival, departure))
        .sort((a, b) => a.rate_cents - b.rate_cents || (a.room_number < b.room_number ? -1 : 1)),
    );
  }

  /**
   * Stays that were booked for a day, from the first day to the day of leaving (cancelled ones left out), by room number,
   * then by id.
   * @effect read
   * @param day  The day, at most {horizon_days} days before or after today.
   */
  list_stays_on({ day }: { day: Day }): Result<Stay[]> {
    const away = this.daysBetween(this.today(), day);
    if (!(away >= -POLICY.horizon_days && away <= POLICY.horizon_days))
      return fail(`The book covers ${POLICY.horizon_days} days back and ahead only.`);
    return ok(
      Object.values(this.state.stays)
        .filter((stay) => stay.status !== 'cancelled' && stay.arrival <= day && stay.departure >= day)
        .sort((a, b) =>
          a.room_number < b.room_number ? -1 : a.room_number > b.room_number ? 1 : a.stay_id < b.stay_id ? -1 : 1,
        ),
    );
  }

  /**
   * All faults that were reported, open ones and repaired ones, in order of their ids.
   * @effect read
   */
  list_repairs(): Result<Repair[]> {
    return ok(Object.values(this.state.repairs).sort((a, b) => (a.repair_id < b.repair_id ? -1 : 1)));
  }
}
