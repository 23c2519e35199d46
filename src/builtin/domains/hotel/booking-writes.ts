import { type Day, fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Guest, HotelPolicy, Payment, Room, Stay } from './design.ts';
import { HotelReads } from './reads.ts';

declare const POLICY: HotelPolicy;

export class HotelBookingWrites extends HotelReads {
  /**
   * Enter a new guest with regular status.
   * @effect write
   * @param name  Full name, not blank.
   * @param phone  Telephone number: 6 to 21 digits, blanks, brackets and hyphens, a digit first, with or without a plus
   * before it; no other guest may have it.
   */
  register_guest({ name, phone }: { name: string; phone: string }): Result<Guest> {
    const fullName = name.trim();
    const number = phone.trim();
    if (fullName === '') return fail('A guest needs a name.');
    if (!/^\+?[0-9][0-9 ()-]{5,20}$/.test(number)) return fail(`"${number}" is not a telephone number.`);
    const known = Object.values(this.state.guests).find((guest) => guest.phone === number);
    if (known) return fail(`${known.name} is already registered with ${number}.`);
    const guest: Guest = { guest_id: this.newId('G'), name: fullName, phone: number, tier: 'regular', banned: false };
    this.state.guests[guest.guest_id] = guest;
    return ok(guest);
  }

  /**
   * Reserve a room for a guest at the present rate of the room.
   * @effect write  @rules R1 R2 R3 R4 R11
   * @param guest_id  Who books.
   * @param room_number  The room.
   * @param arrival  First day.
   * @param nights  Number of nights, at most {max_nights}.
   * @param party  Number of people.
   */
  book_room({
    guest_id,
    room_number,
    arrival,
    nights,
    party,
  }: {
    guest_id: Ref<Guest>;
    room_number: Ref<Room>;
    arrival: Day;
    nights: Integer<1, 60>;
    party: Integer<1, 6>;
  }): Result<Stay> {
    const guest = this.state.guests[guest_id];
    if (!guest) return fail(`There is no guest ${guest_id}.`);
    const room = this.state.rooms[room_number];
    if (!room) return fail(`There is no room ${room_number}.`);
    if (guest.banned) return fail(`The hotel takes no bookings from ${guest.name}.`); // R1
    if (party > room.beds) return fail(`Room ${room_number} sleeps ${room.beds}, not ${party}.`); // R2
    const problem = this.badDates(arrival, nights);
    if (problem) return fail(problem); // R4
    if (room.status === 'out_of_order') return fail(`Room ${room_number} is out of order.`); // R11
    const departure = this.addDays(arrival, nights);
    const other = this.clash(room_number, arrival, departure);
    if (other) return fail(`Room ${room_number} is taken from ${other.arrival} to ${other.departure}.`); // R3

    const stay: Stay = {
      stay_id: this.newId('S'),
      guest_id,
      room_number,
      arrival,
      departure,
      party,
      rate_cents: room.rate_cents,
      status: 'booked',
      refund_due_cents: 0,
    };
    this.state.stays[stay.stay_id] = stay;
    return ok(stay);
  }

  /**
   * Give a booked stay other dates in the same room at the agreed rate.
   * @effect write  @rules R3 R4 R7 R11 R12
   * @param stay_id  The stay.
   * @param arrival  New first day.
   * @param nights  New number of nights.
   */
  change_dates({ stay_id, arrival, nights }: { stay_id: Ref<Stay>; arrival: Day; nights: Integer<1, 60> }): Result<Stay> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    if (stay.status !== 'booked') return fail(`Stay ${stay_id} is ${this.words(stay.status)}; its dates are fixed.`); // R7
    const problem = this.badDates(arrival, nights);
    if (problem) return fail(problem); // R4
    const departure = this.addDays(arrival, nights);
    if (arrival === stay.arrival && departure === stay.departure) return fail(`Stay ${stay_id} has these dates already.`);
    if (this.state.rooms[stay.room_number]?.status === 'out_of_order')
      return fail(`Room ${stay.room_number} is out of order; move the stay first.`); // R11
    const other = this.clash(stay.room_number, arrival, departure, stay_id);
    if (other) return fail(`Room ${stay.room_number} is taken from ${other.arrival} to ${other.departure}.`); // R3
    if (this.paid(stay_id) > nights * stay.rate_cents) return fail(`More has been paid than ${nights} nights would cost.`); // R12
    stay.arrival = arrival;
    stay.departure = departure;
    return ok(stay);
  }

  /**
   * Let a guest who is in the house stay longer in the same room.
   * @effect write  @rules R3 R4
   * @param stay_id  The stay.
   * @param extra_nights  Nights to add.
   */
  extend_stay({ stay_id, extra_nights }: { stay_id: Ref<Stay>; extra_nights: Integer<1, 30> }): Result<Stay> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    if (stay.status !== 'in_house')
      return fail(`Stay ${stay_id} is ${this.words(stay.status)}; only a guest in the house can stay on.`);
    const nights = this.daysBetween(stay.arrival, stay.departure) + extra_nights;
    if (nights > POLICY.max_nights) return fail(`That would make ${nights} nights; the longest stay is ${POLICY.max_nights}.`); // R4
    const departure = this.addDays(stay.departure, extra_nights);
    const other = this.clash(stay.room_number, stay.arrival, departure, stay_id);
    if (other) return fail(`Room ${stay.room_number} is taken from ${other.arrival}.`); // R3
    stay.departure = departure;
    return ok(stay);
  }

  /**
   * Put a stay into another room at the agreed rate. A guest in the house moves only into a room that is ready and empty,
   * and the room left has to be cleaned.
   * @effect write  @rules R2 R3 R6 R11
   * @param stay_id  The stay.
   * @param room_number  The other room.
   */
  move_stay({ stay_id, room_number }: { stay_id: Ref<Stay>; room_number: Ref<Room> }): Result<Stay> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    const room = this.state.rooms[room_number];
    if (!room) return fail(`There is no room ${room_number}.`);
    if (stay.status !== 'booked' && stay.status !== 'in_house') return fail(`Stay ${stay_id} is ${this.words(stay.status)}.`);
    if (stay.room_number === room_number) return fail(`Stay ${stay_id} is in room ${room_number} already.`);
    if (stay.party > room.beds) return fail(`Room ${room_number} sleeps ${room.beds}, not ${stay.party}.`); // R2
    if (room.status === 'out_of_order') return fail(`Room ${room_number} is out of order.`); // R11
    const other = this.clash(room_number, stay.arrival, stay.departure, stay_id);
    if (other) return fail(`Room ${room_number} is taken from ${other.arrival} to ${other.departure}.`); // R3
    if (stay.status === 'in_house') {
      if (room.status !== 'ready') return fail(`Room ${room_number} has not been cleaned.`); // R6
      if (this.guestIn(room_number)) return fail(`Somebody is still in room ${room_number}.`); // R6
      const old = this.state.rooms[stay.room_number];
      if (old) old.status = 'dirty';
    }
    stay.room_number = room_number;
    return ok(stay);
  }

  /**
   * Cancel a booked stay. What the guest gets back becomes due for refund.
   * @effect write  @rules R7
   * @param stay_id  The stay.
   */
  cancel_stay({ stay_id }: { stay_id: Ref<Stay> }): Result<Stay> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    if (stay.status !== 'booked') return fail(`Stay ${stay_id} is ${this.words(stay.status)} and cannot be cancelled.`); // R7
    const inTime = this.daysBetween(this.today(), stay.arrival) >= POLICY.free_cancel_days;
    const kept = inTime ? 0 : stay.rate_cents;
    stay.refund_due_cents = Math.max(0, this.paid(stay_id) - kept);
    stay.status = 'cancelled';
    return ok(stay);
  }

  /**
   * Pay back what is due after a cancellation.
   * @effect write  @rules R8
   * @param stay_id  The cancelled stay.
   */
  refund_stay({ stay_id }: { stay_id: Ref<Stay> }): Result<Payment> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    if (stay.status !== 'cancelled') return fail(`Stay ${stay_id} is ${this.words(stay.status)}, not cancelled.`); // R8
    if (stay.refund_due_cents === 0) return fail(`Nothing is due for refund on stay ${stay_id}.`); // R8
    const payment: Payment = {
      payment_id: this.newId('P'),
      stay_id,
      kind: 'refunded',
      amount_cents: stay.refund_due_cents,
      paid_at: this.now(),
    };
    this.state.payments[payment.payment_id] = payment;
    stay.refund_due_cents = 0;
    return ok(payment);
  }

  /**
   * Book money that a guest pays towards a stay (deposit or settlement).
   * @effect write  @rules R12
   * @param stay_id  The stay.
   * @param amount_cents  Amount in cents.
   */
  take_payment({ stay_id, amount_cents }: { stay_id: Ref<Stay>; amount_cents: Integer<1, 5000000> }): Result<Payment> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    const owed = this.owed(stay);
    if (amount_cents > owed) return fail(`Only ${owed} cents are owed on stay ${stay_id}.`); // R12
    const payment: Payment = { payment_id: this.newId('P'), stay_id, kind: 'received', amount_cents, paid_at: this.now() };
    this.state.payments[payment.payment_id] = payment;
    return ok(payment);
  }
}
